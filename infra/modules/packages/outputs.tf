output "builder" {
  description = "Service account that builds; only once it may."
  value       = google_service_account.builder.id
  depends_on = [
    google_artifact_registry_repository_iam_member.builder,
    google_project_iam_member.builder_logs,
    google_project_iam_member.builder_sources,
    google_storage_bucket_iam_member.builder,
  ]
}

output "packages" {
  description = "By function: bucket, object, its generation, entry point."
  value = {
    for name, own in local.manifest : name => {
      bucket      = google_storage_bucket.packages.name
      object      = google_storage_bucket_object.package[name].name
      generation  = google_storage_bucket_object.package[name].generation
      entry_point = own.entry_point
    }
  }
}

output "repository" {
  description = "Repository of images."
  value       = google_artifact_registry_repository.images.id
}
