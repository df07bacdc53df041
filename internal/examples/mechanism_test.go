package examples_test

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

func TestUnit_Page(t *testing.T) {
	t.Parallel()
	found := inPage("page.md", strings.ReplaceAll(page, "~~~", "```"))
	var names []string
	for _, s := range found {
		names = append(names, s.name)
	}
	if want := []string{"page.md:3", "page.md:17", "page.md:23", "page.md:35"}; !slices.Equal(names, want) {
		t.Fatalf("found %v, not %v", names, want)
	}
	for _, s := range found[1:] {
		if parts := s.withNeighbours(); len(parts) != 2 || parts[1] != found[0] {
			t.Errorf("%s does not rest on the first block alone: %v", s.name, parts)
		}
	}
	if parts := found[0].withNeighbours(); len(parts) != 1 {
		t.Errorf("the first block rests on %d others", len(parts)-1)
	}
	if names := foreign(found[2].text()); !slices.Equal(names, []string{"aws"}) {
		t.Errorf("it uses %v", names)
	}
	if text := found[3].text(); !strings.Contains(text, "\n  type = \"events\"\n") || !strings.HasSuffix(text, "  }\n}\n") {
		t.Errorf("the excerpt is not made whole:\n%s", text)
	}
}

// What is looked for is found: a search that finds nothing fails nothing.
func TestUnit_ExamplesAreFound(t *testing.T) {
	t.Parallel()
	var names []string
	for _, s := range all(t) {
		names = append(names, s.name)
	}
	all := strings.Join(names, "\n")
	for _, want := range []string{
		"examples/quickstart", "examples/provider/provider.tf", "examples/resources/fullstory_segment_export/resource.tf", "README.md:",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("%s is not among what is run:\n%s", want, all)
		}
	}
}

var variable = regexp.MustCompile(`(?ms)^variable "(\w+)" \{\n(.*?)^\}`)

// A CLI that is too old for a snippet would not miss its variables.
func TestUnit_VariablesHaveValues(t *testing.T) {
	t.Parallel()
	for _, s := range all(t) {
		for _, match := range variable.FindAllStringSubmatch(s.text(), -1) {
			if variables[match[1]] == "" && !strings.Contains(match[2], "  default ") {
				t.Errorf("%s has a variable %q, which is not in the table of variables", s.name, match[1])
			}
		}
	}
}

func TestUnit_WithoutForeign(t *testing.T) {
	t.Parallel()
	const export = "resource \"fullstory_segment_export\" \"x\" {\n  triggers = {}\n}\n"
	const versions = "terraform {\n  required_providers {\n    aws = {\n      source = \"hashicorp/aws\"\n    }\n" +
		"    fullstory = { source = \"fullstory-community/fullstory\" }\n  }\n}\n"
	const object = "resource \"aws_s3_object\" \"y\" {\n  tags = {\n  }\n}\n"
	text := versions + export + "provider \"aws\" {}\n" + object
	rest := withoutForeign(text)
	if strings.Contains(rest, "aws") || !strings.Contains(rest, export) || !strings.Contains(rest, "    fullstory = {") {
		t.Errorf("left is\n%s", rest)
	}
	if !standsAlone(text) {
		t.Error("the export does not stand alone, though it refers to nothing")
	}
	for _, text := range []string{object, text + "output \"z\" {\n  value = aws_s3_object.y.id\n}\n"} {
		if standsAlone(text) {
			t.Errorf("this stands alone:\n%s", withoutForeign(text))
		}
	}
}
