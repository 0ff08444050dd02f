variable "project" {
  description = "Project id."
  type        = string
}

variable "region" {
  description = "Region of the bucket."
  type        = string
}
