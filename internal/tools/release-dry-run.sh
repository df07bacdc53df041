#!/bin/sh
# Usage: release-dry-run.sh
#
# Builds the version at the top of CHANGELOG.md from the last commit, as the release workflow does: signs it with a
# temporary key, checks it, installs it with Terraform and with OpenTofu, and leaves it in dist/. Publishes nothing.
#
# PLATFORMS in the environment, such as "linux_amd64", limits the build to these platforms.

set -eu

cd -- "$(dirname -- "$0")/../.."

for tool in gpg unzip sha256sum; do
	command -v "$tool" >/dev/null || {
		printf 'release-dry-run: %s is not on PATH.\n' "$tool" >&2
		exit 1
	}
done
cli=$(internal/tools/find-cli.sh)
tofu=$(internal/tools/find-cli.sh --tofu)

host=$(go env GOHOSTOS)_$(go env GOHOSTARCH)
version=$(awk '$1 == "##" {print $2; exit}' CHANGELOG.md)
place=$(mktemp -d)
# A temporary directory for keys, and so an agent that ends with it.
export GNUPGHOME="$place/gnupg"
trap 'gpgconf --kill all; rm -rf "$place"' EXIT
trap 'exit 130' INT
trap 'exit 143' HUP TERM
mkdir -m 700 "$GNUPGHOME"
# The registries accept RSA and DSA keys.
gpg --batch --quiet --passphrase '' --quick-generate-key 'Dry run <dry-run@example.com>' rsa3072 sign 1d
GPG_FINGERPRINT=$(gpg --batch --quiet --no-auto-check-trustdb --with-colons --list-keys | awk -F : '$1 == "fpr" {print $10; exit}')
export GPG_FINGERPRINT

# A clone has no uncommitted changes, and its tag is temporary.
root=$PWD
git -c safe.directory="$PWD/.git" -c safe.directory="$PWD" clone --quiet --no-hardlinks . "$place/clone"
cd -- "$place/clone"
git -c user.name='Dry run' -c user.email=dry-run@example.com tag -a -m 'Dry run' "v$version"

# In place of all platforms, GoReleaser builds the "targets".
config=$place/goreleaser.yml
awk -v platforms="$(printf %s "${PLATFORMS-}" | tr " " ,)" '
	platforms && /^    goos:/ { print "    targets: [" platforms "]"; skip = 1 }
	/^archives:/ { skip = 0 }
	!skip' .goreleaser.yml >"$config"
internal/tools/release.sh --config="$config"
internal/tools/check-release.sh dist "$version" "$GPG_FINGERPRINT"
case " ${PLATFORMS:-$host} " in
*" $host "*)
	internal/tools/install-release.sh dist "$version" "$cli"
	[ "$tofu" = "$cli" ] || internal/tools/install-release.sh dist "$version" "$tofu"
	;;
*) printf 'release-dry-run: not installed, because %s is not in PLATFORMS.\n' "$host" ;;
esac

rm -rf -- "$root/dist"
cp -R dist "$root/"
printf 'release-dry-run: the release is in dist/:\n'
cd -- "$root/dist"
ls -1 -- *.zip *_SHA256SUMS *_SHA256SUMS.sig *.cdx.json
