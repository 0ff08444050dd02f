output "ids" {
  description = "Ids by name, once they exist."
  value       = { for name, secret in google_secret_manager_secret.this : name => secret.secret_id }
}
