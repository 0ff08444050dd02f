# Numbers made of our log lines (belajar/runtime/logs.py): one line for each outcome, ids and words only.

locals {
  of_functions = "resource.type=\"cloud_run_revision\""
}

resource "google_logging_metric" "outcomes" {
  project     = var.project
  name        = "outcomes"
  description = "Lines of functions by function, outcome and reason"
  filter      = "${local.of_functions} AND jsonPayload.function:* AND jsonPayload.outcome:*"

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"

    dynamic "labels" {
      for_each = local.outcome_labels
      content {
        key = labels.value
      }
    }
  }

  label_extractors = { for label in local.outcome_labels : label => "EXTRACT(jsonPayload.${label})" }
}

locals {
  outcome_labels = toset(["function", "outcome", "reason"])
}

resource "google_logging_metric" "stuck_imports" {
  project     = var.project
  name        = "stuck_imports"
  description = "The sweeper has given an import up"
  filter      = "${local.of_functions} AND jsonPayload.message=\"import is stuck for days and needs a person\""

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
  }
}

# People have no business with secrets, register files and letters, nor with a copy of the database.
resource "google_logging_metric" "odd_access" {
  project     = var.project
  name        = "odd_access"
  description = "A person has read what only functions read"
  filter = join(" ", [
    "logName:\"cloudaudit.googleapis.com\"",
    "AND NOT protoPayload.authenticationInfo.principalEmail=~\"gserviceaccount.com$\"",
    "AND (protoPayload.methodName:\"AccessSecretVersion\"",
    "OR protoPayload.methodName:\"ExportDocuments\"",
    "OR protoPayload.methodName:\"RestoreDatabase\"",
    "OR (protoPayload.methodName=\"storage.objects.get\" AND resource.labels.bucket_name=~\"-(rosters|letters)$\")",
    "OR protoPayload.methodName:\"GenerateAccessToken\"",
    "OR protoPayload.methodName:\"SignJwt\" OR protoPayload.methodName:\"SignBlob\")",
  ])

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
  }
}
