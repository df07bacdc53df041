package docs_test

import (
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var entry = regexp.MustCompile(`(?m)^### (.+)$`)

// TestUnit_TroubleshootingHasEverySummary compares the headings of the page on
// troubleshooting with the summaries of diagnostics in the source: a reader
// looks for the text that the CLI shows.
func TestUnit_TroubleshootingHasEverySummary(t *testing.T) {
	t.Parallel()
	const name = "docs/guides/troubleshooting.md"
	page, err := fs.ReadFile(os.DirFS(root), name)
	if err != nil {
		t.Fatal(err)
	}
	var headings []string
	for _, match := range entry.FindAllStringSubmatch(string(page), -1) {
		headings = append(headings, match[1])
	}
	summaries := summariesIn(t, os.DirFS(root+"/internal"))
	if len(summaries) < 30 {
		t.Errorf("no more than %d summaries were found in the source: %q", len(summaries), summaries)
	}
	for _, summary := range summaries {
		if !slices.Contains(headings, summary) {
			t.Errorf("%s has no entry %q: say there what it means and what to do", name, summary)
		}
	}
	for _, heading := range headings {
		if !slices.Contains(summaries, heading) {
			t.Errorf("%s has an entry %q, which is not (or no longer) in the source", name, heading)
		}
	}
}

// summariesIn finds the summaries of diagnostics in the product's source: what
// is given for a parameter "summary", and what becomes the Summary of a
// diagnose.Text. One that cannot be read is an error.
func summariesIn(t *testing.T, tree fs.FS) []string {
	t.Helper()
	s := source{t: t, fset: token.NewFileSet(), consts: map[string]ast.Expr{}, found: map[string]bool{},
		summaryAt: map[string]int{ // of the framework
			"AddError": 0, "AddWarning": 0, "AddAttributeError": 1, "AddAttributeWarning": 1,
			"NewErrorDiagnostic": 0, "NewWarningDiagnostic": 0, "NewAttributeErrorDiagnostic": 1, "NewAttributeWarningDiagnostic": 1,
		}}
	var files []*ast.File
	walk(t, tree, ".", func(name, text string) {
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") ||
			strings.HasPrefix(name, "cmd/") || strings.HasPrefix(name, "fullstorytest/") || strings.HasPrefix(name, "providertest/") {
			return
		}
		file, err := parser.ParseFile(s.fset, name, text, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
		ast.Inspect(file, s.learn)
	})
	for _, file := range files {
		for _, declaration := range file.Decls {
			if function, ok := declaration.(*ast.FuncDecl); ok {
				s.function = function
				ast.Inspect(function, s.collect)
			}
		}
	}
	return slices.Sorted(maps.Keys(s.found))
}

// source is what is known of it, and what was found.
type source struct {
	t         *testing.T
	fset      *token.FileSet
	summaryAt map[string]int      // the place of the parameter, by the function's name; ours with their folder
	consts    map[string]ast.Expr // by name
	results   []*ast.FuncDecl     // functions of one string
	doings    []ast.Expr          // what completes "Could not …"
	function  *ast.FuncDecl       // where collecting is
	found     map[string]bool
}

// learn notes what reading a summary may need.
func (s *source) learn(node ast.Node) bool {
	switch n := node.(type) {
	case *ast.FuncDecl:
		place := 0
		for _, field := range n.Type.Params.List {
			for _, name := range field.Names {
				if name.Name == "summary" {
					s.summaryAt[s.ours(n, n.Name.Name)] = place
				}
				place++
			}
		}
		if results := n.Type.Results; results != nil && len(results.List) == 1 && isNamed(results.List[0].Type, "string") {
			s.results = append(s.results, n)
		}
	case *ast.ValueSpec:
		for i, name := range n.Names {
			if i < len(n.Values) {
				s.consts[name.Name] = n.Values[i]
			}
		}
	case *ast.CompositeLit:
		if isNamed(n.Type, "Call") {
			s.doings = append(s.doings, n.Elts[0])
		}
	}
	return true
}

// collect reads the summaries of a function.
func (s *source) collect(node ast.Node) bool {
	switch n := node.(type) {
	case *ast.CallExpr:
		called, ok := n.Fun.(*ast.SelectorExpr)
		if !ok {
			break
		}
		for _, name := range []string{called.Sel.Name, s.ours(n, called.Sel.Name)} {
			if at, ok := s.summaryAt[name]; ok && at < len(n.Args) {
				s.add(n.Args[at])
			}
		}
	case *ast.CompositeLit:
		if isNamed(n.Type, "Text") && len(n.Elts) > 0 {
			s.add(n.Elts[0])
		}
	case *ast.AssignStmt:
		if field, ok := n.Lhs[0].(*ast.SelectorExpr); ok && field.Sel.Name == "Summary" {
			s.add(n.Rhs[0])
		}
	}
	return true
}

func (s *source) add(expression ast.Expr) {
	texts := s.read(expression)
	if texts == nil {
		s.t.Errorf("%s: a summary that this test cannot read", s.fset.Position(expression.Pos()))
	}
	for _, text := range texts {
		s.found[text] = true
	}
}

// read returns what a summary may be, and nil where that cannot be told. What
// was handed in as a summary is read where that was done.
func (s *source) read(expression ast.Expr) []string {
	switch e := expression.(type) {
	case *ast.BasicLit:
		return []string{constant.StringVal(constant.MakeFromLiteral(e.Value, e.Kind, 0))}
	case *ast.Ident:
		if value := s.consts[e.Name]; value != nil {
			return s.read(value)
		}
		if value := s.local(e.Name); value != nil {
			return s.read(value)
		}
		if _, handedIn := s.summaryAt[s.ours(s.function, s.function.Name.Name)]; handedIn && e.Name == "summary" {
			return []string{}
		}
	case *ast.SelectorExpr:
		switch e.Sel.Name {
		case "Summary":
			return []string{}
		case "doing":
			var texts []string
			for _, doing := range s.doings {
				texts = append(texts, s.read(doing)...)
			}
			return texts
		}
	case *ast.BinaryExpr:
		var texts []string
		for _, start := range s.read(e.X) {
			for _, end := range s.read(e.Y) {
				texts = append(texts, start+end)
			}
		}
		return texts
	case *ast.CallExpr:
		return s.returned(e)
	}
	return nil
}

// local finds what a variable of the function begins with.
func (s *source) local(name string) (value ast.Expr) {
	ast.Inspect(s.function, func(node ast.Node) bool {
		if assigned, ok := node.(*ast.AssignStmt); ok && assigned.Tok == token.DEFINE && isNamed(assigned.Lhs[0], name) {
			value = assigned.Rhs[0]
		}
		return true
	})
	return value
}

// returned reads what a function of ours may return.
func (s *source) returned(call *ast.CallExpr) (texts []string) {
	called, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	for _, function := range s.results {
		if function.Name.Name != called.Sel.Name {
			continue
		}
		ast.Inspect(function, func(node ast.Node) bool {
			if result, ok := node.(*ast.ReturnStmt); ok {
				texts = append(texts, s.read(result.Results[0])...)
			}
			return true
		})
	}
	return texts
}

// ours is the name of a function of the folder that a node is in.
func (s *source) ours(node ast.Node, name string) string {
	return path.Dir(s.fset.Position(node.Pos()).Filename) + "." + name
}

func isNamed(expression ast.Expr, name string) bool {
	ident, ok := expression.(*ast.Ident)
	return ok && ident.Name == name
}
