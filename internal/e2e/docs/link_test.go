package docs_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// linked is a folder with an example whose link is used, so that every CLI asks
// for it, and with more arguments for its export.
func linked(t *testing.T, file, name, arguments string, server *fullstorytest.Server) *providertest.CLI {
	t.Helper()
	text, err := os.ReadFile(root + "/" + file)
	if err != nil {
		t.Fatal(err)
	}
	const last = "  type       = \"events\"\n"
	if !strings.Contains(string(text), last) {
		t.Fatalf("%s has no line %q", file, last)
	}
	config := strings.Replace(withStandIns(t, string(text)), last, last+arguments, 1) + `
resource "terraform_data" "user" {
  input = ephemeralasnull(ephemeral.fullstory_segment_export_results.` + name + `.location)
}
`
	c := providertest.NewCLI(t, server, "")
	lay(t, c.Dir, []*snippet{{files: map[string]string{"main.tf": config}}}, func(text string) string { return text })
	if lack := lacking(t, config); lack != "" {
		t.Skip(lack)
	}
	return c
}

// What the CLI does with an ephemeral resource is not ours to change; the
// examples show the forms that get along with it.
func TestAcc_Link(t *testing.T) {
	for file, name := range map[string]string{
		"examples/ephemeral-resources/fullstory_segment_export_results/ephemeral-resource.tf": "checkout",
		"examples/delivery/link/main.tf": "events",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := fullstorytest.New(fullstorytest.WithDefaultScript(fullstorytest.Script{Stall: true}))
			t.Cleanup(server.Close)
			c := linked(t, file, name, "  timeouts   = { create = \"1ms\" }\n", server)

			told(t, c.Run("apply", "-auto-approve", "-json"), "Segment export is not complete")
			// Neither of these asks for a link: there would be none.
			quietly(t, c, "plan", "-destroy", "-json")
			quietly(t, c, "plan", "-json", "-out=waits")
			id := server.Exports()[0].ID
			server.Complete(id)
			quietly(t, c, "apply", "-json", "waits")
			counted(t, server, 1)
			if server.Count(fullstorytest.RouteGetResults) == 0 {
				t.Error("no link was asked for after the wait")
			}
		})
	}
}

// The ways out of an expired link that the pages name.
func TestAcc_Link_Expired(t *testing.T) {
	const file, name = "examples/delivery/link/main.tf", "events"
	for way, c := range map[string]struct {
		arguments string
		out       []string // the command that gets out
		exports   int      // by then
	}{
		"replaced":    {"  replace_on_expiry = true\n", []string{"apply", "-auto-approve", "-json"}, 2},
		"run again":   {"", []string{"apply", "-auto-approve", "-json", "-replace=fullstory_segment_export.events"}, 2},
		"left behind": {"", []string{"destroy", "-auto-approve", "-json", "-refresh=false"}, 1},
	} {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			server := fullstorytest.New()
			t.Cleanup(server.Close)
			cli := linked(t, file, name, c.arguments, server)
			quietly(t, cli, "apply", "-auto-approve", "-json")
			expire(t, cli, server)
			if c.arguments == "" {
				told(t, cli.Run("plan", "-json"), "Segment export expired")
				told(t, cli.Run("destroy", "-auto-approve", "-json"), "Segment export expired")
			}
			if result := cli.Run(c.out...); result.ExitCode != 0 {
				t.Errorf("%v does not help:\n%s", c.out, result.Output)
			}
			counted(t, server, c.exports)
		})
	}
}

// expire lets the export expire, in FullStory and by the clock.
func expire(t *testing.T, c *providertest.CLI, server *fullstorytest.Server) {
	t.Helper()
	state := c.Dir + "/terraform.tfstate"
	text, err := os.ReadFile(state)
	if err != nil {
		t.Fatal(err)
	}
	until := regexp.MustCompile(`"expires_at": "[^"]+"`)
	if !until.Match(text) {
		t.Fatal("the state does not say when the export expires")
	}
	if err := os.WriteFile(state, until.ReplaceAll(text, []byte(`"expires_at": "2026-01-31T00:00:00Z"`)), 0o600); err != nil {
		t.Fatal(err)
	}
	server.Expire(server.Exports()[0].ID)
}

// told wants that a run fails with one error alone.
func told(t *testing.T, result providertest.Result, summary string) {
	t.Helper()
	if errs := result.Told("error"); result.ExitCode == 0 || len(errs) != 1 || errs[0].Summary != summary {
		t.Fatalf("it ends with %d and %v, want %q", result.ExitCode, errs, summary)
	}
}
