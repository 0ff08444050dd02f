variable "project" {
  description = "Project id."
  type        = string
}

variable "region" {
  description = "Region."
  type        = string
}

variable "schedules" {
  description = "By name, as module topology gives them."
  type        = map(object({ cron = string, topic = string, type = string }))
}

variable "topics" {
  description = "Ids of topics by name."
  type        = map(string)
}
