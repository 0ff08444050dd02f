variable "alert_emails" {
  description = "Who is told when something needs a person."
  type        = set(string)
}

variable "backup_days" {
  description = "How long a daily backup is kept; what is erased lives on in it for as long."
  type        = number
  default     = 14
}

variable "billing_account" {
  description = "Id of the billing account that the budget watches."
  type        = string
}

variable "budget" {
  description = "Planned cost of a month."
  type        = object({ currency = string, monthly_amount = number })
}

variable "closed" {
  description = "Requests that the load balancer turns away for a while, in Cloud Armor's language: docs/runbooks/code-guessing.md."
  type        = string
  default     = null
}

variable "database" {
  description = "Name of the Firestore database."
  type        = string
  default     = "(default)"
}

variable "domains" {
  description = "Domains of the site; the first one is the address in mails."
  type        = list(string)

  validation {
    condition     = length(var.domains) > 0
    error_message = "At least one domain."
  }
}

variable "identity_audience" {
  description = "OAuth client id with which staff sign in."
  type        = string
}

variable "key_protection_level" {
  description = "SOFTWARE or HSM, for the MAC key; cannot be changed later for versions that exist."
  type        = string
  default     = "SOFTWARE"
}

variable "limits" {
  description = "Requests of one address a minute before the load balancer turns it away; small priorities first."
  type        = map(object({ priority = number, expression = optional(string), per_minute = number }))
  default = {
    # A school's computer room is one address, and a province's network may be: the fine limits are the functions'.
    messages = {
      priority   = 2000
      expression = "request.path.matches('/kirim-ulang$|/kirim-detail$|^/v1/reset$')"
      per_minute = 120
    }
    all = { priority = 2010, per_minute = 600 }
  }
}

variable "log_sample_rate" {
  description = "Part of the requests that the load balancer writes down."
  type        = number
  default     = 0.1
}

variable "mail" {
  description = "How mail leaves: by smtp (host, port, user) or gmail."
  type = object({
    adapter   = string
    from      = string
    smtp_host = optional(string, "")
    smtp_port = optional(number, 587)
    smtp_user = optional(string, "")
  })

  validation {
    condition     = var.mail.adapter == "gmail" || (var.mail.adapter == "smtp" && var.mail.smtp_host != "" && var.mail.smtp_user != "")
    error_message = "gmail, or smtp with host and user."
  }
}

variable "objectives" {
  description = "What the service promises: parts of 1 in 28 days, and what counts as good."
  type = object({
    lookup_available = number
    lookup_in_time   = number
    lookup_ms        = number
    account_seconds  = number
    message_seconds  = number
    waits_in_time    = number
  })
  default = {
    lookup_available = 0.999
    lookup_in_time   = 0.95
    lookup_ms        = 1000
    account_seconds  = 86400
    message_seconds  = 120
    waits_in_time    = 0.99
  }
}

variable "operations_email" {
  description = "Address of operations, in mails and for reports of weaknesses."
  type        = string
}

variable "packages_manifest" {
  description = "packages.json of `python -m tools.package`."
  type        = string
  default     = "../dist/packages.json"
}

variable "preview_attack_rules" {
  description = "Only write down what the attack rules would turn away: to try them before they bite."
  type        = bool
  default     = false
}

variable "project" {
  description = "Project id: an existing, empty project with billing."
  type        = string
}

variable "region" {
  description = "Region of everything that has one: Jakarta."
  type        = string
  default     = "asia-southeast2"
}

variable "roster_senders" {
  description = "Members who may bring register files, as `user:...`, `group:...`, `serviceAccount:...`."
  type        = set(string)
  default     = []
}

variable "rotation" {
  description = "Any other value starts every function anew that mounts a secret: docs/rotation.md."
  type        = string
}

variable "runbooks" {
  description = "Address under which docs/runbooks can be read."
  type        = string
}

variable "runtime" {
  description = "Runtime of Cloud Functions; the lock holds for Python 3.11 and newer."
  type        = string
  default     = "python313"
}

variable "texter" {
  description = "How SMS leave: http (url of the gateway) or twilio (account, sender)."
  type = object({
    adapter            = string
    url                = optional(string, "")
    twilio_account_sid = optional(string, "")
    twilio_sender      = optional(string, "")
  })

  validation {
    condition = (
      var.texter.adapter == "http" ? var.texter.url != ""
      : var.texter.adapter == "twilio" && var.texter.twilio_account_sid != "" && var.texter.twilio_sender != ""
    )
    error_message = "http with url, or twilio with account and sender."
  }
}

variable "workspace_admin" {
  description = "Administrator of Workspace in whose name users are made."
  type        = string
}
