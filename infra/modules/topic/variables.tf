variable "foreign" {
  description = "Who publishes beside our functions: storage-notification, schedule or null."
  type        = string
}

variable "project" {
  description = "Project id."
  type        = string
}

variable "region" {
  description = "The only region in which messages are kept."
  type        = string
}

variable "storage_account" {
  description = "Member: Cloud Storage's own account."
  type        = string
}

variable "topic" {
  description = "Name of the topic."
  type        = string
}
