#!/bin/sh
# Usage: fuzz.sh [NAME]
#
# Fuzzes the target NAME for 30 seconds, or every target for 5 seconds each.
# FUZZTIME in the environment, such as "10m", replaces the time.

set -eu

cd -- "$(dirname -- "$0")/../.."

targets=$(grep -rE --include='*_test.go' "^func ${1:-Fuzz[A-Za-z0-9_]*}\(f \*testing\.F" internal) || {
	printf 'fuzz: there is no target %s.\n  What to do: use one of these, or none for all:\n' "${1-}" >&2
	grep -rhoE --include='*_test.go' '^func Fuzz[A-Za-z0-9_]*' internal | sed 's/^func /    /' | sort >&2
	exit 1
}
if [ $# -gt 0 ]; then default=30s; else default=5s; fi

# A line is internal/x/y_test.go:func FuzzName(f *testing.F) {
printf '%s\n' "$targets" | sed 's,\(.*\)/[^/]*:func \([^(]*\).*,\1 \2,' | sort | while read -r package name; do
	printf '== %s in %s\n' "$name" "$package"
	go test -run '^$' -fuzz "^$name\$" -fuzztime "${FUZZTIME:-$default}" "./$package" </dev/null
done
