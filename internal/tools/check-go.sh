#!/bin/sh
# Usage: check-go.sh
#
# Checks that all workflows install the same Go, the latest patch of one minor
# version, and that no go.mod needs a newer minor version. Otherwise a workflow
# fails only when it builds the tool.

set -eu

cd -- "$(dirname -- "$0")/../.."

fail() {
	printf 'check-go: %s\n  What to do: %s\n' "$1" "$2" >&2
	exit 1
}

versions=$(sed -n 's/^ *go-version[a-z-]*: *//p' .github/workflows/*.yml | sort -u)
minor=$(printf '%s\n' "$versions" | sed -n 's/^"1\.\([0-9][0-9]*\)\.x"$/\1/p')
[ "\"1.$minor.x\"" = "$versions" ] || fail "the workflows install these versions of Go: $(echo $versions)." \
	"set the same go-version in all of them, such as \"1.26.x\"."
[ "$(grep -c 'uses: actions/setup-go@' .github/workflows/*.yml)" = "$(grep -c 'check-latest: true' .github/workflows/*.yml)" ] ||
	fail "a workflow may install an old patch of Go." "set check-latest: true beside each go-version."

for module in go.mod internal/tools/*/go.mod; do
	needed=$(awk '$1 == "go" {print $2}' "$module")
	[ "$(echo "$needed" | cut -d . -f 2)" -le "$minor" ] || fail "$module needs Go $needed, and the workflows install 1.$minor." \
		"raise go-version in .github/workflows/*.yml."
done
