# Addresses that hold a token or an id that opens something are not kept in logs: neither the load balancer's, which for
# pages cannot be switched off, nor Cloud Run's. What happened there, the functions' own lines tell.

locals {
  # Page of a request, page "bukan saya", resets, and the paths of the service behind them.
  secret_addresses = "^https?://[^/]+(/v1)?/(pengajuan|bukan-saya|reset)/"
}

resource "google_logging_project_exclusion" "secret_addresses" {
  project     = var.project
  name        = "secret-addresses"
  description = "Requests whose address holds a token"
  filter      = "httpRequest.requestUrl=~\"${local.secret_addresses}\""
}
