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

gcloud services enable --project="$project" \
  cloudresourcemanager.googleapis.com iam.googleapis.com secretmanager.googleapis.com serviceusage.googleapis.com \
  storage.googleapis.com

if ! gcloud storage buckets describe "gs://$bucket" --project="$project" >/dev/null 2>&1; then
  gcloud storage buckets create "gs://$bucket" --project="$project" --location="$region" \
    --uniform-bucket-level-access --public-access-prevention
  gcloud storage buckets update "gs://$bucket" --versioning
fi

export TF_DATA_DIR=.terraform/$environment
terraform init -input=false -reconfigure -backend-config="$folder/backend.hcl"
# Only these two: nothing else can be made before the secrets have values, nor needs the packages.
terraform apply -input=false -auto-approve -var-file="$folder/values.tfvars" \
  -target=module.project -target=module.secrets

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
