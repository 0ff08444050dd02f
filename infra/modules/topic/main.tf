# One topic. Apart from its subscriptions, because functions stand between: they publish to topics and are pushed to.

resource "google_pubsub_topic" "this" {
  project = var.project
  name    = var.topic

  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }
}

# Cloud Storage tells of new objects in its own name.
resource "google_pubsub_topic_iam_member" "storage_publishes" {
  for_each = toset(var.foreign == "storage-notification" ? ["storage"] : [])
  project  = var.project
  topic    = google_pubsub_topic.this.name
  role     = "roles/pubsub.publisher"
  member   = var.storage_account
}
