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

# Whatever says ERROR, the instance's own end included. The lines of requests are not ours: 5xx is an objective's matter.
resource "google_logging_metric" "errors" {
  project     = var.project
  name        = "errors"
  description = "Lines of functions that a person should look at"
  filter      = "${local.of_functions} AND severity>=ERROR AND NOT logName:\"run.googleapis.com%2Frequests\""

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
  }
}
