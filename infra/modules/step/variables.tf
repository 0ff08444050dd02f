variable "buckets" {
  description = "Names of buckets by their name in the topology."
  type        = map(string)
}

variable "builder" {
  description = "Id of the service account that builds."
  type        = string
}

variable "database" {
  description = "projects/P/databases/D"
  type        = string
}

variable "function" {
  description = "The function as module topology gives it."
  type = object({
    purpose         = string
    service         = string
    uses            = list(string)
    publishes       = list(string)
    buckets         = map(string)
    routes          = list(string)
    listens         = bool
    timeout_seconds = number
    concurrency     = number
    min_instances   = number
    max_instances   = number
    cpu             = number
    memory_mb       = number
  })
}

variable "mac_key" {
  description = "Id of the MAC key."
  type        = string
}

variable "name" {
  description = "Name in the topology."
  type        = string
}

variable "package" {
  description = "Where the archive lies."
  type = object({
    bucket      = string
    object      = string
    generation  = string
    entry_point = string
  })
}

variable "project" {
  description = "Project id."
  type        = string
}

variable "push_member" {
  description = "Member whose token Pub/Sub sends; nobody else may invoke a function that listens."
  type        = string
}

variable "region" {
  description = "Region."
  type        = string
}

variable "repository" {
  description = "Id of the repository of images."
  type        = string
}

variable "runtime" {
  description = "Runtime of Cloud Functions."
  type        = string
}

variable "secrets" {
  description = "Ids of secrets to mount as /secrets/<id>/value."
  type        = set(string)
}

variable "signing_uses" {
  description = "Uses for which a function signs as itself."
  type        = list(string)
}

variable "topics" {
  description = "Ids of topics by name."
  type        = map(string)
}

variable "variables" {
  description = "Environment."
  type        = map(string)
}
