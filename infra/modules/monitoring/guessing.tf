# Somebody tries what is not theirs: codes of very many accounts, or, as a petugas, people out of their reach.

locals {
  # Both at once: more wrong codes than one origin can send (250), and a greater part of all answers than people make.
  wrong_codes = { above = 300, minutes = 10, share = 0.4 }

  guessed = {
    reset         = "${local._outcomes} AND metric.labels.function = \"reset\""
    dinas-request = "${local._outcomes} AND metric.labels.function = \"dinas_request\""
  }
}

resource "google_monitoring_alert_policy" "code_guessing" {
  for_each              = local.guessed
  project               = var.project
  display_name          = "code-guessing ${each.key}"
  combiner              = "AND"
  severity              = "CRITICAL"
  notification_channels = local.channels

  conditions {
    display_name = "More wrong codes than one origin can send"

    condition_threshold {
      filter          = "${each.value} AND metric.labels.outcome = \"kode_salah\""
      comparison      = "COMPARISON_GT"
      threshold_value = local.wrong_codes.above
      duration        = "0s"

      aggregations {
        alignment_period     = "${local.wrong_codes.minutes * 60}s"
        per_series_aligner   = "ALIGN_DELTA"
        cross_series_reducer = "REDUCE_SUM"
      }
    }
  }

  conditions {
    display_name = "A greater part of all answers than people make"

    condition_threshold {
      filter             = "${each.value} AND metric.labels.outcome = \"kode_salah\""
      denominator_filter = each.value
      comparison         = "COMPARISON_GT"
      threshold_value    = local.wrong_codes.share
      duration           = "0s"

      aggregations {
        alignment_period     = "${local.wrong_codes.minutes * 60}s"
        per_series_aligner   = "ALIGN_DELTA"
        cross_series_reducer = "REDUCE_SUM"
      }

      denominator_aggregations {
        alignment_period     = "${local.wrong_codes.minutes * 60}s"
        per_series_aligner   = "ALIGN_DELTA"
        cross_series_reducer = "REDUCE_SUM"
      }
    }
  }

  documentation {
    subject   = "Codes of very many accounts are being guessed"
    mime_type = "text/markdown"
    content   = "What to do: ${var.runbooks}/code-guessing.md"
  }
}

# Only lines of refused petugas have the field; strangers have none, so nobody can make series at will.
resource "google_logging_metric" "staff_refusals" {
  project     = var.project
  name        = "staff_refusals"
  description = "Refused acts by petugas and act"
  filter      = "${local.of_functions} AND jsonPayload.petugas:*"

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"

    labels {
      key = "petugas"
    }

    labels {
      key = "action"
    }
  }

  label_extractors = {
    petugas = "EXTRACT(jsonPayload.petugas)"
    action  = "EXTRACT(jsonPayload.action)"
  }
}

resource "google_monitoring_alert_policy" "staff_refused" {
  project               = var.project
  display_name          = "staff-refused"
  combiner              = "OR"
  severity              = "WARNING"
  notification_channels = local.channels

  conditions {
    display_name = "One petugas is refused again and again"

    condition_threshold {
      filter          = "${local._user}/${google_logging_metric.staff_refusals.name}\""
      comparison      = "COMPARISON_GT"
      threshold_value = 30
      duration        = "0s"

      aggregations {
        alignment_period     = "3600s"
        per_series_aligner   = "ALIGN_DELTA"
        cross_series_reducer = "REDUCE_SUM"
        group_by_fields      = ["metric.label.petugas"]
      }
    }
  }

  documentation {
    subject   = "A petugas may be trying people out"
    mime_type = "text/markdown"
    content   = "What to do: ${var.runbooks}/staff-refused.md"
  }
}
