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

// snippet is a piece of HCL that the documentation shows as one.
type snippet struct {
	name       string
	files      map[string]string
	neighbours []*snippet // of the same page or folder, nearest first
}

// text is all that the snippet holds.
func (s *snippet) text() string {
	var texts []string
	for _, name := range slices.Sorted(maps.Keys(s.files)) {
		texts = append(texts, s.files[name])
	}
	return "\n" + strings.Join(texts, "\n")
}

// kind is what the snippet is; the files in folders below it are beside it.
func (s *snippet) kind() kind {
	text := ""
	for _, name := range slices.Sorted(maps.Keys(s.files)) {
		if !strings.Contains(name, "/") {
			text += "\n" + s.files[name]
		}
	}
	return kindOf(text)
}

// textOf is all that some snippets hold.
func textOf(snippets []*snippet) string {
	var all strings.Builder
	for _, s := range snippets {
		all.WriteString(s.text())
	}
	return all.String()
}

// all finds every snippet. A text that is shown in several places is run once.
func all(t *testing.T) (snippets []*snippet) {
	t.Helper()
	seen := map[string]bool{}
	tree := os.DirFS(root)
	for _, s := range append(inExamples(t, tree), inPages(t, tree)...) {
		if text := strings.TrimSpace(s.text()); !seen[text] {
			seen[text] = true
			snippets = append(snippets, s)
		}
	}
	return snippets
}

// ofPages are the folders whose files stand for themselves: each is shown on a
// page of the documentation.
var ofPages = regexp.MustCompile(`^examples/(provider|(resources|data-sources|ephemeral-resources|functions|actions|list-resources)/\w+)$`)

// inExamples finds the configurations in examples/: the files of a page, and
// any other folder as a whole, with what lies below it.
func inExamples(t *testing.T, tree fs.FS) (found []*snippet) {
	t.Helper()
	folders := map[string]*snippet{}
	pages := map[string][]*snippet{}
	walk(t, tree, "examples", func(name, text string) {
		folder := path.Dir(name)
		switch {
		case !strings.HasSuffix(name, ".tf") && !strings.HasSuffix(name, ".hcl"):
			return
		case ofPages.MatchString(folder):
			pages[folder] = append(pages[folder], &snippet{name: name, files: map[string]string{path.Base(name): text}})
			return
		}
		for above := range folders {
			if strings.HasPrefix(name, above+"/") {
				folder = above
			}
		}
		if folders[folder] == nil {
			folders[folder] = &snippet{name: folder, files: map[string]string{}}
		}
		folders[folder].files[strings.TrimPrefix(name, folder+"/")] = text
	})
	for _, snippets := range pages {
		introduce(snippets)
		found = append(found, snippets...)
	}
	return slices.SortedFunc(slices.Values(slices.AppendSeq(found, maps.Values(folders))),
		func(a, b *snippet) int { return strings.Compare(a.name, b.name) })
}

// inPages finds the HCL blocks of the Markdown pages.
func inPages(t *testing.T, tree fs.FS) (found []*snippet) {
	t.Helper()
	walk(t, tree, ".", func(name, text string) {
		if isPage(name) {
			found = append(found, inPage(name, text)...)
		}
	})
	return found
}

// isPage tells the Markdown that people read: beside the README, in docs/, and
// in .github/. The templates are read as what is generated from them.
func isPage(name string) bool {
	return strings.HasSuffix(name, ".md") &&
		(!strings.Contains(name, "/") || strings.HasPrefix(name, "docs/") || strings.HasPrefix(name, ".github/"))
}

var fence = regexp.MustCompile("(?ms)^```(\\w*)\n(.*?)^```$")

// inPage finds the HCL blocks of one page.
func inPage(name, text string) (found []*snippet) {
	for _, at := range fence.FindAllStringSubmatchIndex(text, -1) {
		language, block := text[at[2]:at[3]], text[at[4]:at[5]]
		if language != "terraform" && language != "hcl" && language != "tf" {
			continue
		}
		block = whole(block)
		line := 1 + strings.Count(text[:at[0]], "\n")
		found = append(found, &snippet{
			name:  fmt.Sprintf("%s:%d", name, line),
			files: map[string]string{fmt.Sprintf("line_%d%s", line, kindOf(block).suffix): block},
		})
	}
	introduce(found)
	return found
}

// whole makes a resource of an excerpt of one, which is told by being indented
// as it is in a resource.
func whole(block string) string {
	if !strings.HasPrefix(block, "  ") {
		return block
	}
	resource := "resource \"fullstory_segment_export\" \"excerpt\" {\n"
	for _, argument := range []string{
		`segment_id = "everyone"`, `type = "events"`, `time_range = { start = "2026-01-15T00:00:00Z" }`,
	} {
		name, _, _ := strings.Cut(argument, " ")
		if !strings.Contains("\n"+block, "\n  "+name+" ") {
			resource += "  " + argument + "\n\n"
		}
	}
	return resource + block + "}\n"
}

// introduce makes snippets neighbours: what stands before one, nearest first,
// and then what follows.
func introduce(snippets []*snippet) {
	for i, s := range snippets {
		s.neighbours = slices.Concat(slices.Collect(backward(snippets[:i])), snippets[i+1:])
	}
}

func backward(snippets []*snippet) func(func(*snippet) bool) {
	return func(yield func(*snippet) bool) {
		for _, s := range slices.Backward(snippets) {
			if !yield(s) {
				return
			}
		}
	}
}

// withNeighbours is the snippet, and the neighbours that declare what it, or
// one of those, refers to: a page shows a resource once.
func (s *snippet) withNeighbours() []*snippet {
	parts := []*snippet{s}
	for i := 0; i < len(parts); i++ {
		for _, neighbour := range s.neighbours {
			if slices.Contains(parts, neighbour) {
				continue
			}
			for _, address := range declared(neighbour.text()) {
				if mentions(parts[i].text(), address) && !slices.ContainsFunc(parts, func(part *snippet) bool {
					return slices.Contains(declared(part.text()), address)
				}) {
					parts = append(parts, neighbour)
					break
				}
			}
		}
	}
	return parts
}

var (
	block  = regexp.MustCompile(`(?m)^(resource|data|ephemeral|action|variable|module) "([\w-]+)"(?: "([\w-]+)")?`)
	locals = regexp.MustCompile(`(?ms)^locals \{\n(.*?)^\}`)
	local  = regexp.MustCompile(`(?m)^  (\w+) +=`)
)

// declared lists the addresses that a text declares.
func declared(text string) (addresses []string) {
	for _, match := range block.FindAllStringSubmatch(text, -1) {
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
	for _, match := range locals.FindAllStringSubmatch(text, -1) {
		for _, name := range local.FindAllStringSubmatch(match[1], -1) {
			addresses = append(addresses, "local."+name[1])
		}
	}
	return addresses
}

func mentions(text, address string) bool {
	return regexp.MustCompile(`[^\w.]` + regexp.QuoteMeta(address) + `\b`).MatchString(text)
}

// walk reads every file below a folder, but for those that git and tools keep.
func walk(t *testing.T, tree fs.FS, folder string, visit func(name, text string)) {
	t.Helper()
	err := fs.WalkDir(tree, folder, func(name string, entry fs.DirEntry, err error) error {
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
