# Each alert is called like the page that says what to do: docs/runbooks/<name>.md. More of them: access.tf, burning.tf.

locals {
  _outcomes = "resource.type = \"cloud_run_revision\" AND metric.type = \"logging.googleapis.com/user/${google_logging_metric.outcomes.name}\""
  _user     = "resource.type = \"cloud_run_revision\" AND metric.type = \"logging.googleapis.com/user"

  # More than `above` lines with one of these words within `minutes`.
  by_reason = {
    directory-quota = {
      title   = "Workspace asks to slow down, for long"
      reasons = ["directory_rate_limited"]
      above   = 600
      minutes = 60
      urgent  = false
    }
    workspace-down = {
      title   = "Workspace does not do what it is asked"
      reasons = ["directory_blocked", "directory_delayed", "outcome_unknown"]
      above   = 20
      minutes = 10
      urgent  = true
    }
    mail-bouncing = {
      title   = "Mail comes back or is not taken"
      reasons = ["mailbox_refused", "mail_unavailable"]
      above   = 50
      minutes = 30
      urgent  = false
    }
    key-disabled = {
      title   = "The key of passwords and codes cannot be used"
      reasons = ["keys_unavailable"]
      above   = 2
      minutes = 5
      urgent  = true
    }
    sms-failing = {
      title   = "The SMS gateway takes nothing"
      reasons = ["text_unavailable"]
      above   = 10
      minutes = 10
      urgent  = true
    }
  }

  # `sums` adds up a counter, a gauge is looked at as it is.
  by_number = {
    dead-letters = {
      title   = "Messages were given up"
      filters = { all = "resource.type = \"pubsub_subscription\" AND resource.labels.subscription_id = \"${var.dead_letters}\" AND metric.type = \"pubsub.googleapis.com/subscription/num_undelivered_messages\"" }
      above   = 0
      minutes = 5
      sums    = false
      urgent  = true
    }
    function-errors = {
      title   = "A function has met what it cannot mend"
      filters = { all = "${local._user}/${google_logging_metric.errors.name}\"" }
      above   = 0
      minutes = 10
      sums    = true
      urgent  = false
    }
    stuck-import = {
      title   = "An import needs a person"
      filters = { all = "${local._user}/${google_logging_metric.stuck_imports.name}\"" }
      above   = 0
      minutes = 5
      sums    = true
      urgent  = false
    }
  }

  # A request's line has the word in `outcome` and no `reason` (belajar/runtime/http.py).
  alerts = merge(local.by_number, {
    for name, own in local.by_reason : name => {
      title = own.title
      filters = {
        for label in ["reason", "outcome"] : label => "${local._outcomes} AND metric.labels.${label} = one_of(\"${join("\", \"", own.reasons)}\")"
      }
      above   = own.above
      minutes = own.minutes
      sums    = true
      urgent  = own.urgent
    }
  })
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

  dynamic "conditions" {
    for_each = each.value.filters
    content {
      display_name = each.value.title

      condition_threshold {
        filter          = conditions.value
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
