output "id" {
  description = "Id; only once Cloud Storage may publish to it, where it does: it refuses to notify before."
  value       = google_pubsub_topic.this.id
  depends_on  = [google_pubsub_topic_iam_member.storage_publishes]
}
