output "subscription" {
  description = "Name of the pull subscription."
  value       = google_pubsub_subscription.this.name
}

output "topic" {
  description = "Id; only once Pub/Sub may publish to it."
  value       = google_pubsub_topic.this.id
  depends_on  = [google_pubsub_topic_iam_member.pubsub_publishes]
}
