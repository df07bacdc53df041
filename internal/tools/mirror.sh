#!/bin/sh
# Usage: mirror.sh
#
# Builds the provider into bin/mirror, a filesystem mirror of the registries of
# Terraform and OpenTofu, and prints the CLI configuration that uses it. Unlike
# a development override, it works with "terraform init".

set -eu

cd -- "$(dirname -- "$0")/../.."

version=$(awk '$1 == "##" {print $2; exit}' CHANGELOG.md)
mirror=$PWD/bin/mirror
rm -rf "$mirror.new" # from a build that failed
# The source address has no host, so each CLI uses its own registry.
for host in registry.terraform.io registry.opentofu.org; do
	go build -trimpath -ldflags "-X main.version=$version" -o \
		"$mirror.new/$host/fullstory-community/fullstory/$version/$(go env GOOS)_$(go env GOARCH)/terraform-provider-fullstory_v$version$(go env GOEXE)" .
done
rm -rf "$mirror" # other versions
mv "$mirror.new" "$mirror"

cat <<END
Built version $version. Write this to ~/.terraformrc (OpenTofu also reads ~/.tofurc):

provider_installation {
  filesystem_mirror {
    path    = "$mirror"
    include = ["fullstory-community/*"]
  }
  direct {
    exclude = ["fullstory-community/*"]
  }
}

Then run terraform init. After each rebuild, remove the provider's block from
.terraform.lock.hcl, which has the checksum of the former build, and run
terraform init again.
END
