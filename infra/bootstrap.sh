#!/usr/bin/env bash
# Once for each environment: state bucket, interfaces, secrets with their first values. May be run again: what is there stays.
# Secrets that only we know are made here; those of the mail relay and the SMS gateway are asked for. None is shown,
# written to a file or kept in Terraform's state.
set -euo pipefail
cd "$(dirname "$0")"

environment=${1:?usage: infra/bootstrap.sh dev|staging|prod}
folder=environments/$environment
[ -d "$folder" ] || { echo "no such environment: $environment" >&2; exit 1; }

value() { sed -n "s/^$1 *= *\"\(.*\)\"/\1/p" "$2"; }
project=$(value project "$folder/values.tfvars")
bucket=$(value bucket "$folder/backend.hcl")
region=$(value region "$folder/values.tfvars")
region=${region:-asia-southeast2}

gcloud projects describe "$project" >/dev/null 2>&1 || {
  echo "project $project (infra/$folder/values.tfvars) cannot be seen: wrong name, or not signed in (gcloud auth login)" >&2
  exit 1
}
gcloud auth application-default print-access-token >/dev/null 2>&1 || {
  echo "Terraform is not signed in: gcloud auth application-default login" >&2
  exit 1
}

gcloud services enable --project="$project" \
  cloudresourcemanager.googleapis.com cloudscheduler.googleapis.com iam.googleapis.com pubsub.googleapis.com \
  secretmanager.googleapis.com serviceusage.googleapis.com storage.googleapis.com
# These services' own accounts come into being when they are first needed: too late for grants that name them.
for service in cloudscheduler pubsub; do
  gcloud beta services identity create --service="$service.googleapis.com" --project="$project" --quiet
done

if ! gcloud storage buckets describe "gs://$bucket" --project="$project" >/dev/null 2>&1; then
  gcloud storage buckets create "gs://$bucket" --project="$project" --location="$region" \
    --uniform-bucket-level-access --public-access-prevention
fi
gcloud storage buckets update "gs://$bucket" --versioning

export TF_DATA_DIR=.terraform/$environment
terraform init -input=false -reconfigure -backend-config="$folder/backend.hcl"
# Secrets, because nothing can start before they have values. Grants of the builder and numbers made of log lines, because
# Google needs minutes until they hold, and whoever uses them at once is refused.
terraform apply -input=false -auto-approve -var-file="$folder/values.tfvars" \
  -target=module.project \
  -target=module.secrets \
  -target=module.packages.google_artifact_registry_repository_iam_member.builder \
  -target=module.packages.google_project_iam_member.builder_logs \
  -target=module.packages.google_project_iam_member.builder_sources \
  -target=module.packages.google_storage_bucket_iam_member.builder \
  -target=module.monitoring.google_logging_metric.errors \
  -target=module.monitoring.google_logging_metric.outcomes \
  -target=module.monitoring.google_logging_metric.staff_refusals \
  -target=module.monitoring.google_logging_metric.stuck_imports

for secret in $(gcloud secrets list --project="$project" --format='value(name.basename())'); do
  if [ -n "$(gcloud secrets versions list "$secret" --project="$project" --filter=state=ENABLED --limit=1 --format='value(name)')" ]; then
    echo "$secret: has a value"
    continue
  fi
  case $secret in
    pepper | report-keys | ringkas-keys)
      head -c 32 /dev/urandom | base64 | gcloud secrets versions add "$secret" --project="$project" --data-file=-
      ;;
    smtp-password | texter-token)
      read -r -s -p "$secret: " given && echo
      [ -n "$given" ] || { echo "$secret: nothing given; run this again when you have it" >&2; exit 1; }
      printf '%s' "$given" | gcloud secrets versions add "$secret" --project="$project" --data-file=-
      ;;
  esac
done
echo "ready: make deploy ENV=$environment"
