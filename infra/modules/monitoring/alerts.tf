# Each alert is called like the page that says what to do: docs/runbooks/<name>.md.

locals {
  _outcomes = "resource.type = \"cloud_run_revision\" AND metric.type = \"logging.googleapis.com/user/${google_logging_metric.outcomes.name}\""
  _user     = "resource.type = \"cloud_run_revision\" AND metric.type = \"logging.googleapis.com/user"

  # `above` within `minutes` raises the alert; `sums` adds up a counter, a gauge is looked at as it is.
  alerts = {
    dead-letters = {
      title   = "Messages were given up"
      filter  = "resource.type = \"pubsub_subscription\" AND resource.labels.subscription_id = \"${var.dead_letters}\" AND metric.type = \"pubsub.googleapis.com/subscription/num_undelivered_messages\""
      above   = 0
      minutes = 5
      sums    = false
      urgent  = true
    }
    directory-quota = {
      title   = "Workspace asks to slow down, for long"
      filter  = "${local._outcomes} AND metric.labels.reason = \"directory_rate_limited\""
      above   = 600
      minutes = 60
      sums    = true
      urgent  = false
    }
    workspace-down = {
      title   = "Workspace does not do what it is asked"
      filter  = "${local._outcomes} AND metric.labels.reason = one_of(\"directory_blocked\", \"directory_delayed\", \"outcome_unknown\")"
      above   = 20
      minutes = 10
      sums    = true
      urgent  = true
    }
    mail-bouncing = {
      title   = "Mail comes back or is not taken"
      filter  = "${local._outcomes} AND metric.labels.reason = one_of(\"mailbox_refused\", \"mail_unavailable\")"
      above   = 50
      minutes = 30
      sums    = true
      urgent  = false
    }
    key-disabled = {
      title   = "The key of passwords and codes cannot be used"
      filter  = "${local._outcomes} AND metric.labels.reason = \"keys_unavailable\""
      above   = 2
      minutes = 5
      sums    = true
      urgent  = true
    }
    sms-failing = {
      title   = "The SMS gateway takes nothing"
      filter  = "${local._outcomes} AND metric.labels.reason = \"text_unavailable\""
      above   = 10
      minutes = 10
      sums    = true
      urgent  = true
    }
    stuck-import = {
      title   = "An import needs a person"
      filter  = "${local._user}/${google_logging_metric.stuck_imports.name}\""
      above   = 0
      minutes = 5
      sums    = true
      urgent  = false
    }
    breach = {
      title   = "A person has read what only functions read: the clock of 72 hours may be running"
      filter  = "metric.type = \"logging.googleapis.com/user/${google_logging_metric.odd_access.name}\""
      above   = 0
      minutes = 1
      sums    = true
      urgent  = true
    }
  }
}

resource "google_monitoring_notification_channel" "email" {
  for_each     = var.emails
  project      = var.project
  display_name = each.value
  type         = "email"
  labels       = { email_address = each.value }
}

locals {
  channels = [for channel in google_monitoring_notification_channel.email : channel.id]
}

resource "google_monitoring_alert_policy" "this" {
  for_each              = local.alerts
  project               = var.project
  display_name          = each.key
  combiner              = "OR"
  severity              = each.value.urgent ? "CRITICAL" : "WARNING"
  notification_channels = local.channels

  conditions {
    display_name = each.value.title

    condition_threshold {
      filter          = each.value.filter
      comparison      = "COMPARISON_GT"
      threshold_value = each.value.above
      duration        = "0s"

      aggregations {
        alignment_period     = "${each.value.minutes * 60}s"
        per_series_aligner   = each.value.sums ? "ALIGN_DELTA" : "ALIGN_MAX"
        cross_series_reducer = "REDUCE_SUM"
      }
    }
  }

  documentation {
    subject   = each.value.title
    mime_type = "text/markdown"
    content   = "What to do: ${var.runbooks}/${each.key}.md"
  }
}

# The sweeper answers every minute; ten without an answer: the schedule, the function or the delivery is broken.
resource "google_monitoring_alert_policy" "scheduler_silent" {
  project               = var.project
  display_name          = "scheduler-silent"
  combiner              = "OR"
  severity              = "CRITICAL"
  notification_channels = local.channels

  conditions {
    display_name = "The sweeper has not run"

    condition_absent {
      filter   = "${local._outcomes} AND metric.labels.function = \"sweeper\""
      duration = "600s"

      aggregations {
        alignment_period     = "60s"
        per_series_aligner   = "ALIGN_DELTA"
        cross_series_reducer = "REDUCE_SUM"
      }
    }
  }

  documentation {
    subject   = "Schedules are silent"
    mime_type = "text/markdown"
    content   = "What to do: ${var.runbooks}/scheduler-silent.md"
  }
}

# Ten times faster than the objective allows, for an hour.
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
