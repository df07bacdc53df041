#!/bin/sh
# Usage: release.sh [GORELEASER_ARGUMENT...]
#
# Runs GoReleaser on the commit that is checked out, which must have a tag. GPG_FINGERPRINT says which key signs. The
# release workflow and the dry run both come here, so that what was tried is what is done.

set -eu

cd -- "$(dirname -- "$0")/../.."

for tool in goreleaser cyclonedx-gomod; do
	internal/tools/preflight.sh "internal/tools/$tool"
done

# GoReleaser looks for cyclonedx-gomod on PATH, and starts it elsewhere.
tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
trap 'exit 130' INT
trap 'exit 143' HUP TERM
go build -modfile=internal/tools/cyclonedx-gomod/go.mod -o "$tools/" github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod
PATH=$tools:$PATH go tool -modfile=internal/tools/goreleaser/go.mod goreleaser release --clean "$@"
