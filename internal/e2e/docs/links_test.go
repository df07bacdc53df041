package docs_test

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestUnit_Links follows every link between the pages, and to files and
// folders of the repository, as far as the heading that it names.
func TestUnit_Links(t *testing.T) {
	t.Parallel()
	tree := os.DirFS(root)
	followed := 0
	walk(t, tree, ".", func(name, text string) {
		if !isPage(name) {
			return
		}
		for _, target := range links(text) {
			followed++
			if problem := follow(tree, name, target); problem != "" {
				t.Errorf("%s links to %s: %s", name, target, problem)
			}
		}
	})
	if followed == 0 {
		t.Error("there is no link at all")
	}
}

func TestUnit_Links_Broken(t *testing.T) {
	t.Parallel()
	const text = "[a](missing.md) [b](docs/index.md#schema) [c](docs/index.md#nothing) [d](#here) [e](https://x.invalid/y) `[f](code.md)`\n" +
		"```\n[g](code.md)\n```\n[h]: ../outside.md\n[i](docs/resources/segment_export)\n"
	var broken []string
	for _, target := range links(text) {
		if follow(os.DirFS(root), "README.md", target) != "" {
			broken = append(broken, target)
		}
	}
	want := []string{"missing.md", "docs/index.md#nothing", "#here", "docs/resources/segment_export", "../outside.md"}
	if !slices.Equal(broken, want) {
		t.Errorf("broken are %q, not %q", broken, want)
	}
}

var (
	code    = regexp.MustCompile("(?ms)^```.*?^```$|`[^`\n]+`")
	inline  = regexp.MustCompile(`\]\(([^)\s]+)`)
	defined = regexp.MustCompile(`(?m)^\[[^\]]+\]: +(\S+)`)
)

// links lists the targets in the repository that a page links to.
func links(text string) (targets []string) {
	text = code.ReplaceAllString(text, "")
	for _, match := range append(inline.FindAllStringSubmatch(text, -1), defined.FindAllStringSubmatch(text, -1)...) {
		if target := match[1]; !strings.Contains(target, "://") && !strings.HasPrefix(target, "mailto:") {
			targets = append(targets, target)
		}
	}
	return targets
}

// follow says what is wrong with a link, if anything is.
func follow(tree fs.FS, from, target string) string {
	name, anchor, _ := strings.Cut(target, "#")
	if name == "" {
		name = from
	} else {
		name = path.Join(path.Dir(from), name)
	}
	if strings.HasPrefix(from, "docs/") { // the registry's pages have no ending
		if _, err := fs.Stat(tree, name); err != nil {
			name += ".md"
		}
	}
	if _, err := fs.Stat(tree, name); err != nil {
		return "there is no such file"
	}
	if anchor == "" {
		return ""
	}
	text, err := fs.ReadFile(tree, name)
	if err != nil || !slices.Contains(anchors(string(text)), anchor) {
		return "there is no such heading"
	}
	return ""
}

var (
	heading = regexp.MustCompile(`(?m)^#+ +(.+)$`)
	anchor  = regexp.MustCompile(`<a id="([^"]+)"`)
	dropped = regexp.MustCompile(`[^\p{L}\p{N} _-]`)
)

// anchors lists what a page's headings can be linked to as.
func anchors(text string) (names []string) {
	for _, match := range heading.FindAllStringSubmatch(text, -1) {
		plain := dropped.ReplaceAllString(strings.ToLower(match[1]), "")
		names = append(names, strings.ReplaceAll(plain, " ", "-"))
	}
	for _, match := range anchor.FindAllStringSubmatch(text, -1) {
		names = append(names, match[1])
	}
	return names
}
