package docs_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

const page = `# A page

~~~terraform
locals {
  day = "2026-01-15"
}

resource "fullstory_segment_export" "events" {
  segment_id = "everyone"
}
~~~

~~~sh
resource "not_hcl" "x" {}
~~~

~~~hcl
output "state" {
  value = fullstory_segment_export.events.state
}
~~~

~~~terraform
output "day" {
  value = upper(local.day)
}

output "other" {
  value = data.fullstory_segment_export.events.state
}

resource "aws_s3_object" "file" {}
~~~

~~~terraform
  triggers = {
    day = local.day
  }
~~~
`

func TestUnit_Snippets_InAPage(t *testing.T) {
	t.Parallel()
	found := snippetsInPage("page.md", strings.ReplaceAll(page, "~~~", "```"))
	var names []string
	for _, s := range found {
		names = append(names, s.name)
	}
	if want := []string{"page.md:3", "page.md:17", "page.md:23", "page.md:35"}; !slices.Equal(names, want) {
		t.Fatalf("got %v, want %v", names, want)
	}
	for _, s := range found[1:] {
		if parts := s.withDependencies(); len(parts) != 2 || parts[1] != found[0] {
			t.Errorf("%s does not depend on only the first block: %v", s.name, parts)
		}
	}
	if parts := found[0].withDependencies(); len(parts) != 1 {
		t.Errorf("the first block depends on %d others", len(parts)-1)
	}
	if names := otherProviders(found[2].text()); !slices.Equal(names, []string{"aws"}) {
		t.Errorf("the block uses %v", names)
	}
	if text := found[3].text(); !strings.Contains(text, "\n  type = \"individuals\"\n") || !strings.HasSuffix(text, "  }\n}\n") {
		t.Errorf("the excerpt is not completed:\n%s", text)
	}
}

// A search that finds nothing would fail no test.
func TestUnit_Snippets_AreFound(t *testing.T) {
	t.Parallel()
	var names []string
	for _, s := range allSnippets(t) {
		names = append(names, s.name)
	}
	all := strings.Join(names, "\n")
	for _, want := range []string{
		"examples/quickstart", "examples/provider/provider.tf", "examples/resources/fullstory_segment_export/resource.tf", "examples/recipes/daily-s3", "README.md:",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("%s is not among the snippets:\n%s", want, all)
		}
	}
}

var variable = regexp.MustCompile(`(?ms)^variable "(\w+)" \{\n(.*?)^\}`)

// A CLI that is too old for a snippet skips it, and would not notice.
func TestUnit_Snippets_VariablesHaveValues(t *testing.T) {
	t.Parallel()
	for _, s := range allSnippets(t) {
		for _, match := range variable.FindAllStringSubmatch(s.text(), -1) {
			if variables[match[1]] == "" && !strings.Contains(match[2], "  default ") {
				t.Errorf("%s has a variable %q, which is not in variables", s.name, match[1])
			}
		}
	}
}

func TestUnit_StandIns_Replace(t *testing.T) {
	t.Parallel()
	const text = `terraform {
  required_providers {
    aws       = { source = "hashicorp/aws" }
    fullstory = { source = "fullstory-community/fullstory" }
  }
}

provider "aws" {}

data "aws_region" "here" {}

resource "fullstory_segment_export" "x" {
  triggers = { region = data.aws_region.here.name }
}

resource "aws_s3_object" "y" {
  for_each = toset(["a"])
  bucket   = "acme"
  rule {
    source = ephemeral.fullstory_segment_export_results.x.location
  }
}

output "z" {
  value = aws_s3_object.y["a"].etag
}
`
	rest := withStandIns(t, text)
	for _, want := range []string{
		"  triggers = { region = terraform_data.data_aws_region_here.id }\n",
		"resource \"terraform_data\" \"aws_s3_object_y\" {\n  for_each = toset([\"a\"])\n",
		"    ephemeralasnull(ephemeral.fullstory_segment_export_results.x.location),\n",
		"  value = terraform_data.aws_s3_object_y[\"a\"].id\n",
		"    fullstory = {",
	} {
		if !strings.Contains(rest, want) {
			t.Errorf("%q is not in\n%s", want, rest)
		}
	}
	if names := otherProviders(rest); len(names) > 0 || strings.Contains(rest, "hashicorp/aws") {
		t.Errorf("%v are left in\n%s", names, rest)
	}
}
