output "delegation" {
  description = "What an administrator of Workspace enters for a function that signs; null for others."
  value       = local.signs ? { client_id = google_service_account.this.unique_id, function = var.name } : null
}

output "member" {
  description = "The function's identity."
  value       = local.member
}

output "service" {
  description = "Name of the Cloud Run service."
  value       = google_cloudfunctions2_function.this.name
}

output "url" {
  description = "run.app address: the audience of pushes; only once the push identity may invoke it."
  value       = google_cloudfunctions2_function.this.service_config[0].uri
  depends_on  = [google_cloud_run_v2_service_iam_member.invoker]
}
