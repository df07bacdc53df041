package docs_test

import (
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
)

const (
	troubleshooting = "docs/guides/troubleshooting.md"
	// otherMessages is the heading below which messages are not ours.
	otherMessages = "\n## Messages of Terraform"
)

var (
	messageCell = regexp.MustCompile("(?m)^\\| (`.+?`) \\|")
	codeSpan    = regexp.MustCompile("`([^`]+)`")
)

// Every diagnostic is composed in package diagnose, so that the page and the
// golden file have all of them.
func TestUnit_Troubleshooting_DiagnosticsAreInOnePackage(t *testing.T) {
	t.Parallel()
	composes := regexp.MustCompile(`\bAdd(Attribute)?(Error|Warning)\(|New(Attribute)?(Error|Warning)Diagnostic\(`)
	walk(t, os.DirFS(root+"/internal"), ".", func(name, text string) {
		if strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") && !strings.HasPrefix(name, "diagnose/") && composes.MatchString(text) {
			t.Errorf("internal/%s composes a diagnostic", name)
		}
	})
}

// TestUnit_Troubleshooting_HasEverySummary compares the first column of the
// tables with the summaries of all diagnostics: readers search the page for the
// text that the CLI shows.
func TestUnit_Troubleshooting_HasEverySummary(t *testing.T) {
	t.Parallel()
	page, err := fs.ReadFile(os.DirFS(root), troubleshooting)
	if err != nil {
		t.Fatal(err)
	}
	ours, _, found := strings.Cut(string(page), otherMessages)
	if !found {
		t.Fatalf("%s has no heading %q", troubleshooting, strings.TrimSpace(otherMessages))
	}
	var entries []string
	for _, cell := range messageCell.FindAllStringSubmatch(ours, -1) {
		for _, span := range codeSpan.FindAllStringSubmatch(cell[1], -1) {
			entries = append(entries, span[1])
		}
	}
	summaries := diagnose.Summaries()
	for _, summary := range summaries {
		if !slices.Contains(entries, summary) {
			t.Errorf("%s has no entry %q", troubleshooting, summary)
		}
	}
	for _, entry := range entries {
		if !slices.Contains(summaries, entry) {
			t.Errorf("%s has an entry %q, which no diagnostic has", troubleshooting, entry)
		}
	}
}
