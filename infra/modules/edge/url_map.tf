# Paths of the topology go to their functions, everything else is the site.

locals {
  # Pages that links in mails lead to: /<page>/<token>. Fewer than ten, which come before the paths.
  token_pages = ["pengajuan", "bukan-saya"]
}

resource "google_compute_url_map" "site" {
  project         = var.project
  name            = "site"
  default_service = var.site_backend

  host_rule {
    hosts        = var.domains
    path_matcher = "site"
  }

  path_matcher {
    name            = "site"
    default_service = var.site_backend

    # The token stays in the address bar, from where the page reads it: the bucket has one page for all of them.
    dynamic "route_rules" {
      for_each = local.token_pages
      content {
        priority = route_rules.key + 1
        service  = var.site_backend

        match_rules {
          path_template_match = "/${route_rules.value}/*"
        }

        route_action {
          url_rewrite {
            path_template_rewrite = "/${route_rules.value}/index.html"
          }
        }
      }
    }

    dynamic "route_rules" {
      for_each = var.paths
      content {
        # Gaps, so that one path more does not renumber them all at Google's side of the plan.
        priority = (route_rules.key + 1) * 10
        service  = google_compute_backend_service.step[route_rules.value.function].id

        match_rules {
          path_template_match = route_rules.value.template
        }

        route_action {
          # The site and its paths are one origin; this is for pages of the service on other domains.
          cors_policy {
            allow_origins     = var.site_origins
            allow_methods     = ["GET", "POST", "OPTIONS"]
            allow_headers     = ["Authorization", "Content-Type"]
            allow_credentials = false
            max_age           = 3600
          }
        }
      }
    }
  }
}

resource "google_compute_url_map" "redirect" {
  project = var.project
  name    = "to-https"

  default_url_redirect {
    https_redirect         = true
    redirect_response_code = "MOVED_PERMANENTLY_DEFAULT"
    strip_query            = false
  }
}
