# People who read or write documents, or sign with the key, are written down; functions are not: a line for each read of
# a national import would cost more than it tells.

locals {
  audited_people = {
    # Firestore's own name in this place; its lines carry firestore.googleapis.com.
    "datastore.googleapis.com" = ["DATA_READ", "DATA_WRITE"]
    "cloudkms.googleapis.com"  = ["DATA_READ"]
  }
}

resource "google_project_iam_audit_config" "people" {
  for_each = local.audited_people
  project  = var.project
  service  = each.key

  dynamic "audit_log_config" {
    for_each = each.value
    content {
      log_type         = audit_log_config.value
      exempted_members = [for step in module.step : step.member]
    }
  }
}
