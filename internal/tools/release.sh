#!/bin/sh
# Usage: release.sh [GORELEASER_ARGUMENT...]
#
# Builds a release of the current commit, which must have a tag, into dist/ and
# signs it with the key GPG_FINGERPRINT. Uploads nothing. The release workflow
# and the dry run both use this script.

set -eu

cd -- "$(dirname -- "$0")/../.."

internal/tools/preflight.sh # also downloads all modules, whose licenses are needed
for tool in goreleaser cyclonedx-gomod; do
	internal/tools/preflight.sh "internal/tools/$tool"
done

echo 'Building GoReleaser and cyclonedx-gomod, unless they are cached. The first time, this takes some minutes.'

# GoReleaser finds cyclonedx-gomod on PATH.
tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
trap 'exit 130' INT
trap 'exit 143' HUP TERM
go build -modfile=internal/tools/cyclonedx-gomod/go.mod -o "$tools/" github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod
PATH=$tools:$PATH go tool -modfile=internal/tools/goreleaser/go.mod goreleaser release --clean --skip=publish,announce "$@"
