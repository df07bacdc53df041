#!/bin/sh
# Usage: preflight.sh [MODULE_DIR]
#
# Checks what every build here rests on: Go, new enough, and the modules that MODULE_DIR/go.mod lists (MODULE_DIR is
# relative to the repository's root, which is also the default). A build that starts without them fails somewhere in its
# middle, in words about something else; this fails first, and says what to do.
#
# Silent when all is well.

set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
module=${1:-.}
cd -- "$root/$module"

# A go.work file in a folder above belongs to somebody else's work.
export GOWORK=off

# fail WHAT_HAPPENED WHAT_GO_SAID WHAT_MUST_HOLD WHAT_TO_DO
fail() {
	{
		printf 'preflight: %s\n' "$1"
		if [ -n "$2" ]; then
			# Go says the same about each of many modules; the first few lines tell the cause.
			printf '%s\n' "$2" | awk '/^go: downloading /{next} !seen[$0]++ && ++n <= 3 {print "  Go says: " $0}'
		fi
		printf '  What must hold: %s\n' "$3"
		printf '  What to do: %s\n' "$4"
	} >&2
	exit 1
}

needed=$(awk '$1 == "go" {print $2; exit}' go.mod)
must_hold="Go $needed or newer is on PATH."
install_go="install Go from https://go.dev/dl/ and put its bin folder on PATH."

command -v go >/dev/null 2>&1 || fail "there is no go on PATH." "" "$must_hold" "$install_go"

# A Go that is too old tries to fetch a newer one here, and may be kept from it (GOTOOLCHAIN=local, no network).
said=
if ! have=$(go env GOVERSION 2>&1); then
	said=$have
	have=$(GOTOOLCHAIN=local go env GOVERSION 2>/dev/null) || have=unknown
fi
printf '%s %s\n' "$have" "$needed" | awk '
	{
		# "go1.26.8", "go1.27rc1" and "devel go1.27-0123abc" all come down to their numbers.
		needed = $NF; $NF = ""
		sub(/^[^0-9]*/, ""); sub(/[^0-9.].*$/, "")
		split($0, h, "."); split(needed, n, ".")
		for (i = 1; i <= 3; i++) if (h[i] + 0 != n[i] + 0) exit !(h[i] + 0 > n[i] + 0)
	}' || fail "the go on PATH is too old ($have)." "$said" "$must_hold" "$install_go"

said=$(go mod download 2>&1) && exit 0

# The list names more modules than a build reads. Where those that it does read are all in the cache, nothing is amiss.
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
	fail "a Go module is not the one that $listed was written for." "$said" \
		"every module has the checksum that stands beside $listed in go.sum." \
		"find out who serves other contents (go env GOPROXY); do not go on with them."
	;;
esac
fail "the Go modules that $listed lists could not be downloaded." "$said" \
	"the modules are in the module cache (go env GOMODCACHE), or the Go module proxy (go env GOPROXY) can be reached." \
	"connect this machine to the network, or set GOPROXY to a proxy that it can reach; then run the same command again."
