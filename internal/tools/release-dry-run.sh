#!/bin/sh
# Usage: release-dry-run.sh
#
# Makes the release that CHANGELOG.md speaks of first, of the last commit, as the release workflow would: builds all
# targets, signs with a key that is thrown away afterwards, checks everything that the registries want, and installs it
# with Terraform and with OpenTofu. Takes minutes; publishes nothing.

set -eu

cd -- "$(dirname -- "$0")/../.."

for tool in gpg unzip sha256sum; do
	command -v "$tool" >/dev/null || {
		printf 'release-dry-run: there is no %s on PATH.\n' "$tool" >&2
		exit 1
	}
done
cli=$(internal/tools/find-cli.sh)
tofu=$(internal/tools/find-cli.sh --tofu)

version=$(awk '$1 == "##" {print $2; exit}' CHANGELOG.md)
place=$(mktemp -d)
# A folder of its own keeps the user's keys out of it; its agent ends with it.
export GNUPGHOME="$place/gnupg"
trap 'gpgconf --kill all; rm -rf "$place"' EXIT
trap 'exit 130' INT
trap 'exit 143' HUP TERM
mkdir -m 700 "$GNUPGHOME"
# The registries take RSA and DSA.
gpg --batch --quiet --passphrase '' --quick-generate-key 'Dry run <dry-run@example.com>' rsa3072 sign 1d
GPG_FINGERPRINT=$(gpg --batch --with-colons --list-keys | awk -F : '$1 == "fpr" {print $10; exit}')
export GPG_FINGERPRINT

# In a clone, so that neither a tag nor a change that is not committed gets in the way.
git -c safe.directory="$PWD/.git" -c safe.directory="$PWD" clone --quiet --no-hardlinks . "$place/clone"
cd -- "$place/clone"
git -c user.name='Dry run' -c user.email=dry-run@example.com tag -a -m 'Dry run' "v$version"

internal/tools/release.sh --skip=publish,announce
internal/tools/check-release.sh dist "$version" "$GPG_FINGERPRINT"
internal/tools/install-release.sh dist "$version" "$cli"
[ "$tofu" = "$cli" ] || internal/tools/install-release.sh dist "$version" "$tofu"
