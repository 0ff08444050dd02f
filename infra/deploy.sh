#!/usr/bin/env bash
# Puts the archives in dist/ and everything around them into one environment. Shows the plan and asks before it changes
# anything, unless AUTO_APPROVE=yes.
set -euo pipefail
cd "$(dirname "$0")"

environment=${1:?usage: infra/deploy.sh dev|staging|prod}
folder=environments/$environment
[ -d "$folder" ] || { echo "no such environment: $environment" >&2; exit 1; }

approval=()
if [ "${AUTO_APPROVE:-}" = yes ]; then
  approval=(-auto-approve -input=false)
fi

export TF_DATA_DIR=.terraform/$environment
terraform init -input=false -reconfigure -backend-config="$folder/backend.hcl" || {
  echo "no state to be had: is it bootstrapped (make bootstrap ENV=$environment), and are you signed in?" >&2
  exit 1
}
terraform apply -var-file="$folder/values.tfvars" ${approval[@]+"${approval[@]}"}
