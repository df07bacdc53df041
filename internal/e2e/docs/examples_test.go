// Package docs_test tests the documentation: it formats, plans and applies
// every configuration below examples/ and every HCL block of README.md, the
// other pages at the top, and docs/, which is generated from templates/. It
// finds new ones by itself.
//
// examples_test.go runs the snippets that snippets_test.go finds. kinds_test.go
// says what kind of configuration a snippet is and which CLI it needs, and
// standins_test.go replaces the resources of other providers.
package docs_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

func TestMain(m *testing.M) { providertest.Main(m) }

// variables has a value for every variable of a snippet without a default.
var variables = map[string]string{
	"day":        "2026-01-15",
	"org_id":     "o-19AB2C-na1", // the account of the fake
	"first_day":  time.Now().UTC().AddDate(0, 0, -5).Format(time.DateOnly),
	"start_time": time.Now().UTC().AddDate(0, 0, -5).Format(time.DateOnly) + "T00:00:00Z",
}

// addExports adds the exports that snippets import or look up.
func addExports(server *fullstorytest.Server) {
	server.AddOperation("U0VBUkNIX0VYUE9SVDoxMjM0NQ==", "SEARCH_EXPORT", "COMPLETED")
	server.AddOperation("U0VBUkNIX0VYUE9SVDo2Nzg5MA==", "SEARCH_EXPORT", "COMPLETED")
}

// TestAcc_Examples checks that every snippet is formatted, that it can be
// planned without a warning and without submitting an export, and that it can
// be applied.
func TestAcc_Examples(t *testing.T) {
	t.Parallel()
	for _, s := range allSnippets(t) {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			server := fullstorytest.New(fullstorytest.WithWireFormat("reference"))
			t.Cleanup(server.Close)
			addExports(server)
			c := providertest.NewCLI(t, server, "")
			c.Env = append(c.Env, environment()...)
			parts := s.withDependencies()
			writeSnippets(t, c.Dir, parts, func(text string) string { return text })

			kind := s.kind()
			if kind.formattedSince.supported(t) {
				if result := c.Run("fmt", "-check", "-diff", "-recursive"); result.ExitCode != 0 {
					t.Errorf("not formatted:\n%s", result.Output)
				}
			}
			if kind.onlyFormatted != "" {
				t.Skip(kind.onlyFormatted)
			}
			text := textOf(parts)
			for _, name := range otherProviders(text) {
				if !slices.Contains(knownProviders, name) {
					t.Fatalf("the snippet uses the provider %q, which is not one of knownProviders", name)
				}
			}
			writeSnippets(t, c.Dir, parts, func(text string) string { return withStandIns(t, text) })
			if missing := missingFeature(t, text); missing != "" {
				t.Skip(missing)
			}
			if strings.Contains(text, "\nmodule \"") {
				runWithoutDiagnostics(t, c, "get")
			}
			runWithoutDiagnostics(t, c, kind.command...)
			if n := server.Count(fullstorytest.RouteCreateExport); n > 0 {
				t.Errorf("%s submits %d exports", kind.command[0], n)
			}
			if tests, _ := filepath.Glob(filepath.Join(c.Dir, "tests", "*.tftest.hcl")); len(tests) > 0 {
				runWithoutDiagnostics(t, c, "test")
				if server.Count(fullstorytest.RouteCreateExport) == 0 {
					t.Error("the tests of the module submit no export to the fake")
				}
			}
			if kind.command[0] == "plan" {
				runWithoutDiagnostics(t, c, "apply", "-auto-approve", "-json", "-input=false")
			}
		})
	}
}

// runWithoutDiagnostics runs a command, which must succeed without an error or
// a warning.
func runWithoutDiagnostics(t *testing.T, c *providertest.CLI, command ...string) {
	t.Helper()
	result := c.Run(command...)
	if diags := append(result.Errors(), result.Warnings()...); result.ExitCode != 0 || len(diags) > 0 {
		t.Fatalf("%s exits with %d: %v\n%s", command[0], result.ExitCode, diags, result.Output)
	}
}

// environment returns the environment of a reader who uses fullstory.com. The
// proxy keeps requests from leaving the machine, whatever endpoint a snippet
// sets.
func environment() []string {
	environ := []string{"FULLSTORY_WIRE_FORMAT=reference", "HTTPS_PROXY=http://127.0.0.1:1"}
	for name, value := range variables {
		environ = append(environ, "TF_VAR_"+name+"="+value)
	}
	return environ
}

// writeSnippets writes the files of snippets into a directory, the .tf files
// converted. It removes the directory's main.tf, which only says where the
// provider comes from, if a snippet says so itself.
func writeSnippets(t *testing.T, dir string, snippets []*snippet, convert func(string) string) {
	t.Helper()
	if strings.Contains(textOf(snippets), "required_providers") || snippets[0].kind().onlyFormatted != "" {
		if err := os.RemoveAll(filepath.Join(dir, "main.tf")); err != nil {
			t.Fatal(err)
		}
	}
	for _, s := range snippets {
		for name, text := range s.files {
			path := filepath.Join(dir, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
				t.Fatal(err)
			}
			if strings.HasSuffix(name, ".tf") {
				text = convert(text)
			}
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}
