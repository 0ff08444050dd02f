variable "closed" {
  description = "What is turned away for a while, in Cloud Armor's language; null = nothing."
  type        = string
  default     = null
}

variable "domains" {
  description = "Domains of the site."
  type        = list(string)
}

variable "limits" {
  description = "Requests of one address a minute, by name; `expression` in Cloud Armor's language, none = every request; small priorities first."
  type        = map(object({ priority = number, expression = optional(string), per_minute = number }))
}

variable "log_sample_rate" {
  description = "Part of the requests that the load balancer writes down: addresses of origin, no bodies, no tokens (logs.tf)."
  type        = number
}

variable "paths" {
  description = "Path templates in the order in which they are tried."
  type        = list(object({ template = string, function = string }))
}

variable "preview_attack_rules" {
  description = "Only write down what the attack rules would turn away."
  type        = bool
}

variable "project" {
  description = "Project id."
  type        = string
}

variable "region" {
  description = "Region of the functions."
  type        = string
}

variable "services" {
  description = "Names of Cloud Run services by function, of those with routes."
  type        = map(string)
}

variable "site_backend" {
  description = "Backend of the site's pages."
  type        = string
}

variable "site_origins" {
  description = "Origins whose pages may call."
  type        = list(string)
}
