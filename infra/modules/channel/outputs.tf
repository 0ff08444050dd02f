output "topic" {
  description = "Id of the topic."
  value       = google_pubsub_topic.this.id
}

output "topic_for_notifications" {
  description = "The same, only once Cloud Storage may publish to it: it refuses to notify before."
  value       = google_pubsub_topic.this.id
  depends_on  = [google_pubsub_topic_iam_member.storage_publishes]
}
