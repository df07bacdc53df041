#!/usr/bin/env bash
# Usage: go-test.sh ARGUMENT...
#
# Runs "go test ARGUMENT..." and hides the lines of packages without a matching
# test. Exits as go test does.

set -euo pipefail

go test "$@" | {
	trap '' INT # go test ends in order, and what it prints until then is shown
	grep --line-buffered -vE '\[no test(s to run| files)\]$' || echo 'No test matches: check -run in TESTARGS, and PACKAGES.'
}
