variable "path" {
  description = "topology.yaml"
  type        = string
}
