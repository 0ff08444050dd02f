variable "names" {
  description = "Ids of secrets."
  type        = set(string)
}

variable "project" {
  description = "Project id."
  type        = string
}

variable "region" {
  description = "The only region in which values are kept."
  type        = string
}
