package docs_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// linkExample prepares a CLI with an example of a download link. The link is
// used, so that every CLI requests it, and its export gets more arguments.
func linkExample(t *testing.T, file, arguments string, server *fullstorytest.Server) *providertest.CLI {
	t.Helper()
	text, err := os.ReadFile(root + "/" + file)
	if err != nil {
		t.Fatal(err)
	}
	const last = "  segment_time_range = local.day\n"
	if !strings.Contains(string(text), last) {
		t.Fatalf("%s has no line %q", file, last)
	}
	config := strings.Replace(withStandIns(t, string(text)), last, last+arguments, 1) + `
resource "terraform_data" "user" {
  input = ephemeralasnull(ephemeral.fullstory_segment_export_results.individuals.location)
}
`
	c := providertest.NewCLI(t, server, "")
	configure(t, c, config)
	if missing := missingFeature(t, config); missing != "" {
		t.Skip(missing)
	}
	return c
}

const deliveryLink = "examples/delivery/link/main.tf"

// The examples work although every plan, apply and destroy requests a link.
func TestAcc_DownloadLink_UnfinishedExport(t *testing.T) {
	t.Parallel()
	for _, file := range []string{
		"examples/ephemeral-resources/fullstory_segment_export_results/ephemeral-resource.tf", deliveryLink,
	} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			server := fullstorytest.New(fullstorytest.WithDefaultScript(fullstorytest.Script{Stall: true}))
			t.Cleanup(server.Close)
			c := linkExample(t, file, "  timeouts   = { create = \"2s\" }\n", server)

			wantError(t, c.Run("apply", "-auto-approve", "-json"), "Segment export is not complete")
			// These must not request a link: the export has no file yet. The
			// destroy only warns that it cancels the export.
			if result := c.Run("plan", "-destroy", "-json"); result.ExitCode != 0 {
				t.Errorf("the destroy cannot be planned:\n%s", result.Output)
			}
			runWithoutDiagnostics(t, c, "plan", "-json", "-out=waits")
			server.Complete(server.Exports()[0].ID)
			runWithoutDiagnostics(t, c, "apply", "-json", "waits")
			wantSubmissions(t, server, 1)
			if server.Count(fullstorytest.RouteGetResults) == 0 {
				t.Error("no link was requested after the wait")
			}
		})
	}
}

// The remedies for an expired link that the pages name.
func TestAcc_DownloadLink_ExpiredExport(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		arguments string
		remedy    []string
		exports   int
		without   bool // the block of the link
	}{
		"replace_on_expiry":      {"  replace_on_expiry = true\n", []string{"apply", "-auto-approve", "-json"}, 2, false},
		"replace once":           {"", []string{"apply", "-auto-approve", "-json", "-replace=fullstory_segment_export.individuals"}, 2, false},
		"destroy without a link": {"", []string{"destroy", "-auto-approve", "-json", "-refresh=false"}, 1, false},
		"no link any more":       {"", []string{"apply", "-auto-approve", "-json"}, 1, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := fullstorytest.New()
			t.Cleanup(server.Close)
			cli := linkExample(t, deliveryLink, c.arguments, server)
			runWithoutDiagnostics(t, cli, "apply", "-auto-approve", "-json")
			expire(t, cli, server)
			if c.arguments == "" {
				wantError(t, cli.Run("plan", "-json"), "Segment export expired")
				wantError(t, cli.Run("destroy", "-auto-approve", "-json"), "Segment export expired")
			}
			if c.without {
				withoutLink(t, cli)
			}
			if result := cli.Run(c.remedy...); result.ExitCode != 0 {
				t.Errorf("%v fails:\n%s", c.remedy, result.Output)
			}
			wantSubmissions(t, server, c.exports)
		})
	}
}

// withoutLink removes the block of the link, and what refers to it.
func withoutLink(t *testing.T, c *providertest.CLI) {
	t.Helper()
	path := c.Dir + "/main.tf"
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text = regexp.MustCompile(`(?m)^ephemeral (?s:.*?)^\}\n`).ReplaceAll(text, nil)
	text = regexp.MustCompile(`(?m)^.*ephemeral\..*\n`).ReplaceAll(text, nil)
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

// expire makes the export expire in FullStory and in the state.
func expire(t *testing.T, c *providertest.CLI, server *fullstorytest.Server) {
	t.Helper()
	state := c.Dir + "/terraform.tfstate"
	text, err := os.ReadFile(state)
	if err != nil {
		t.Fatal(err)
	}
	expiresAt := regexp.MustCompile(`"expires_at": "[^"]+"`)
	if !expiresAt.Match(text) {
		t.Fatal("the state has no expires_at")
	}
	if err := os.WriteFile(state, expiresAt.ReplaceAll(text, []byte(`"expires_at": "2026-01-31T00:00:00Z"`)), 0o600); err != nil {
		t.Fatal(err)
	}
	server.Expire(server.Exports()[0].ID)
}

// wantError checks that a run failed with exactly one error.
func wantError(t *testing.T, result providertest.Result, summary string) {
	t.Helper()
	if errs := result.Errors(); result.ExitCode == 0 || len(errs) != 1 || errs[0].Summary != summary {
		t.Fatalf("the run exits with %d and %v, want %q", result.ExitCode, errs, summary)
	}
}
