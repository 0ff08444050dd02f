variable "project" {
  description = "Project id."
  type        = string
}

variable "pubsub_agent" {
  description = "Member: the service agent of Pub/Sub."
  type        = string
}

variable "region" {
  description = "The only region in which messages are kept."
  type        = string
}
