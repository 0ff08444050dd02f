"""Findings about infra/: what Terraform would do, held against the topology and the code. An empty list is good."""
