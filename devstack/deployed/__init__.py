"""What a project has, read from Google or from Terraform, beside what infra/topology.yaml says it should have."""
