#!/bin/sh
# Usage: install-release.sh DIST VERSION CLI
#
# Installs the provider from its archive in the directory DIST through a filesystem mirror, and plans examples/quickstart
# with it against the fake.

set -eu

dist=$(cd -- "$1" && pwd)
version=$2
cli=$3
cd -- "$(dirname -- "$0")/../.."

place=$(mktemp -d)
fake=
# shellcheck disable=SC2329 # the trap calls it
clean() {
	[ -z "$fake" ] || kill "$fake" 2>/dev/null || true # it may have ended already
	rm -rf "$place"
}
trap clean EXIT
trap 'exit 130' INT
trap 'exit 143' HUP TERM

# The source address has no host, so each CLI uses its own registry.
for host in registry.terraform.io registry.opentofu.org; do
	mirror=$place/mirror/$host/fullstory-community/fullstory
	mkdir -p "$mirror"
	cp -- "$dist/terraform-provider-fullstory_${version}_"*.zip "$mirror/"
done
cat >"$place/cli.tfrc" <<END
provider_installation {
  filesystem_mirror {
    path = "$place/mirror"
  }
}
END
mkdir "$place/config"
cp examples/quickstart/*.tf "$place/config/"

go build -o "$place/" ./internal/cmd/fullstory-fake
"$place/fullstory-fake" -port 0 >"$place/fake.out" 2>"$place/fake.log" &
fake=$!
tries=0
until grep -qs FULLSTORY_WIRE_FORMAT= "$place/fake.out"; do
	tries=$((tries + 1))
	if [ "$tries" -gt 100 ] || ! kill -0 "$fake"; then
		cat "$place/fake.log" >&2
		echo "install-release: the fake did not start (see above)." >&2
		exit 1
	fi
	sleep 0.1
done
eval "$(grep '^  export FULLSTORY_' "$place/fake.out")"

export TF_CLI_CONFIG_FILE="$place/cli.tfrc" CHECKPOINT_DISABLE=1 TF_IN_AUTOMATION=1
"$cli" -chdir="$place/config" init -input=false -no-color >"$place/log" 2>&1 &&
	grep -q "version *= \"$version\"" "$place/config/.terraform.lock.hcl" &&
	"$cli" -chdir="$place/config" plan -input=false -no-color >>"$place/log" 2>&1 &&
	grep -q 'Plan: [1-9][0-9]* to add, 0 to change, 0 to destroy' "$place/log" || {
	cat "$place/log" >&2
	printf 'install-release: %s cannot install or use the provider (see above).\n' "$cli" >&2
	exit 1
}
printf 'install-release: installed and planned with %s.\n' "$("$cli" version | head -n 1)"
