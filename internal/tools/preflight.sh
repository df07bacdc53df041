#!/bin/sh
# Usage: preflight.sh [MODULE_DIR]
#
# Checks that Go is new enough and that the modules in MODULE_DIR/go.mod are available. MODULE_DIR is relative to the
# root of the repository and defaults to it. Without this check, a build fails later with a less helpful error.
#
# Prints nothing on success.

set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
module=${1:-.}
cd -- "$root/$module"

# A go.work file in a parent directory does not belong to this repository.
export GOWORK=off

# fail WHAT_HAPPENED WHAT_GO_SAID WHAT_MUST_HOLD WHAT_TO_DO
fail() {
	{
		printf 'preflight: %s\n' "$1"
		if [ -n "$2" ]; then
			# Go repeats the same error for each module.
			printf '%s\n' "$2" | awk '/^go: downloading /{next} !seen[$0]++ && ++n <= 3 {print "  From go: " $0}'
		fi
		printf '  What must hold: %s\n' "$3"
		printf '  What to do: %s\n' "$4"
	} >&2
	exit 1
}

needed=$(awk '$1 == "go" {print $2; exit}' go.mod)
must_hold="Go $needed or newer is on PATH."
install_go="install Go from https://go.dev/dl/ and add its bin directory to PATH."

command -v go >/dev/null 2>&1 || fail "go is not on PATH." "" "$must_hold" "$install_go"

# An old Go tries to download a newer one here, which fails with GOTOOLCHAIN=local or without a network.
said=
if ! have=$(go env GOVERSION 2>&1); then
	said=$have
	have=$(GOTOOLCHAIN=local go env GOVERSION 2>/dev/null) || have=unknown
fi
printf '%s %s\n' "$have" "$needed" | awk '
	{
		# Reduces "go1.26.8", "go1.27rc1" and "devel go1.27-0123abc" to their numbers.
		needed = $NF; $NF = ""
		sub(/^[^0-9]*/, ""); sub(/[^0-9.].*$/, "")
		split($0, h, "."); split(needed, n, ".")
		for (i = 1; i <= 3; i++) if (h[i] + 0 != n[i] + 0) exit !(h[i] + 0 > n[i] + 0)
	}' || fail "the go on PATH is too old ($have)." "$said" "$must_hold" "$install_go"

said=$(go mod download 2>&1) && exit 0

# go.mod lists more modules than a build reads. It is enough if those that it reads are in the cache.
if [ "$module" = . ]; then
	packages=./...
else
	packages=tool
fi
GOPROXY=off go list -mod=readonly -test -deps "$packages" >/dev/null 2>&1 && exit 0

listed=go.mod
[ "$module" = . ] || listed=$module/go.mod
case $said in
*"SECURITY ERROR"*)
	fail "a Go module has another checksum than go.sum." "$said" \
		"every module in $listed has the checksum in its go.sum." \
		"do not use the module; check the module proxy (go env GOPROXY)."
	;;
esac
fail "the Go modules in $listed could not be downloaded." "$said" \
	"the modules are in the module cache (go env GOMODCACHE), or the Go module proxy (go env GOPROXY) can be reached." \
	"connect to the network or set GOPROXY to a reachable proxy, then run the command again."
