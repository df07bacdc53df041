#!/bin/sh
# Usage: check-release.sh DIST VERSION FINGERPRINT
#
# Checks that the release VERSION (without the v) in the directory DIST meets the requirements of the registries of
# Terraform and OpenTofu, and is signed by the key FINGERPRINT, which gpg must know. PLATFORMS in the environment, such
# as "linux_amd64", replaces the list of platforms.

set -eu

manifest=$(cd -- "$(dirname -- "$0")/../.." && pwd)/terraform-registry-manifest.json
version=$2
fingerprint=$3
platforms=${PLATFORMS:-darwin_amd64 darwin_arm64 freebsd_386 freebsd_amd64 freebsd_arm freebsd_arm64 \
	linux_386 linux_amd64 linux_arm linux_arm64 windows_386 windows_amd64 windows_arm64}
name=terraform-provider-fullstory_$version
cd -- "$1"

fail() {
	printf 'check-release: %s\n' "$1" >&2
	exit 1
}

# The names of the files in the published release.
release=$(mktemp -d)
trap 'rm -rf "$release"' EXIT
cp -- "$name"_*.zip "${name}_SHA256SUMS" "${name}_SHA256SUMS.sig" ./*.cdx.json "$release/" || fail "files are missing in $1."
cp -- "$manifest" "$release/${name}_manifest.json"
cd -- "$release"

gpg --batch --status-fd 1 --verify "${name}_SHA256SUMS.sig" "${name}_SHA256SUMS" 2>/dev/null |
	grep -q "^\[GNUPG:\] VALIDSIG .*$fingerprint" || fail "SHA256SUMS has no valid signature of the key $fingerprint."
[ "$(head -c 5 "${name}_SHA256SUMS.sig")" != "-----" ] || fail "the signature is armored. The registries accept only binary signatures."

sha256sum --check --strict --quiet "${name}_SHA256SUMS" || fail "a file does not match its checksum (see above)."

# The registries reject a list with other files, and ignore archives and manifests that are not listed.
cut -c 67- "${name}_SHA256SUMS" | sort >listed
ls ./*.zip ./*_manifest.json | sed 's,^\./,,' | sort >present
diff listed present >&2 || fail "SHA256SUMS (<) must list exactly the archives and the manifest (>)."

module=pkg:golang/github.com/fullstory-community/terraform-provider-fullstory
count=0
for platform in $platforms; do
	count=$((count + 1))
	archive=${name}_$platform.zip
	[ -f "$archive" ] || fail "$archive is missing."
	binary=terraform-provider-fullstory_v$version
	case $platform in windows_*) binary=$binary.exe ;; esac
	[ "$(unzip -Z1 "$archive" "$binary")" = "$binary" ] || fail "$archive does not contain $binary."

	sbom=terraform-provider-fullstory_v${version}_$platform.cdx.json # also for Windows without .exe
	[ -f "$sbom" ] || fail "$sbom is missing."
	grep -q "\"purl\": *\"$module@v$version[?\"]" "$sbom" || fail "$sbom is not for v$version of the provider."
	# Each module but this one, whose license is not in the module cache.
	licenses=$(grep -c '"licenses": ' "$sbom") || true
	modules=$(grep -c '"purl": ' "$sbom")
	[ "$licenses" -ge $((modules - 1)) ] || fail "$sbom has only $licenses licenses for $modules modules."
done
[ "$(wc -l <listed)" -eq $((count + 1)) ] || fail "there are archives for other platforms than $platforms."

grep -q '"protocol_versions": *\["6.0"\]' "${name}_manifest.json" || fail "the manifest does not declare protocol 6.0."

printf 'check-release: %s is complete and signed (platforms: %d).\n' "$name" "$count"
