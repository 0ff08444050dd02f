# The only way in: one global load balancer, certificate of the domain, rules of module's protection.tf.

locals {
  versions = toset(["IPV4", "IPV6"])
}

resource "google_compute_region_network_endpoint_group" "step" {
  for_each              = var.services
  project               = var.project
  region                = var.region
  name                  = "step-${each.value}"
  network_endpoint_type = "SERVERLESS"

  cloud_run {
    service = each.value
  }
}

resource "google_compute_backend_service" "step" {
  for_each              = var.services
  project               = var.project
  name                  = "step-${each.value}"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  protocol              = "HTTPS"
  security_policy       = google_compute_security_policy.this.id

  backend {
    group = google_compute_region_network_endpoint_group.step[each.key].id
  }

  log_config {
    enable      = true
    sample_rate = var.log_sample_rate
  }
}

resource "google_compute_managed_ssl_certificate" "this" {
  project = var.project
  # A certificate cannot be changed: another set of domains is another certificate.
  name = "site-${substr(sha256(join(",", sort(var.domains))), 0, 8)}"

  managed {
    domains = var.domains
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "google_compute_ssl_policy" "this" {
  project         = var.project
  name            = "modern"
  profile         = "MODERN"
  min_tls_version = "TLS_1_2"
}

resource "google_compute_target_https_proxy" "this" {
  project          = var.project
  name             = "site"
  url_map          = google_compute_url_map.site.id
  ssl_certificates = [google_compute_managed_ssl_certificate.this.id]
  ssl_policy       = google_compute_ssl_policy.this.id
}

resource "google_compute_target_http_proxy" "redirect" {
  project = var.project
  name    = "to-https"
  url_map = google_compute_url_map.redirect.id
}

resource "google_compute_global_address" "this" {
  for_each   = local.versions
  project    = var.project
  name       = "site-${lower(each.value)}"
  ip_version = each.value
}

resource "google_compute_global_forwarding_rule" "https" {
  for_each              = local.versions
  project               = var.project
  name                  = "https-${lower(each.value)}"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  ip_address            = google_compute_global_address.this[each.key].id
  port_range            = "443"
  target                = google_compute_target_https_proxy.this.id
}

resource "google_compute_global_forwarding_rule" "http" {
  for_each              = local.versions
  project               = var.project
  name                  = "http-${lower(each.value)}"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  ip_address            = google_compute_global_address.this[each.key].id
  port_range            = "80"
  target                = google_compute_target_http_proxy.redirect.id
}
