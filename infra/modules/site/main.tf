# The site's pages: public by their nature, served through the CDN. Nothing else may lie here.

resource "google_storage_bucket" "site" {
  project                     = var.project
  name                        = "${var.project}-site"
  location                    = var.region
  uniform_bucket_level_access = true

  versioning {
    enabled = true
  }

  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      days_since_noncurrent_time = 30
    }
  }

  website {
    main_page_suffix = "index.html"
    not_found_page   = "404.html"
  }
}

# A load balancer reads a bucket as anybody. Reader of objects, not lister of the bucket.
resource "google_storage_bucket_iam_member" "everybody" {
  bucket = google_storage_bucket.site.name
  role   = "roles/storage.legacyObjectReader"
  member = "allUsers"
}

resource "google_compute_backend_bucket" "site" {
  project     = var.project
  name        = "site"
  bucket_name = google_storage_bucket.site.name
  enable_cdn  = true

  custom_response_headers = [
    # Not for subdomains: those of schools are not ours to speak for.
    "Strict-Transport-Security: max-age=31536000",
    "X-Content-Type-Options: nosniff",
    "X-Frame-Options: DENY",
    "Referrer-Policy: no-referrer",
    "Content-Security-Policy: default-src 'self'; connect-src 'self' https://storage.googleapis.com; frame-ancestors 'none'",
  ]

  cdn_policy {
    cache_mode  = "CACHE_ALL_STATIC"
    default_ttl = 300
    client_ttl  = 300
    max_ttl     = 3600
  }
}
