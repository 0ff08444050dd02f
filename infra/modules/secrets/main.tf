# Names of secrets. Values are put in by hand or by infra/bootstrap.sh, so that no state file ever holds one.

resource "google_secret_manager_secret" "this" {
  for_each            = var.names
  project             = var.project
  secret_id           = each.value
  deletion_protection = true

  replication {
    user_managed {
      replicas {
        location = var.region
      }
    }
  }

  # Disabled versions can be enabled again for 30 days after somebody has destroyed them.
  version_destroy_ttl = "2592000s"

  lifecycle {
    prevent_destroy = true
  }
}
