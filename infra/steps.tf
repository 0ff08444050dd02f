# Functions and what connects them.

data "google_project" "this" {
  project_id = var.project
}

# Asking for the account makes it exist.
data "google_storage_project_service_account" "this" {
  project    = var.project
  depends_on = [module.project]
}

locals {
  number          = data.google_project.this.number
  pubsub_account  = "serviceAccount:service-${local.number}@gcp-sa-pubsub.iam.gserviceaccount.com"
  storage_account = "serviceAccount:${data.google_storage_project_service_account.this.email_address}"
  site_origins    = [for domain in var.domains : "https://${domain}"]
  topics          = { for name, topic in module.topic : name => topic.id }
}

# As whom Pub/Sub pushes: the only one who may invoke a function that listens.
resource "google_service_account" "push" {
  project      = var.project
  account_id   = "push"
  display_name = "Pub/Sub pushes as this"
  depends_on   = [module.project]
}

resource "google_service_account_iam_member" "pubsub_makes_push_tokens" {
  service_account_id = google_service_account.push.name
  role               = "roles/iam.serviceAccountTokenCreator"
  member             = local.pubsub_account
}

module "step" {
  for_each     = module.topology.functions
  source       = "./modules/step"
  project      = var.project
  region       = var.region
  runtime      = var.runtime
  name         = each.key
  function     = each.value
  package      = module.packages.packages[each.key]
  repository   = module.packages.repository
  builder      = module.packages.builder
  push_member  = "serviceAccount:${google_service_account.push.email}"
  database     = module.state.database
  mac_key      = module.keys.mac_key
  buckets      = module.buckets.names
  topics       = local.topics
  signing_uses = local.signing_uses
  # Through the module, so that a secret exists before it is mounted.
  secrets   = toset([for use in each.value.uses : module.secrets.ids[local.secret_of_use[use]] if contains(keys(local.secret_of_use), use)])
  variables = merge(local.common_variables, [for use in each.value.uses : merge(local.variables_of_use[use], lookup(local.restarts, use, {}))]...)
}

module "dead_letters" {
  source         = "./modules/dead_letters"
  project        = var.project
  region         = var.region
  pubsub_account = local.pubsub_account
  depends_on     = [module.project]
}

module "topic" {
  for_each        = module.topology.topics
  source          = "./modules/topic"
  project         = var.project
  region          = var.region
  topic           = each.key
  foreign         = each.value.foreign
  storage_account = local.storage_account
  depends_on      = [module.project]
}

module "channel" {
  for_each          = module.topology.topics
  source            = "./modules/channel"
  project           = var.project
  topic             = each.key
  topic_id          = local.topics[each.key]
  times             = each.value
  listeners         = { for function in each.value.functions : function => module.step[function].url }
  dead_letter_topic = module.dead_letters.topic
  pubsub_account    = local.pubsub_account
  push_account      = google_service_account.push.email
}
