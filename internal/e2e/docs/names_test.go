package docs_test

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
)

var (
	target = regexp.MustCompile("(?m)(?:`|^)make ([a-z-]+)")
	named  = regexp.MustCompile("`(Test(?:Unit|Acc)_\\w+)`")
)

// TestUnit_PagesNameWhatExists looks for the targets and the tests that pages
// send their readers to.
func TestUnit_PagesNameWhatExists(t *testing.T) {
	t.Parallel()
	tree := os.DirFS(root)
	makefile, err := fs.ReadFile(tree, "GNUmakefile")
	if err != nil {
		t.Fatal(err)
	}
	tests := functions(t)
	walk(t, tree, ".", func(name, text string) {
		if !isPage(name) {
			return
		}
		for _, match := range target.FindAllStringSubmatch(strings.Join(code.FindAllString(text, -1), "\n"), -1) {
			if !strings.Contains(string(makefile), "\n"+match[1]+":") {
				t.Errorf("%s names the target %s, which there is not", name, match[1])
			}
		}
		for _, match := range named.FindAllStringSubmatch(text, -1) {
			if !strings.Contains(tests, "\nfunc "+match[1]+"(") {
				t.Errorf("%s names the test %s, which there is not", name, match[1])
			}
		}
	})
}

// functions is the text of all tests.
func functions(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	walk(t, os.DirFS(root+"/internal"), ".", func(name, text string) {
		if strings.HasSuffix(name, "_test.go") {
			all.WriteString(text)
		}
	})
	return all.String()
}
