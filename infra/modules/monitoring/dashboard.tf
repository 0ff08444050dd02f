# One page that shows whether all is well.

locals {
  charts = {
    "Outcomes by function"        = { filter = local._outcomes, aligner = "ALIGN_RATE", by = "metric.label.function" }
    "Reasons"                     = { filter = local._outcomes, aligner = "ALIGN_RATE", by = "metric.label.reason" }
    "Requests by service"         = { filter = "resource.type = \"cloud_run_revision\" AND metric.type = \"run.googleapis.com/request_count\"", aligner = "ALIGN_RATE", by = "resource.label.service_name" }
    "Slowest 5 % in ms"           = { filter = "resource.type = \"cloud_run_revision\" AND metric.type = \"run.googleapis.com/request_latencies\"", aligner = "ALIGN_PERCENTILE_95", by = "resource.label.service_name" }
    "Oldest waiting message in s" = { filter = "resource.type = \"pubsub_subscription\" AND metric.type = \"pubsub.googleapis.com/subscription/oldest_unacked_message_age\"", aligner = "ALIGN_MAX", by = "resource.label.subscription_id" }
    "Dead letters"                = { filter = local.alerts.dead-letters.filters.all, aligner = "ALIGN_MAX", by = "resource.label.subscription_id" }
  }
}

resource "google_monitoring_dashboard" "this" {
  project = var.project
  dashboard_json = jsonencode({
    displayName = "Accounts"
    gridLayout = {
      columns = "2"
      widgets = [
        for title, chart in local.charts : {
          title = title
          xyChart = {
            dataSets = [{
              plotType = "LINE"
              timeSeriesQuery = {
                timeSeriesFilter = {
                  filter = chart.filter
                  aggregation = {
                    alignmentPeriod    = "300s"
                    perSeriesAligner   = chart.aligner
                    crossSeriesReducer = chart.aligner == "ALIGN_RATE" ? "REDUCE_SUM" : "REDUCE_MAX"
                    groupByFields      = [chart.by]
                  }
                }
              }
            }]
          }
        }
      ]
    }
  })
}
