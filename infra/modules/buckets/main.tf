# What people bring in: register files and letters. No versions and no soft delete: what the retention ends, is gone.

resource "google_storage_bucket" "this" {
  for_each                    = var.buckets
  project                     = var.project
  name                        = "${var.project}-${each.key}"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = false

  soft_delete_policy {
    retention_duration_seconds = 0
  }

  versioning {
    enabled = false
  }

  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      age = each.value.retention_days
    }
  }

  # Applicants upload from the site, by signed addresses.
  dynamic "cors" {
    for_each = contains(var.uploads_from_site, each.key) ? [var.site_origins] : []
    content {
      origin          = cors.value
      method          = ["PUT"]
      response_header = ["Content-Type", "x-goog-content-length-range", "x-goog-if-generation-match"]
      max_age_seconds = 3600
    }
  }

  lifecycle {
    prevent_destroy = true
  }
}

resource "google_storage_notification" "this" {
  for_each           = { for name, own in var.buckets : name => own if own.notifies != null }
  bucket             = google_storage_bucket.this[each.key].name
  topic              = var.topics[each.value.notifies]
  payload_format     = "JSON_API_V1"
  event_types        = ["OBJECT_FINALIZE"]
  object_name_prefix = each.value.prefix
}

# Who can write here decides whose contact gets a password: as sensitive as the key (docs/security.md).
resource "google_storage_bucket_iam_member" "roster_senders" {
  for_each = var.roster_senders
  bucket   = google_storage_bucket.this["rosters"].name
  role     = "roles/storage.objectCreator"
  member   = each.value
}
