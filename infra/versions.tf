terraform {
  required_version = ">= 1.11"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = ">= 7.40, < 9.0"
    }
  }

  # Bucket and prefix: environments/<name>/backend.hcl
  backend "gcs" {}
}

# Billing and some other interfaces ask which project pays for the call itself.
provider "google" {
  project               = var.project
  region                = var.region
  user_project_override = true
  billing_project       = var.project
}
