# The key from which initial passwords and one-time codes are derived. It never leaves Cloud KMS.

resource "google_kms_key_ring" "this" {
  project  = var.project
  location = var.region
  name     = "belajar"

  # Cannot be deleted at Google either: a second one would need another name.
  lifecycle {
    prevent_destroy = true
  }
}

# MAC keys have no automatic rotation and no primary version: a new version is made by hand, the newest enabled one is
# used, and old ones stay enabled as long as an account made under them is not active (docs/operations.md).
resource "google_kms_crypto_key" "mac" {
  key_ring                   = google_kms_key_ring.this.id
  name                       = "credentials"
  purpose                    = "MAC"
  destroy_scheduled_duration = "10368000s" # 120 days, the longest there is, to notice a mistake

  version_template {
    algorithm        = "HMAC_SHA256"
    protection_level = var.protection_level
  }

  lifecycle {
    prevent_destroy = true
  }
}
