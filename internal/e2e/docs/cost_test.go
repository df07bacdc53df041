package docs_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

var (
	ofKind = regexp.MustCompile(`^docs/(resources|data-sources|ephemeral-resources|actions|list-resources|functions)/`)
	costs  = regexp.MustCompile(`\bcosts? (an|no) export\b`)
)

// TestUnit_PagesSayWhatCostsAnExport reads what stands above the example.
func TestUnit_PagesSayWhatCostsAnExport(t *testing.T) {
	t.Parallel()
	pages := 0
	walk(t, os.DirFS(root), "docs", func(name, text string) {
		if !ofKind.MatchString(name) {
			return
		}
		pages++
		_, page, _ := strings.Cut(text, "\n# ") // behind the front matter
		start, rest, shown := strings.Cut(page, "\n## Example")
		if !shown || !strings.Contains(rest, "```terraform\n") {
			t.Errorf("%s shows no example", name)
		}
		if !costs.MatchString(start) {
			t.Errorf("%s does not say, before its example, what costs an export and what does not", name)
		}
	})
	if pages == 0 {
		t.Error("there is no page")
	}
}
