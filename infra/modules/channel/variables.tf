variable "dead_letter_topic" {
  description = "Id of the topic for what is given up."
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

variable "pubsub_account" {
  description = "Member: Pub/Sub's own account."
  type        = string
}

variable "push_account" {
  description = "Address of the service account as which Pub/Sub pushes."
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

variable "topic_id" {
  description = "Id of the topic."
  type        = string
}
