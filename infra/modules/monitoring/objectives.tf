# What the service promises (SLOs).

locals {
  _lookup = "resource.type=\"cloud_run_revision\" resource.labels.service_name=\"lookup\""
  # How old the oldest message is that nobody has taken care of: what somebody waits at most for this step.
  _age = "metric.type=\"pubsub.googleapis.com/subscription/oldest_unacked_message_age\" resource.type=\"pubsub_subscription\""

  waits = {
    register-to-account = {
      title        = "Register to account"
      subscription = "account-requested-v1.provision"
      seconds      = var.objectives.account_seconds
    }
    code-to-message = {
      title        = "Request of a code to its message"
      subscription = "code-requested-v1.notify"
      seconds      = var.objectives.message_seconds
    }
    # Twice as long: of children who share a phone each waits a minute for the one before.
    reset-to-message = {
      title        = "Request of a new password to its code"
      subscription = "reset-requested-v1.notify"
      seconds      = 2 * var.objectives.message_seconds
    }
    details-to-mail = {
      title        = "Request of the details to the mail"
      subscription = "details-requested-v1.notify"
      seconds      = var.objectives.message_seconds
    }
  }
}

resource "google_monitoring_custom_service" "accounts" {
  project      = var.project
  service_id   = "accounts"
  display_name = "Accounts"
}

resource "google_monitoring_slo" "lookup_availability" {
  project             = var.project
  service             = google_monitoring_custom_service.accounts.service_id
  slo_id              = "lookup-availability"
  display_name        = "Look-up answers"
  goal                = var.objectives.lookup_available
  rolling_period_days = 28

  request_based_sli {
    good_total_ratio {
      total_service_filter = "metric.type=\"run.googleapis.com/request_count\" ${local._lookup}"
      bad_service_filter   = "metric.type=\"run.googleapis.com/request_count\" ${local._lookup} metric.labels.response_code_class=\"5xx\""
    }
  }
}

resource "google_monitoring_slo" "lookup_latency" {
  project             = var.project
  service             = google_monitoring_custom_service.accounts.service_id
  slo_id              = "lookup-latency"
  display_name        = "Look-up answers in time"
  goal                = var.objectives.lookup_in_time
  rolling_period_days = 28

  request_based_sli {
    distribution_cut {
      distribution_filter = "metric.type=\"run.googleapis.com/request_latencies\" ${local._lookup}"

      range {
        max = var.objectives.lookup_ms
      }
    }
  }
}

resource "google_monitoring_slo" "waits" {
  for_each            = local.waits
  project             = var.project
  service             = google_monitoring_custom_service.accounts.service_id
  slo_id              = each.key
  display_name        = each.value.title
  goal                = var.objectives.waits_in_time
  rolling_period_days = 28

  windows_based_sli {
    window_period = "300s"

    metric_mean_in_range {
      time_series = "${local._age} resource.labels.subscription_id=\"${each.value.subscription}\""

      range {
        max = each.value.seconds
      }
    }
  }
}
