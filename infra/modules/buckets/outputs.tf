output "names" {
  description = "Names of buckets by their name in the topology."
  value       = { for name, bucket in google_storage_bucket.this : name => bucket.name }
}
