variable "billing_account" {
  description = "Id of the billing account."
  type        = string
}

variable "channels" {
  description = "Notification channels."
  type        = list(string)
}

variable "currency" {
  description = "Currency of the billing account."
  type        = string
}

variable "monthly_amount" {
  description = "Planned cost of a month."
  type        = number
}

variable "project" {
  description = "Project id."
  type        = string
}

variable "project_number" {
  description = "Number of the project."
  type        = string
}
