#!/bin/sh
# Usage: with-cli.sh COMMAND [ARGUMENT...]
#
# Runs a command with the environment of acceptance tests, which then use the CLI that find-cli.sh finds.

set -eu

cli=$("$(dirname -- "$0")/find-cli.sh")

# The user's CLI configuration may contain mirrors or overrides. If it is missing, the test framework cannot parse the
# output of "tofu version".
export TF_ACC=1 TF_ACC_TERRAFORM_PATH="$cli" TF_CLI_CONFIG_FILE=/dev/null CHECKPOINT_DISABLE=1

# OpenTofu expects a provider without a source in its own registry, so the test framework must use that address.
case $("$cli" version) in
OpenTofu*) export TF_ACC_PROVIDER_NAMESPACE=hashicorp TF_ACC_PROVIDER_HOST=registry.opentofu.org ;;
esac

exec "$@"
