package docs_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	referencePage = regexp.MustCompile(`^docs/(index\.md|(resources|data-sources|ephemeral-resources|actions|functions)/)`)
	makeTarget    = regexp.MustCompile("(?m)(?:`|^)make ([a-z-]+)")
	testName      = regexp.MustCompile("`(Test(?:Unit|Acc)_\\w+)`")
)

// maxLines are the lengths that pages must not exceed. The first match counts.
var maxLines = []struct {
	page  *regexp.Regexp
	lines int
}{
	{regexp.MustCompile(`^docs/resources/segment_export\.md$`), 270},
	{regexp.MustCompile(`^docs/guides/`), 145},
	{regexp.MustCompile(`^README\.md$`), 70},
	{regexp.MustCompile(`^PERFORMANCE\.md$`), 80},
	{regexp.MustCompile(`^DESIGN\.md$`), 110},
}

// TestUnit_Pages_AreShort holds pages to their lengths.
func TestUnit_Pages_AreShort(t *testing.T) {
	t.Parallel()
	walk(t, os.DirFS(root), ".", func(name, text string) {
		for _, limit := range maxLines {
			if !limit.page.MatchString(name) {
				continue
			}
			if lines := strings.Count(text, "\n"); lines > limit.lines {
				t.Errorf("%s has %d lines, want at most %d", name, lines, limit.lines)
			}
			break
		}
	})
}

// TestUnit_Pages_ShowACompleteExample checks that the example of each page can
// be copied and run: Terraform needs required_providers to find the provider.
func TestUnit_Pages_ShowACompleteExample(t *testing.T) {
	t.Parallel()
	pages := 0
	walk(t, os.DirFS(root), "docs", func(name, text string) {
		if !referencePage.MatchString(name) {
			return
		}
		pages++
		_, example, found := strings.Cut(text, "\n## Example")
		example, _, _ = strings.Cut(example, "\n## ")
		if !found || !strings.Contains(example, "```terraform\n") || !strings.Contains(example, `"fullstory-community/fullstory"`) {
			t.Errorf("%s has no complete example", name)
		}
	})
	if pages < 10 {
		t.Errorf("only %d pages were found", pages)
	}
}

// TestUnit_Pages_NameExistingTargetsAndTests checks the make targets and the
// tests that pages name.
func TestUnit_Pages_NameExistingTargetsAndTests(t *testing.T) {
	t.Parallel()
	tree := os.DirFS(root)
	makefile, err := fs.ReadFile(tree, "GNUmakefile")
	if err != nil {
		t.Fatal(err)
	}
	tests := testSource(t)
	walk(t, tree, ".", func(name, text string) {
		if !isPage(name) {
			return
		}
		for _, match := range makeTarget.FindAllStringSubmatch(strings.Join(code.FindAllString(text, -1), "\n"), -1) {
			if !strings.Contains(string(makefile), "\n"+match[1]+":") {
				t.Errorf("%s names the target %s, which does not exist", name, match[1])
			}
		}
		for _, match := range testName.FindAllStringSubmatch(text, -1) {
			if !strings.Contains(tests, "\nfunc "+match[1]+"(") {
				t.Errorf("%s names the test %s, which does not exist", name, match[1])
			}
		}
	})
}

// testSource returns the source of all tests.
func testSource(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	walk(t, os.DirFS(root+"/internal"), ".", func(name, text string) {
		if strings.HasSuffix(name, "_test.go") {
			all.WriteString(text)
		}
	})
	return all.String()
}

// The table of the index has everything that the provider serves; the guides
// are in the README.
func TestUnit_Index_HasEveryPage(t *testing.T) {
	index, err := os.ReadFile(filepath.Join("../../..", "docs", "index.md"))
	if err != nil {
		t.Fatal(err)
	}
	pages, err := filepath.Glob(filepath.Join("../../..", "docs", "*", "*.md"))
	if err != nil || len(pages) < 15 {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	for _, page := range pages {
		name := filepath.Base(filepath.Dir(page)) + "/" + strings.TrimSuffix(filepath.Base(page), ".md")
		if !strings.HasPrefix(name, "guides/") && !strings.Contains(string(index), "/"+name+")") {
			t.Errorf("docs/index.md does not link %s", name)
		}
	}
}
