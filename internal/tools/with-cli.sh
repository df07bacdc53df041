#!/bin/sh
# Usage: with-cli.sh COMMAND [ARGUMENT...]
#
# Runs a command with the environment in which acceptance tests find the Terraform CLI that find-cli.sh finds.

set -eu

cli=$("$(dirname -- "$0")/find-cli.sh")

# TF_CLI_CONFIG_FILE: a configuration with mirrors or overrides would change what the tests see, and one that is missing
# makes OpenTofu's answer about its version unreadable to the test framework.
export TF_ACC=1 TF_ACC_TERRAFORM_PATH="$cli" TF_CLI_CONFIG_FILE=/dev/null CHECKPOINT_DISABLE=1

# OpenTofu looks for a provider without a source in its own registry; the test framework has to serve ours under that name.
case $("$cli" version) in
OpenTofu*) export TF_ACC_PROVIDER_NAMESPACE=hashicorp TF_ACC_PROVIDER_HOST=registry.opentofu.org ;;
esac

exec "$@"
