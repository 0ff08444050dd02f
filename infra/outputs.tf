output "addresses" {
  description = "A and AAAA records of the domains."
  value       = module.edge.addresses
}

output "delegation" {
  description = "Client ids that an administrator of Workspace lets act (domain-wide delegation); scopes: infra/README.md."
  value       = { for name, step in module.step : name => step.delegation.client_id if step.delegation != null }
}

output "site_bucket" {
  description = "Where the site's pages are uploaded."
  value       = module.site.bucket
}
