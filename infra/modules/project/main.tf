# What a project needs before anything else, and who is heard when somebody looks at what only functions should read.

locals {
  services = toset([
    "artifactregistry", "billingbudgets", "cloudbuild", "cloudfunctions", "cloudkms", "cloudresourcemanager",
    "cloudscheduler", "compute", "firestore", "iam", "iamcredentials", "logging", "monitoring", "pubsub", "run",
    "secretmanager", "serviceusage", "storage",
  ])
  # Google Workspace's own interfaces, called in the name of an administrator or of a mailbox.
  workspace_services = toset(["admin", "gmail"])

  # Firestore and Cloud KMS: audit.tf of the root, which knows the functions.
  audited = {
    "secretmanager.googleapis.com"  = ["DATA_READ", "DATA_WRITE"]
    "storage.googleapis.com"        = ["DATA_READ", "DATA_WRITE"]
    "iamcredentials.googleapis.com" = ["DATA_READ"]
  }
}

resource "google_project_service" "this" {
  for_each           = setunion(local.services, local.workspace_services)
  project            = var.project
  service            = "${each.value}.googleapis.com"
  disable_on_destroy = false
}

resource "google_project_iam_audit_config" "this" {
  for_each = local.audited
  project  = var.project
  service  = each.key

  dynamic "audit_log_config" {
    for_each = each.value
    content {
      log_type = audit_log_config.value
    }
  }
}
