#!/bin/sh
# Usage: find-cli.sh [--tofu]
#
# Prints the absolute path of the Terraform CLI for tests, examples and the demo:
#
#   1. $TERRAFORM_CLI, a path or a name on PATH;
#   2. terraform on PATH;
#   3. tofu on PATH;
#   4. an OpenTofu built from internal/tools/opentofu/go.mod, so that a machine with nothing but Go can run everything.
#
# --tofu skips 1 and 2. Only the path goes to stdout; messages go to stderr.

set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
module=internal/tools/opentofu
missing="there is neither terraform nor tofu on PATH"

# With a missing CLI configuration, both CLIs print an error along with their version. Without the check for updates,
# "version" needs no network.
export TF_CLI_CONFIG_FILE=/dev/null CHECKPOINT_DISABLE=1 GOWORK=off

say() { printf 'find-cli: %s\n' "$1" >&2; }

# fail WHAT_HAPPENED WHAT_MUST_HOLD WHAT_TO_DO
fail() {
	say "$1"
	printf '  What must hold: %s\n  What to do: %s\n' "$2" "$3" >&2
	exit 1
}

# answers reports whether a CLI runs. A version manager's shim is executable even if no version is selected.
answers() { [ -f "$1" ] && [ -x "$1" ] && "$1" version >/dev/null 2>&1; }

absolute() {
	case $1 in
	/* | [A-Za-z]:*) printf '%s\n' "$1" ;;
	*) printf '%s/%s\n' "$PWD" "${1#./}" ;;
	esac
}

# on_path NAME prints the path of a CLI, or fails.
on_path() {
	found=$(command -v "$1") || return 1
	found=$(absolute "$found")
	if answers "$found"; then
		printf '%s\n' "$found"
	else
		say "skipped $found, because \"$found version\" fails."
		return 1
	fi
}

pinned() {
	version=$(awk '{for (i = 1; i < NF; i++) if ($i == "github.com/opentofu/opentofu") {print $(i + 1); exit}}' "$root/$module/go.mod")
	instead="install Terraform (https://developer.hashicorp.com/terraform/install) or OpenTofu (https://opentofu.org/docs/intro/install/), or set TERRAFORM_CLI to the path of one."

	cache=${XDG_CACHE_HOME:-${HOME:+$HOME/.cache}}
	[ -n "$cache" ] || fail "OpenTofu cannot be built: neither XDG_CACHE_HOME nor HOME is set." \
		"one of them is a writable directory." "set it, or $instead"

	# The platform is part of the key because a home directory may be shared between machines.
	folder=$cache/terraform-provider-fullstory/opentofu-$version-$(uname -s)-$(uname -m)
	if answers "$folder/tofu"; then
		printf '%s\n' "$folder/tofu"
		return
	fi

	"$root/internal/tools/preflight.sh" "$module" || fail "$missing, and OpenTofu $version cannot be built (see above)." \
		"a Terraform CLI is installed, or one can be built." "$instead"

	mkdir -p "$folder" || fail "$folder could not be created." "the cache directory is writable." \
		"set XDG_CACHE_HOME to a writable directory, or $instead"
	# The move is atomic: no one finds half a file, even with two builds at once.
	building=$(mktemp "$folder/tofu.building.XXXXXX")
	trap 'rm -f "$building"' EXIT
	trap 'exit 130' INT
	trap 'exit 143' HUP TERM

	say "$missing: building OpenTofu $version into $folder."
	say "This takes about five minutes on two cores, once."
	# GOOS and GOARCH may be set to build the provider for another platform; this has to run on this one. Without the
	# linker flag, OpenTofu is a development version, which version constraints exclude.
	if ! said=$(cd -- "$root/$module" && GOOS=$(go env GOHOSTOS) GOARCH=$(go env GOHOSTARCH) GOFLAGS='' \
		go build -mod=readonly -buildvcs=false \
		-ldflags '-s -w -X github.com/opentofu/opentofu/version.dev=no' \
		-o "$building" github.com/opentofu/opentofu/cmd/tofu 2>&1); then
		say "OpenTofu $version could not be built. The last lines of go build:"
		printf '%s\n' "$said" | tail -n 5 | sed 's/^/    /' >&2
		fail "no Terraform CLI was found." "a Terraform CLI is installed, or one can be built from $module." \
			"$instead"
	fi
	mv -f "$building" "$folder/tofu"
	answers "$folder/tofu" || fail "$folder/tofu was built, but does not run." \
		"programs in the cache directory can be executed." "set XDG_CACHE_HOME to a directory where they can, or $instead"
	say "built OpenTofu $version."
	printf '%s\n' "$folder/tofu"
}

case ${1-} in
--tofu)
	missing="there is no tofu on PATH"
	on_path tofu || pinned
	exit
	;;
"") ;;
*) fail "unknown argument \"$1\"." "the only argument is --tofu." "omit it." ;;
esac

if [ -n "${TERRAFORM_CLI-}" ]; then
	found=$(command -v "$TERRAFORM_CLI") || found=$TERRAFORM_CLI
	found=$(absolute "$found")
	answers "$found" || fail "TERRAFORM_CLI is \"$TERRAFORM_CLI\", which is not a Terraform CLI that runs here." \
		"it is an executable, and \"$TERRAFORM_CLI version\" succeeds." "correct it, or unset it to search for a CLI."
	printf '%s\n' "$found"
	exit
fi

on_path terraform || on_path tofu || pinned
