# The whole system. What there is stands in topology.yaml, how much of it in environments/<name>/values.tfvars.

module "topology" {
  source = "./modules/topology"
  path   = "${path.module}/topology.yaml"
}

module "project" {
  source  = "./modules/project"
  project = var.project
}

module "state" {
  source      = "./modules/state"
  project     = var.project
  region      = var.region
  database    = var.database
  backup_days = var.backup_days
  fields      = module.topology.fields
  indexes     = module.topology.indexes
  depends_on  = [module.project]
}

module "keys" {
  source           = "./modules/keys"
  project          = var.project
  region           = var.region
  protection_level = var.key_protection_level
  depends_on       = [module.project]
}

module "secrets" {
  source     = "./modules/secrets"
  project    = var.project
  region     = var.region
  names      = local.secrets
  depends_on = [module.project]
}

module "packages" {
  source         = "./modules/packages"
  project        = var.project
  project_number = local.number
  region         = var.region
  manifest       = var.packages_manifest
  depends_on     = [module.project]
}

module "buckets" {
  source         = "./modules/buckets"
  project        = var.project
  region         = var.region
  buckets        = module.topology.buckets
  roster_senders = var.roster_senders
  site_origins   = local.site_origins
  topics         = local.topics
}

module "schedules" {
  source    = "./modules/schedules"
  project   = var.project
  region    = var.region
  schedules = module.topology.schedules
  topics    = local.topics
}

module "site" {
  source     = "./modules/site"
  project    = var.project
  region     = var.region
  depends_on = [module.project]
}

module "edge" {
  source               = "./modules/edge"
  project              = var.project
  region               = var.region
  closed               = var.closed
  domains              = var.domains
  limits               = var.limits
  log_sample_rate      = var.log_sample_rate
  paths                = module.topology.paths
  preview_attack_rules = var.preview_attack_rules
  services             = { for name, own in module.topology.functions : name => module.step[name].service if length(own.routes) > 0 }
  site_backend         = module.site.backend
  site_origins         = local.site_origins
}

module "monitoring" {
  source       = "./modules/monitoring"
  project      = var.project
  dead_letters = module.dead_letters.subscription
  emails       = var.alert_emails
  objectives   = var.objectives
  runbooks     = var.runbooks
  depends_on   = [module.project]
}

module "budget" {
  source          = "./modules/budget"
  project         = var.project
  project_number  = local.number
  billing_account = var.billing_account
  currency        = var.budget.currency
  monthly_amount  = var.budget.monthly_amount
  channels        = module.monitoring.channels
}
