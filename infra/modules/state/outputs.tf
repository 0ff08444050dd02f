output "database" {
  description = "projects/P/databases/D"
  value       = google_firestore_database.this.id
}
