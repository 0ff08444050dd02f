# Who listens to one topic: a push subscription of our own per function (docs/decisions/0001).

resource "google_pubsub_subscription" "this" {
  for_each                   = var.listeners
  project                    = var.project
  name                       = "${var.topic}.${each.key}"
  topic                      = var.topic_id
  ack_deadline_seconds       = var.times.ack_deadline_seconds
  message_retention_duration = "${var.times.retention_days * 86400}s"

  # Never: Pub/Sub removes a subscription without traffic after 31 days, and some events are rare.
  expiration_policy {
    ttl = ""
  }

  push_config {
    push_endpoint = each.value

    oidc_token {
      service_account_email = var.push_account
      audience              = each.value
    }
  }

  retry_policy {
    minimum_backoff = "${var.times.min_backoff_seconds}s"
    maximum_backoff = "${var.times.max_backoff_seconds}s"
  }

  dead_letter_policy {
    dead_letter_topic     = var.dead_letter_topic
    max_delivery_attempts = var.times.max_delivery_attempts
  }
}

# The twin of module dead_letters' grant: it acknowledges here what it has put there.
resource "google_pubsub_subscription_iam_member" "pubsub_acknowledges" {
  for_each     = google_pubsub_subscription.this
  project      = var.project
  subscription = each.value.name
  role         = "roles/pubsub.subscriber"
  member       = var.pubsub_account
}
