variable "project" {
  description = "Project id."
  type        = string
}

variable "pubsub_account" {
  description = "Member: Pub/Sub's own account."
  type        = string
}

variable "region" {
  description = "The only region in which messages are kept."
  type        = string
}
