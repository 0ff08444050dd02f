variable "backup_days" {
  description = "How long a daily backup is kept; erased data lives on in it for as long."
  type        = number
}

variable "database" {
  description = "Name of the database."
  type        = string
}

variable "fields" {
  description = "Fields that differ from the automatic index."
  type        = map(object({ collection = string, field = string, indexed = bool, ttl = bool }))
}

variable "indexes" {
  description = "Composite indexes, fields in order, all ascending."
  type        = map(object({ collection = string, fields = list(string) }))
}

variable "project" {
  description = "Project id."
  type        = string
}

variable "region" {
  description = "Region."
  type        = string
}
