variable "project" {
  description = "Project id."
  type        = string
}
