#!/usr/bin/env bash
# Usage: demo.sh [FLAG...]
#
# Applies examples/quickstart against a fake FullStory on this machine, shows the result, and destroys it. Needs no
# account. FLAGs go to the fake, such as "-port 8431" or "-wire-format schema".
#
# Everything happens in one temporary directory, which is removed at the end, also after Ctrl-C or a failure.

set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.."

# The caller's shell may point at a real account, or carry settings for Terraform or for a build for another machine.
unset "${!FULLSTORY_@}" "${!TF_@}" "${!TOFU_@}" GOOS GOARCH
export GOWORK=off CHECKPOINT_DISABLE=1

fail() {
	printf '\ndemo: %s\n' "$1" >&2
	exit 1
}

cli=$(internal/tools/find-cli.sh)
place=$(mktemp -d "${TMPDIR:-/tmp}/fullstory-demo.XXXXXX")
log=$place/log
fake=

clean() {
	if [ -n "$fake" ]; then
		kill "$fake" 2>/dev/null || true # it may have ended already
		wait "$fake" 2>/dev/null || true
	fi
	rm -rf -- "$place"
}
interrupted() {
	trap '' INT TERM HUP PIPE # nothing interrupts the cleanup
	printf '\ndemo: interrupted. The fake is stopped, and the temporary files are removed.\n' >&2 || true
	exit "$1"
}
trap clean EXIT
trap 'interrupted 130' INT
trap 'interrupted 143' TERM HUP
trap 'interrupted 141' PIPE
export TMPDIR=$place GOTMPDIR=$place # the temporary files of Go, the CLI and the provider

steps=0
step() {
	steps=$((steps + 1))
	printf '\n== %d. %s\n' "$steps" "$1"
}

# show prints the progress and the outputs of the CLI, and logs everything. It reads on after Ctrl-C, so that the CLI can
# end in order.
show() {
	trap '' INT
	local line rest=
	while IFS= read -r line; do
		printf '%s\n' "$line" >>"$log"
		case $line in
		"Apply complete!"*) rest=yes ;;
		"No changes."* | "Destroy complete!"* | *": Creati"* | *": Still "* | *": Destr"*) ;;
		*) [ -n "$rest" ] || continue ;;
		esac
		printf '%s\n' "$line"
	done
}

# run ARGUMENT... runs the CLI in the copy of the quickstart.
run() {
	printf '$ %s %s\n' "$(basename -- "$cli")" "$*"
	: >"$log"
	"$cli" -chdir="$place/quickstart" "$@" -input=false -no-color 2>&1 </dev/null | show || {
		cat -- "$log" >&2
		fail "\"$1\" failed (see above)."
	}
}

printf 'Segment exports from a fake FullStory on this machine. No account is needed.\n'

step "Build the provider and the fake"
# No VCS stamp: git may refuse to read a checkout that belongs to another user.
go build -buildvcs=false -o "$place/bin/" . ./internal/cmd/fullstory-fake
printf 'Built in %d s.\n' "$SECONDS"

step "Start the fake"
"$place/bin/fullstory-fake" -port 0 -duration 2s "$@" >"$place/fake.out" 2>"$place/fake.log" </dev/null &
fake=$!
for ((tries = 0; ; tries++)); do
	grep -qs FULLSTORY_WIRE_FORMAT= "$place/fake.out" && break
	kill -0 "$fake" 2>/dev/null || fail "the fake did not start. $(cat -- "$place/fake.log")"
	((tries < 100)) || fail "the fake did not start within 10 s."
	sleep 0.1
done
head -n 1 "$place/fake.out" # the lines below it contain its key
eval "$(grep '^  export FULLSTORY_' "$place/fake.out")"

step "Apply examples/quickstart"
mkdir "$place/quickstart"
cp -- examples/quickstart/*.tf "$place/quickstart/"
if [ "$FULLSTORY_WIRE_FORMAT" = schema ]; then # it has no scope
	sed '/^  scope /d' examples/quickstart/main.tf >"$place/quickstart/main.tf"
fi
# With an override, no init and no registry is needed.
cat >"$place/cli.tfrc" <<END
provider_installation {
  dev_overrides {
    "fullstory-community/fullstory" = "$place/bin"
  }
  direct {}
}
END
export TF_CLI_CONFIG_FILE=$place/cli.tfrc TF_IN_AUTOMATION=1
run apply -auto-approve

step "Show the downloaded files"
for file in events.csv individuals.json; do
	printf '$ head -n 3 %s\n' "$file"
	head -n 3 "$place/quickstart/$file" | cut -c 1-100
done

step "Plan again"
run plan -detailed-exitcode # exits with 2 if there are changes
printf 'Exports submitted so far: %d\n' "$(grep -c 'POST /segments/v1/exports 200' "$place/fake.log")"

step "Destroy"
run destroy -auto-approve
for file in events.csv individuals.json; do
	[ ! -e "$place/quickstart/$file" ] || fail "$file still exists after the destroy."
done

printf '\nEverything worked, in %d s. Nothing is left behind.\n' "$SECONDS"
