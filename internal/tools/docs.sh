#!/bin/sh
# Usage: docs.sh
#
# Writes docs/ from the provider's schemas, templates/ and examples/. The schemas come from the provider in process, so
# that the pages do not depend on a CLI's version, and no CLI is needed.

set -eu

cd -- "$(dirname -- "$0")/../.."
internal/tools/preflight.sh internal/tools/tfplugindocs

schemas=$(mktemp)
trap 'rm -f "$schemas"' EXIT
go run ./internal/cmd/schema >"$schemas"
said=$(go tool -modfile=internal/tools/tfplugindocs/go.mod tfplugindocs generate --providers-schema "$schemas" \
	--provider-name fullstory --rendered-provider-name FullStory 2>&1) || {
	printf '%s\n' "$said" >&2
	exit 1
}
