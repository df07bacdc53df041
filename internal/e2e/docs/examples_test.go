// Package examples_test runs what the documentation shows: every configuration
// below examples/, and every HCL block of the README, the other pages beside it
// and docs/, which is generated from templates/. New ones are found without a
// word here; what cannot be run is named in a table with its reason.
package docs_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

func TestMain(m *testing.M) { providertest.Main(m) }

// variables has a value for every variable of a snippet that has no default.
var variables = map[string]string{
	"fullstory_api_key": fullstorytest.APIKey,
	"day":               "2026-01-15",
}

// prepare puts into the fake what snippets suppose to be there: the built-in
// segments are, and so is an export that is imported or looked up.
func prepare(server *fullstorytest.Server) {
	server.AddOperation("U0VBUkNIX0VYUE9SVDoxMjM0NQ==", "SEARCH_EXPORT", "COMPLETED")
}

// TestAcc_Examples checks that each snippet is formatted, that it can be
// planned, which includes that it is valid, with not even a warning and without
// an export being submitted, and that it can be applied.
func TestAcc_Examples(t *testing.T) {
	for _, s := range all(t) {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			server := fullstorytest.New(fullstorytest.WithWireFormat("reference"))
			t.Cleanup(server.Close)
			prepare(server)
			c := providertest.NewCLI(t, server, "")
			c.Env = append(c.Env, environment()...)
			parts := s.withNeighbours()
			lay(t, c.Dir, parts, func(text string) string { return text })

			kind := s.kind()
			if kind.formattedSince.reached(t) {
				if result := c.Run("fmt", "-check", "-diff", "-recursive"); result.ExitCode != 0 {
					t.Errorf("not formatted:\n%s", result.Output)
				}
			}
			if kind.onlyFormatted != "" {
				t.Skip(kind.onlyFormatted)
			}
			text := textOf(parts)
			for _, name := range foreign(text) {
				if !slices.Contains(foreignProviders, name) {
					t.Fatalf("it uses the provider %q, which is not among the foreignProviders", name)
				}
			}
			lay(t, c.Dir, parts, func(text string) string { return withStandIns(t, text) })
			if lack := lacking(t, text); lack != "" {
				t.Skip(lack)
			}
			if strings.Contains(text, "\nmodule \"") {
				quietly(t, c, "get")
			}
			quietly(t, c, kind.command...)
			if n := server.Count(fullstorytest.RouteCreateExport); n > 0 {
				t.Errorf("%s submits %d exports", kind.command[0], n)
			}
			if tests, _ := filepath.Glob(filepath.Join(c.Dir, "tests", "*.tftest.hcl")); len(tests) > 0 {
				quietly(t, c, "test")
				if server.Count(fullstorytest.RouteCreateExport) == 0 {
					t.Error("the module's own tests submit no export to the fake")
				}
			}
			if kind.command[0] == "plan" {
				quietly(t, c, "apply", "-auto-approve", "-json", "-input=false")
			}
		})
	}
}

// quietly runs a command to its success, with nothing to tell.
func quietly(t *testing.T, c *providertest.CLI, command ...string) {
	t.Helper()
	result := c.Run(command...)
	if told := append(result.Told("error"), result.Told("warning")...); result.ExitCode != 0 || len(told) > 0 {
		t.Fatalf("%s ends with %d: %v\n%s", command[0], result.ExitCode, told, result.Output)
	}
}

// environment is what the snippets' readers have: fullstory.com speaks the
// reference. Nothing leaves the machine, whatever endpoint a snippet names.
func environment() []string {
	environ := []string{"FULLSTORY_WIRE_FORMAT=reference", "HTTPS_PROXY=http://127.0.0.1:1"}
	for name, value := range variables {
		environ = append(environ, "TF_VAR_"+name+"="+value)
	}
	return environ
}

// lay writes the files of a snippet, and of those that it rests on, into a
// folder that holds nothing but a main.tf that says where the provider comes
// from.
func lay(t *testing.T, dir string, parts []*snippet, as func(string) string) {
	t.Helper()
	text := textOf(parts)
	if strings.Contains(text, "required_providers") || parts[0].kind().onlyFormatted != "" {
		if err := os.RemoveAll(filepath.Join(dir, "main.tf")); err != nil {
			t.Fatal(err)
		}
	}
	for _, part := range parts {
		for name, text := range part.files {
			path := filepath.Join(dir, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
				t.Fatal(err)
			}
			if strings.HasSuffix(name, ".tf") {
				text = as(text)
			}
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}
