# Ticks: the words are the same every time, type and nothing else; the minute tells them apart.

resource "google_cloud_scheduler_job" "this" {
  for_each  = var.schedules
  project   = var.project
  region    = var.region
  name      = each.key
  schedule  = each.value.cron
  time_zone = "Asia/Jakarta"

  pubsub_target {
    topic_name = var.topics[each.value.topic]
    data       = base64encode("{}")
    attributes = { ce-type = each.value.type }
  }

  retry_config {
    retry_count = 3
  }
}
