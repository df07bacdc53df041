package docs_test

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// root is the repository.
const root = "../../.."

// snippet is a piece of HCL that the documentation shows.
type snippet struct {
	name     string
	files    map[string]string
	siblings []*snippet // of the same page or directory, nearest first
}

func (s *snippet) text() string {
	var texts []string
	for _, name := range slices.Sorted(maps.Keys(s.files)) {
		texts = append(texts, s.files[name])
	}
	return "\n" + strings.Join(texts, "\n")
}

// kind returns the kind of the snippet, which files in subdirectories do not
// affect.
func (s *snippet) kind() kind {
	text := ""
	for _, name := range slices.Sorted(maps.Keys(s.files)) {
		if !strings.Contains(name, "/") {
			text += "\n" + s.files[name]
		}
	}
	return kindOf(text)
}

func textOf(snippets []*snippet) string {
	var all strings.Builder
	for _, s := range snippets {
		all.WriteString(s.text())
	}
	return all.String()
}

// allSnippets returns every snippet once, even if several pages show it.
func allSnippets(t *testing.T) (snippets []*snippet) {
	t.Helper()
	seen := map[string]bool{}
	tree := os.DirFS(root)
	for _, s := range append(snippetsInExamples(t, tree), snippetsInPages(t, tree)...) {
		if text := strings.TrimSpace(s.text()); !seen[text] {
			seen[text] = true
			snippets = append(snippets, s)
		}
	}
	return snippets
}

// snippetDirectories are the directories in which every file is a snippet of
// its own, shown on a page of the documentation.
var snippetDirectories = regexp.MustCompile(`^examples/(provider|(resources|data-sources|ephemeral-resources|functions|actions|list-resources)/\w+)$`)

// snippetsInExamples returns the configurations below examples/. A directory is
// one snippet with everything below it, except for snippetDirectories.
func snippetsInExamples(t *testing.T, tree fs.FS) (found []*snippet) {
	t.Helper()
	directories := map[string]*snippet{}
	pages := map[string][]*snippet{}
	walk(t, tree, "examples", func(name, text string) {
		dir := path.Dir(name)
		switch {
		case !strings.HasSuffix(name, ".tf") && !strings.HasSuffix(name, ".hcl"):
			return
		case snippetDirectories.MatchString(dir):
			pages[dir] = append(pages[dir], &snippet{name: name, files: map[string]string{path.Base(name): text}})
			return
		}
		for parent := range directories {
			if strings.HasPrefix(name, parent+"/") {
				dir = parent
			}
		}
		if directories[dir] == nil {
			directories[dir] = &snippet{name: dir, files: map[string]string{}}
		}
		directories[dir].files[strings.TrimPrefix(name, dir+"/")] = text
	})
	for _, snippets := range pages {
		setSiblings(snippets)
		found = append(found, snippets...)
	}
	return slices.SortedFunc(slices.Values(slices.AppendSeq(found, maps.Values(directories))),
		func(a, b *snippet) int { return strings.Compare(a.name, b.name) })
}

// snippetsInPages returns the HCL blocks of the Markdown pages.
func snippetsInPages(t *testing.T, tree fs.FS) (found []*snippet) {
	t.Helper()
	walk(t, tree, ".", func(name, text string) {
		if isPage(name) {
			found = append(found, snippetsInPage(name, text)...)
		}
	})
	return found
}

// isPage reports whether a file is a page that people read: Markdown at the
// top, in docs/, in examples/ or in .github/.
func isPage(name string) bool {
	return strings.HasSuffix(name, ".md") &&
		(!strings.Contains(name, "/") || strings.HasPrefix(name, "docs/") || strings.HasPrefix(name, "examples/") || strings.HasPrefix(name, ".github/"))
}

var fence = regexp.MustCompile("(?ms)^```(\\w*)\n(.*?)^```$")

// snippetsInPage returns the HCL blocks of one page.
func snippetsInPage(name, text string) (found []*snippet) {
	for _, at := range fence.FindAllStringSubmatchIndex(text, -1) {
		language, block := text[at[2]:at[3]], text[at[4]:at[5]]
		if language != "terraform" && language != "hcl" && language != "tf" {
			continue
		}
		block = completed(block)
		line := 1 + strings.Count(text[:at[0]], "\n")
		found = append(found, &snippet{
			name:  fmt.Sprintf("%s:%d", name, line),
			files: map[string]string{fmt.Sprintf("line_%d%s", line, kindOf(block).suffix): block},
		})
	}
	setSiblings(found)
	return found
}

// excerptName is the name of the resource that an excerpt becomes.
const excerptName = "excerpt"

// completed makes a resource of an excerpt of one, which is indented.
func completed(block string) string {
	if !strings.HasPrefix(block, "  ") {
		return block
	}
	resource := fmt.Sprintf("resource \"fullstory_segment_export\" %q {\n", excerptName)
	for _, argument := range []string{`segment_id = "everyone"`, `type = "individuals"`} {
		name, _, _ := strings.Cut(argument, " ")
		if !strings.Contains("\n"+block, "\n  "+name+" ") {
			resource += "  " + argument + "\n\n"
		}
	}
	return resource + block + "}\n"
}

// setSiblings makes snippets siblings: first the ones before, nearest first,
// then the ones after.
func setSiblings(snippets []*snippet) {
	for i, s := range snippets {
		before := slices.Clone(snippets[:i])
		slices.Reverse(before)
		s.siblings = slices.Concat(before, snippets[i+1:])
	}
}

// withDependencies returns the snippet and the siblings that declare what it
// refers to, because a page shows a resource once.
func (s *snippet) withDependencies() []*snippet {
	parts := []*snippet{s}
	declares := func(address string) bool {
		return slices.ContainsFunc(parts, func(part *snippet) bool { return slices.Contains(declared(part.text()), address) })
	}
	for i := 0; i < len(parts); i++ {
		for _, sibling := range s.siblings {
			if !slices.Contains(parts, sibling) && slices.ContainsFunc(declared(sibling.text()), func(address string) bool {
				return refersTo(parts[i].text(), address) && !declares(address)
			}) {
				parts = append(parts, sibling)
			}
		}
	}
	return parts
}

var (
	blockHeader = regexp.MustCompile(`(?m)^(resource|data|ephemeral|action|variable|module) "([\w-]+)"(?: "([\w-]+)")?`)
	localsBlock = regexp.MustCompile(`(?ms)^locals \{\n(.*?)^\}`)
	localName   = regexp.MustCompile(`(?m)^  (\w+) +=`)
)

// declared returns the addresses that a text declares.
func declared(text string) (addresses []string) {
	for _, match := range blockHeader.FindAllStringSubmatch(text, -1) {
		switch match[1] {
		case "resource":
			addresses = append(addresses, match[2]+"."+match[3])
		case "variable":
			addresses = append(addresses, "var."+match[2])
		case "module":
			addresses = append(addresses, "module."+match[2])
		default:
			addresses = append(addresses, match[1]+"."+match[2]+"."+match[3])
		}
	}
	for _, match := range localsBlock.FindAllStringSubmatch(text, -1) {
		for _, name := range localName.FindAllStringSubmatch(match[1], -1) {
			addresses = append(addresses, "local."+name[1])
		}
	}
	return addresses
}

func refersTo(text, address string) bool {
	return regexp.MustCompile(`[^\w.]` + regexp.QuoteMeta(address) + `\b`).MatchString(text)
}

// walk reads every file below a directory, without those of git and tools, and
// the source.
func walk(t *testing.T, tree fs.FS, dir string, visit func(name, text string)) {
	t.Helper()
	err := fs.WalkDir(tree, dir, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && strings.HasPrefix(entry.Name(), ".") && name != "." && name != ".github",
			entry.IsDir() && (name == "bin" || name == "dist" || name == "internal"):
			return fs.SkipDir
		case entry.IsDir():
			return nil
		}
		text, err := fs.ReadFile(tree, name)
		visit(name, string(text))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
