package docs_test

import (
	"regexp"
	"strings"
	"testing"
)

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
