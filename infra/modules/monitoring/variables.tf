variable "dead_letters" {
  description = "Name of the subscription of dead letters."
  type        = string
}

variable "emails" {
  description = "Who is told."
  type        = set(string)
}

variable "objectives" {
  description = "Parts of 1 that must be good in 28 days, and what counts as good."
  type = object({
    lookup_available = number
    lookup_in_time   = number
    lookup_ms        = number
    account_seconds  = number
    message_seconds  = number
    waits_in_time    = number
  })
}

variable "project" {
  description = "Project id."
  type        = string
}

variable "runbooks" {
  description = "Address of the folder docs/runbooks, without a slash at its end."
  type        = string
}
