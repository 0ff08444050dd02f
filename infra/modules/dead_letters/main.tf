# Where every subscription gives up to. A topic without a subscription would lose what it takes.

resource "google_pubsub_topic" "this" {
  project = var.project
  name    = "dead-letters"

  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }
}

resource "google_pubsub_subscription" "this" {
  project                    = var.project
  name                       = "dead-letters"
  topic                      = google_pubsub_topic.this.id
  ack_deadline_seconds       = 600
  message_retention_duration = "2678400s" # 31 days, the longest there is
  retain_acked_messages      = false

  expiration_policy {
    ttl = ""
  }
}

# Without this grant and its twin on each subscription, dead letters are silently not made.
resource "google_pubsub_topic_iam_member" "pubsub_publishes" {
  project = var.project
  topic   = google_pubsub_topic.this.name
  role    = "roles/pubsub.publisher"
  member  = var.pubsub_account
}
