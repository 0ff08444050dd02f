output "services" {
  description = "Enabled services; whoever needs one depends on this."
  value       = [for service in google_project_service.this : service.service]
}
