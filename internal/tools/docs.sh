#!/bin/sh
# Usage: docs.sh
#
# Writes docs/ from the provider's schemas, templates/ and examples/. The schemas come from the provider itself, so that
# the pages do not depend on the version of a CLI.

set -eu

cd -- "$(dirname -- "$0")/../.."
internal/tools/preflight.sh internal/tools/tfplugindocs

schemas=$(mktemp)
trap 'rm -f "$schemas"' EXIT
go run ./internal/cmd/schema >"$schemas"
output=$(go tool -modfile=internal/tools/tfplugindocs/go.mod tfplugindocs generate --providers-schema "$schemas" \
	--provider-name fullstory --rendered-provider-name FullStory 2>&1) || {
	printf '%s\n' "$output" >&2
	exit 1
}
