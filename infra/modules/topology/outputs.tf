output "buckets" {
  description = "By name, as in the file."
  value       = { for name, own in local._raw.buckets : name => merge({ notifies = null, prefix = "" }, own) }
}

output "deliveries" {
  description = "Subscriptions by `<topic>.<function>`, with topic, function and the times of both."
  value       = local.deliveries
}

output "fields" {
  description = "Firestore fields that differ from the automatic single-field index, by `<collection>.<field>`."
  value       = local.fields
}

output "functions" {
  description = "By name, with defaults, the name of the service, topics spelled out, and whether it listens."
  value       = local.functions
}

output "indexes" {
  description = "Composite indexes by `<collection>.<fields>`."
  value       = local.indexes
}

output "paths" {
  description = "Path templates of the load balancer in the order in which they are tried."
  value       = local.paths
}

output "schedules" {
  description = "By name, with the type of the event that is published."
  value       = local.schedules
}

output "topics" {
  description = "By name, with defaults."
  value       = local.topics
}
