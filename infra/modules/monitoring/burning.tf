# Promises (objectives.tf) that are being broken: ten times faster than allowed, for an hour.

resource "google_monitoring_alert_policy" "lookup" {
  project               = var.project
  display_name          = "lookup-slow-or-failing"
  combiner              = "OR"
  severity              = "CRITICAL"
  notification_channels = local.channels

  dynamic "conditions" {
    for_each = { availability = google_monitoring_slo.lookup_availability.id, latency = google_monitoring_slo.lookup_latency.id }
    content {
      display_name = "Look-up: ${conditions.key}"

      condition_threshold {
        filter          = "select_slo_burn_rate(\"${conditions.value}\", \"3600s\")"
        comparison      = "COMPARISON_GT"
        threshold_value = 10
        duration        = "0s"
      }
    }
  }

  documentation {
    subject   = "The look-up is slow or fails"
    mime_type = "text/markdown"
    content   = "What to do: ${var.runbooks}/lookup-slow-or-failing.md"
  }
}

# Somebody waits for a code, a mail, an account, and no step takes care of it: the only sign of pushes that never arrive.
resource "google_monitoring_alert_policy" "waits" {
  project               = var.project
  display_name          = "slow-delivery"
  combiner              = "OR"
  severity              = "CRITICAL"
  notification_channels = local.channels

  dynamic "conditions" {
    for_each = google_monitoring_slo.waits
    content {
      display_name = local.waits[conditions.key].title

      condition_threshold {
        filter          = "select_slo_burn_rate(\"${conditions.value.id}\", \"3600s\")"
        comparison      = "COMPARISON_GT"
        threshold_value = 10
        duration        = "0s"
      }
    }
  }

  documentation {
    subject   = "People wait longer than promised"
    mime_type = "text/markdown"
    content   = "What to do: ${var.runbooks}/slow-delivery.md"
  }
}
