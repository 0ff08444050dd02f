variable "project" {
  description = "Project id."
  type        = string
}

variable "protection_level" {
  description = "SOFTWARE or HSM; HSM costs more for each signature."
  type        = string

  validation {
    condition     = contains(["SOFTWARE", "HSM"], var.protection_level)
    error_message = "SOFTWARE or HSM."
  }
}

variable "region" {
  description = "Region."
  type        = string
}
