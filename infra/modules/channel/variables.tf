variable "dead_letter_topic" {
  description = "Id of the topic for what is given up."
  type        = string
}

variable "foreign" {
  description = "Who publishes beside our functions: storage-notification, schedule or null."
  type        = string
}

variable "listeners" {
  description = "Addresses of functions by name."
  type        = map(string)
}

variable "project" {
  description = "Project id."
  type        = string
}

variable "pubsub_agent" {
  description = "Member: the service agent of Pub/Sub."
  type        = string
}

variable "push_account" {
  description = "Address of the service account as which Pub/Sub pushes."
  type        = string
}

variable "region" {
  description = "The only region in which messages are kept."
  type        = string
}

variable "storage_agent" {
  description = "Member: the service agent of Cloud Storage."
  type        = string
}

variable "times" {
  description = "How patient the delivery is; as module topology gives it."
  type = object({
    ack_deadline_seconds  = number
    lease_seconds         = number
    max_backoff_seconds   = number
    max_delivery_attempts = number
    min_backoff_seconds   = number
    retention_days        = number
  })

  validation {
    condition     = var.times.lease_seconds <= var.times.ack_deadline_seconds
    error_message = "A claim must end before Pub/Sub delivers again."
  }
}

variable "topic" {
  description = "Name of the topic."
  type        = string
}
