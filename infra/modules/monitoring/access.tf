# People have no business with secrets, register files and letters, with keys, nor with a copy of the database. An alert
# on the lines themselves: a number made of them would have to name one kind of resource, and these are five.

resource "google_monitoring_alert_policy" "breach" {
  project               = var.project
  display_name          = "breach"
  combiner              = "OR"
  severity              = "CRITICAL"
  notification_channels = local.channels

  conditions {
    display_name = "A person has read what only functions read"

    condition_matched_log {
      filter = join(" ", [
        "logName:\"cloudaudit.googleapis.com\"",
        "AND NOT protoPayload.authenticationInfo.principalEmail=~\"gserviceaccount.com$\"",
        "AND (protoPayload.methodName:\"AccessSecretVersion\"",
        "OR protoPayload.methodName:\"ExportDocuments\"",
        "OR protoPayload.methodName:\"RestoreDatabase\"",
        "OR protoPayload.methodName:\"MacSign\"",
        "OR protoPayload.methodName:\"CreateServiceAccountKey\"",
        "OR (protoPayload.methodName=\"storage.objects.get\" AND resource.labels.bucket_name=~\"-(rosters|letters)$\")",
        "OR protoPayload.methodName:\"GenerateAccessToken\"",
        "OR protoPayload.methodName:\"SignJwt\" OR protoPayload.methodName:\"SignBlob\")",
      ])
    }
  }

  alert_strategy {
    notification_rate_limit {
      period = "300s"
    }
  }

  documentation {
    subject   = "A person has read what only functions read: the clock of 72 hours may be running"
    mime_type = "text/markdown"
    content   = "What to do: ${var.runbooks}/breach.md"
  }
}
