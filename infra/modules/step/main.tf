# One function: its own identity, its archive, its place on Cloud Run.

resource "google_service_account" "this" {
  project      = var.project
  account_id   = "step-${var.function.service}"
  display_name = "Function ${var.name}"
  description  = substr(var.function.purpose, 0, 256)
}

resource "google_cloudfunctions2_function" "this" {
  project     = var.project
  location    = var.region
  name        = var.function.service
  description = var.function.purpose

  build_config {
    runtime           = var.runtime
    entry_point       = var.package.entry_point
    docker_repository = var.repository
    service_account   = var.builder

    source {
      storage_source {
        bucket     = var.package.bucket
        object     = var.package.object
        generation = var.package.generation
      }
    }
  }

  service_config {
    service_account_email            = google_service_account.this.email
    available_cpu                    = tostring(var.function.cpu)
    available_memory                 = "${var.function.memory_mb}Mi"
    max_instance_request_concurrency = var.function.concurrency
    min_instance_count               = var.function.min_instances
    max_instance_count               = var.function.max_instances
    timeout_seconds                  = var.function.timeout_seconds
    all_traffic_on_latest_revision   = true
    # Past the load balancer a caller would write his own origin (docs/security.md).
    ingress_settings = length(var.function.routes) > 0 ? "ALLOW_INTERNAL_AND_GCLB" : "ALLOW_INTERNAL_ONLY"

    # One process, as many threads as requests at a time (docs/decisions/0006).
    environment_variables = merge(var.variables, {
      THREADS          = tostring(var.function.concurrency)
      WORKERS          = "1"
      LOG_EXECUTION_ID = "false"
    }, local.own_variables)

    dynamic "secret_volumes" {
      for_each = var.secrets
      content {
        project_id = var.project
        secret     = secret_volumes.value
        mount_path = "/secrets/${secret_volumes.value}"

        versions {
          version = "latest"
          path    = "value"
        }
      }
    }
  }

  # Not before it may read its secrets: an instance builds all its ports at start.
  depends_on = [
    google_kms_crypto_key_iam_member.lister,
    google_kms_crypto_key_iam_member.signer,
    google_project_iam_member.store,
    google_secret_manager_secret_iam_member.reader,
  ]
}

locals {
  member = "serviceAccount:${google_service_account.this.email}"
  invokers = merge(
    length(var.function.routes) > 0 ? { everybody = "allUsers" } : {},
    var.function.listens ? { push = var.push_member } : {},
  )
  # Keyless: the function signs by its own identity, as whom the administrator has let it act (domain-wide delegation).
  signs = anytrue([for use in var.function.uses : contains(var.signing_uses, use)])
  own_variables = local.signs ? {
    BELAJAR_WORKSPACE_SERVICE_ACCOUNT = google_service_account.this.email
    BELAJAR_STORAGE_SERVICE_ACCOUNT   = google_service_account.this.email
  } : {}
}

resource "google_cloud_run_v2_service_iam_member" "invoker" {
  for_each = local.invokers
  project  = var.project
  location = var.region
  name     = google_cloudfunctions2_function.this.name
  role     = "roles/run.invoker"
  member   = each.value
}
