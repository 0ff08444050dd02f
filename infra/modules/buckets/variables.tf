variable "buckets" {
  description = "As in the topology."
  type        = map(object({ notifies = optional(string), prefix = string, retention_days = number }))
}

variable "project" {
  description = "Project id; names of buckets begin with it."
  type        = string
}

variable "region" {
  description = "Region."
  type        = string
}

variable "roster_senders" {
  description = "Members who may bring register files."
  type        = set(string)
}

variable "site_origins" {
  description = "Origins of the site's pages."
  type        = list(string)
}

variable "topics" {
  description = "Ids of topics by name, to which Cloud Storage may publish."
  type        = map(string)
}

variable "uploads_from_site" {
  description = "Buckets to which browsers upload."
  type        = list(string)
  default     = ["letters"]
}
