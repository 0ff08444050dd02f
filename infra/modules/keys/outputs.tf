output "mac_key" {
  description = "projects/P/locations/L/keyRings/R/cryptoKeys/K"
  value       = google_kms_crypto_key.mac.id
}
