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

const (
	registryDocs = "https://registry.terraform.io/providers/fullstory-community/fullstory/latest/docs"
	repository   = "https://github.com/fullstory-community/terraform-provider-fullstory/"
)

// TestUnit_Links checks every link between the pages and to files of the
// repository, including the heading that it names.
func TestUnit_Links(t *testing.T) {
	t.Parallel()
	tree := os.DirFS(root)
	checked := 0
	walk(t, tree, ".", func(name, text string) {
		if !isPage(name) {
			return
		}
		for _, target := range links(text) {
			checked++
			if problem := checkLink(tree, name, target); problem != "" {
				t.Errorf("%s links to %s: %s", name, target, problem)
			}
		}
	})
	if checked < 50 {
		t.Errorf("only %d links were found", checked)
	}
}

func TestUnit_Links_Broken(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from, target string
		broken       bool
	}{
		{"README.md", "missing.md", true},
		{"README.md", "docs/index.md#schema", false},
		{"README.md", "docs/index.md#nothing", true},
		{"README.md", "#here", true},
		{"README.md", "docs/resources/segment_export", true}, // GitHub needs the extension
		{"README.md", "../outside.md", true},
		{"docs/index.md", "resources/segment_export", true}, // the registry resolves it against /latest/
		{"docs/index.md", "resources/segment_export.md", true},
		{"docs/index.md", "#schema", false},
		{"docs/index.md", registryDocs, false},
		{"docs/index.md", registryDocs + "/resources/segment_export#import", false},
		{"docs/index.md", registryDocs + "/resources/segment_export#nothing", true},
		{"docs/index.md", registryDocs + "/resources/missing", true},
		{"docs/index.md", repository + "tree/main/examples/quickstart", false},
		{"docs/index.md", repository + "blob/main/missing.md", true},
		{"docs/index.md", repository + "issues", false},
		{"docs/index.md", "https://example.com/", false},
	} {
		if problem := checkLink(os.DirFS(root), c.from, c.target); (problem != "") != c.broken {
			t.Errorf("the link from %s to %s: %q", c.from, c.target, problem)
		}
	}
	const text = "[a](b.md) `[c](code.md)`\n```\n[d](code.md)\n```\n[e]: f.md\n"
	if got := links(text); !slices.Equal(got, []string{"b.md", "f.md"}) {
		t.Errorf("found the links %q", got)
	}
}

var (
	code            = regexp.MustCompile("(?ms)^```.*?^```$|`[^`\n]+`")
	inlineLink      = regexp.MustCompile(`\]\(([^)\s]+)`)
	linkDefinition  = regexp.MustCompile(`(?m)^\[[^\]]+\]: +(\S+)`)
	repositoryPath  = regexp.MustCompile(`^(?:blob|tree)/main/(.+)$`)
	heading         = regexp.MustCompile(`(?m)^#+ +(.+)$`)
	explicitAnchor  = regexp.MustCompile(`<a id="([^"]+)"`)
	notInAnAnchor   = regexp.MustCompile(`[^\p{L}\p{N} _-]`)
	withinDocs      = regexp.MustCompile(`^docs/`)
	otherWebAddress = regexp.MustCompile(`^(https?://|mailto:)`)
)

// links returns the targets of the links on a page.
func links(text string) (targets []string) {
	text = code.ReplaceAllString(text, "")
	for _, match := range append(inlineLink.FindAllStringSubmatch(text, -1), linkDefinition.FindAllStringSubmatch(text, -1)...) {
		targets = append(targets, match[1])
	}
	return targets
}

// checkLink returns what is wrong with a link, as GitHub and, for pages in
// docs/, the registry resolve it.
func checkLink(tree fs.FS, from, target string) string {
	address, fragment, _ := strings.Cut(target, "#")
	var name string
	switch {
	case address == "":
		name = from
	case address == registryDocs:
		name = "docs/index.md"
	case strings.HasPrefix(address, registryDocs+"/"):
		name = "docs/" + strings.TrimPrefix(address, registryDocs+"/") + ".md"
	case strings.HasPrefix(address, repository):
		match := repositoryPath.FindStringSubmatch(strings.TrimPrefix(address, repository))
		if match == nil {
			return ""
		}
		name = match[1]
	case otherWebAddress.MatchString(address):
		return ""
	case withinDocs.MatchString(from):
		return "the registry does not resolve relative links: use " + registryDocs + "/..."
	default:
		name = path.Join(path.Dir(from), address)
	}
	if _, err := fs.Stat(tree, name); err != nil {
		return "there is no such file"
	}
	if fragment == "" {
		return ""
	}
	text, err := fs.ReadFile(tree, name)
	if err != nil || !slices.Contains(anchors(string(text)), fragment) {
		return "there is no such heading"
	}
	return ""
}

// anchors returns the fragments that a page has.
func anchors(text string) (names []string) {
	for _, match := range heading.FindAllStringSubmatch(text, -1) {
		plain := notInAnAnchor.ReplaceAllString(strings.ToLower(match[1]), "")
		names = append(names, strings.ReplaceAll(plain, " ", "-"))
	}
	for _, match := range explicitAnchor.FindAllStringSubmatch(text, -1) {
		names = append(names, match[1])
	}
	return names
}
