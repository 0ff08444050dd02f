variable "manifest" {
  description = "Path of packages.json: {function: {file, sha256, entry_point}}; archives lie beside it."
  type        = string
}

variable "project" {
  description = "Project id."
  type        = string
}

variable "project_number" {
  description = "Number of the project, which is part of the names of Google's own buckets and accounts."
  type        = string
}

variable "region" {
  description = "Region of bucket and images."
  type        = string
}
