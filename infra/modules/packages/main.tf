# Archives made by `python -m tools.package`, and the identity that builds images of them. The name of an archive holds
# the hash of its content: what has not changed is neither uploaded nor deployed again.

locals {
  manifest = jsondecode(file(var.manifest))
  builder  = "serviceAccount:${google_service_account.builder.email}"
}

resource "google_storage_bucket" "packages" {
  project                     = var.project
  name                        = "${var.project}-packages"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  versioning {
    enabled = true
  }

  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      days_since_noncurrent_time = 90
    }
  }
}

resource "google_storage_bucket_object" "package" {
  for_each     = local.manifest
  bucket       = google_storage_bucket.packages.name
  name         = each.value.file
  source       = "${dirname(var.manifest)}/${each.value.file}"
  content_type = "application/zip"
}

resource "google_artifact_registry_repository" "images" {
  project       = var.project
  location      = var.region
  repository_id = "functions"
  description   = "Images built from the archives"
  format        = "DOCKER"
}

resource "google_service_account" "builder" {
  project      = var.project
  account_id   = "builder"
  display_name = "Builds functions"
}

resource "google_storage_bucket_iam_member" "builder" {
  bucket = google_storage_bucket.packages.name
  role   = "roles/storage.objectViewer"
  member = local.builder
}

# Cloud Functions copies every archive into a bucket of its own, which does not exist before the first build.
resource "google_project_iam_member" "builder_sources" {
  project = var.project
  role    = "roles/storage.objectViewer"
  member  = local.builder

  condition {
    title      = "Only the sources of functions"
    expression = "resource.name.startsWith(\"projects/_/buckets/gcf-v2-sources-${var.project_number}-\")"
  }
}

resource "google_artifact_registry_repository_iam_member" "builder" {
  project    = var.project
  location   = var.region
  repository = google_artifact_registry_repository.images.repository_id
  role       = "roles/artifactregistry.writer"
  member     = local.builder
}

# There is no narrower place to grant the writing of logs.
resource "google_project_iam_member" "builder_logs" {
  project = var.project
  role    = "roles/logging.logWriter"
  member  = local.builder
}
