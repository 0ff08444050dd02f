# What is turned away before a function is started for it. Coarse on purpose: a school sits behind one address, and the
# fine limits (docs/policies.md) are counted by the functions.

locals {
  # Whoever chooses a password may choose one that looks like an attack.
  _no_password = "!request.path.endsWith('/sandi')"

  attacks = {
    "1010" = { expression = "${local._no_password} && evaluatePreconfiguredWaf('protocolattack-v33-stable', {'sensitivity': 1})", what = "Split and smuggled requests" }
    "1020" = { expression = "${local._no_password} && evaluatePreconfiguredWaf('scannerdetection-v33-stable', {'sensitivity': 1})", what = "Scanners" }
    "1030" = { expression = "${local._no_password} && evaluatePreconfiguredWaf('rce-v33-stable', {'sensitivity': 1})", what = "Commands of a shell" }
    "1040" = { expression = "${local._no_password} && evaluatePreconfiguredWaf('lfi-v33-stable', {'sensitivity': 1})", what = "Paths to files" }
    "1050" = { expression = "request.method != 'GET' && request.method != 'POST' && request.method != 'OPTIONS'", what = "Methods that no path has" }
  }
}

resource "google_compute_security_policy" "this" {
  project     = var.project
  name        = "site"
  type        = "CLOUD_ARMOR"
  description = "Before every function with routes"

  rule {
    action      = "deny(403)"
    priority    = 1000
    description = "Known holes, Log4j2 among them"

    match {
      expr {
        expression = "evaluatePreconfiguredWaf('cve-canary')"
      }
    }
  }

  # 502, as a function would answer that is away: the pages say that the service cannot be reached.
  dynamic "rule" {
    for_each = var.closed == null ? [] : [var.closed]
    content {
      action      = "deny(502)"
      priority    = 900
      description = "Closed for a while"

      match {
        expr {
          expression = rule.value
        }
      }
    }
  }

  dynamic "rule" {
    for_each = local.attacks
    content {
      action      = "deny(403)"
      priority    = rule.key
      description = rule.value.what
      preview     = var.preview_attack_rules

      match {
        expr {
          expression = rule.value.expression
        }
      }
    }
  }

  dynamic "rule" {
    for_each = var.limits
    content {
      action      = "throttle"
      priority    = rule.value.priority
      description = "${rule.key}: ${rule.value.per_minute} a minute from one address"

      match {
        versioned_expr = rule.value.expression == null ? "SRC_IPS_V1" : null

        dynamic "expr" {
          for_each = rule.value.expression == null ? [] : [rule.value.expression]
          content {
            expression = expr.value
          }
        }

        dynamic "config" {
          for_each = rule.value.expression == null ? ["everybody"] : []
          content {
            src_ip_ranges = ["*"]
          }
        }
      }

      rate_limit_options {
        conform_action = "allow"
        exceed_action  = "deny(429)"
        enforce_on_key = "IP"

        rate_limit_threshold {
          count        = rule.value.per_minute
          interval_sec = 60
        }
      }
    }
  }

  rule {
    action      = "allow"
    priority    = 2147483647
    description = "Everything else"

    match {
      versioned_expr = "SRC_IPS_V1"

      config {
        src_ip_ranges = ["*"]
      }
    }
  }

  adaptive_protection_config {
    layer_7_ddos_defense_config {
      enable = true
    }
  }

  # Bodies hold names and birth dates: they are looked into, and not written down.
  advanced_options_config {
    json_parsing = "STANDARD"
    log_level    = "NORMAL"
  }
}
