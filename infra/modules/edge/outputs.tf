output "addresses" {
  description = "For the domain's A and AAAA records."
  value       = { for version, address in google_compute_global_address.this : version => address.address }
}
