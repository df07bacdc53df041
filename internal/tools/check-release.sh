#!/bin/sh
# Usage: check-release.sh DIST VERSION FINGERPRINT
#
# Checks the release VERSION (without the v) that GoReleaser left in the folder DIST against what the registries of
# Terraform and OpenTofu want of one, and that the key FINGERPRINT, which gpg knows, has signed it.

set -eu

manifest=$(cd -- "$(dirname -- "$0")/../.." && pwd)/terraform-registry-manifest.json
version=$2
fingerprint=$3
name=terraform-provider-fullstory_$version
cd -- "$1"

fail() {
	printf 'check-release: %s\n' "$1" >&2
	exit 1
}

# Downloaded, the files lie side by side under these names.
release=$(mktemp -d)
trap 'rm -rf "$release"' EXIT
cp -- "$name"_*.zip "${name}_SHA256SUMS" "${name}_SHA256SUMS.sig" "$release/" || fail "something is missing in $1."
cp -- "$manifest" "$release/${name}_manifest.json"
cd -- "$release"

gpg --batch --status-fd 1 --verify "${name}_SHA256SUMS.sig" "${name}_SHA256SUMS" 2>/dev/null |
	grep -q "^\[GNUPG:\] VALIDSIG .*$fingerprint" || fail "the signature is not a good one of $fingerprint."
[ "$(head -c 5 "${name}_SHA256SUMS.sig")" != "-----" ] || fail "the signature is armoured; the registries read binary ones."

sha256sum --check --strict --quiet "${name}_SHA256SUMS" || fail "a file is not the one that was summed."

# A list with other files in it is refused; a zip or a manifest that is not in it is not seen.
cut -c 67- "${name}_SHA256SUMS" | sort >listed
ls ./*.zip ./*_manifest.json | sed 's,^\./,,' | sort >present
diff listed present >&2 || fail "SHA256SUMS (<) does not list the archives and the manifest (>), and nothing else."

for platform in darwin_amd64 darwin_arm64 freebsd_386 freebsd_amd64 freebsd_arm freebsd_arm64 \
	linux_386 linux_amd64 linux_arm linux_arm64 windows_386 windows_amd64 windows_arm64; do
	archive=${name}_$platform.zip
	[ -f "$archive" ] || fail "there is no $archive."
	binary=terraform-provider-fullstory_v$version
	case $platform in windows_*) binary=$binary.exe ;; esac
	[ "$(unzip -Z1 "$archive" "$binary")" = "$binary" ] || fail "$archive does not hold $binary."
done
[ "$(wc -l <listed)" -eq 14 ] || fail "there are archives for platforms that this check does not know."

grep -q '"protocol_versions": *\["6.0"\]' "${name}_manifest.json" || fail "the manifest does not say protocol 6.0."

printf 'check-release: %s is signed, whole, and named as the registries want it.\n' "$name"
