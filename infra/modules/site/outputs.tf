output "backend" {
  description = "Backend of the load balancer."
  value       = google_compute_backend_bucket.site.id
}

output "bucket" {
  description = "Where the pages are uploaded."
  value       = google_storage_bucket.site.name
}
