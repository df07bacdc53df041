package segmentexport_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// odd is an ID with every character that needs escaping in a path.
const odd = "a/b+c:d=="

const adopted = `
resource "fullstory_segment_export" "x" {
  segment_id = "everyone"
  type       = "individuals"
  time_range = { start = "2026-01-01T00:00:00Z" }
  triggers   = { run = "1" }
}
`

// wantAdopted checks that the first apply after an import takes the arguments
// from the configuration and submits nothing, and that later changes replace
// the export.
func wantAdopted(t *testing.T, cli *providertest.CLI, server *fullstorytest.Server) {
	t.Helper()
	cli.Apply()
	if got, _ := cli.State(address); got["id"] != odd || got["type"] != "individuals" || got["state"] != "COMPLETED" {
		t.Errorf("after the first apply the state is %v", got)
	}
	if actions, _ := cli.PlannedActions(address); actions != "no-op" {
		t.Errorf("the second plan does %q", actions)
	}
	wantExports(t, server, 0)
	for name, config := range map[string]string{
		"a change":                     strings.Replace(adopted, `run = "1"`, `run = "2"`, 1),
		"an argument that was not set": strings.Replace(adopted, `segment_id`, "format = \"csv\"\n  segment_id", 1),
	} {
		cli.Configure(config)
		if actions, _ := cli.PlannedActions(address); actions != "delete create" {
			t.Errorf("%s, set later, plans %q, want a replacement", name, actions)
		}
	}
}

// An export can be imported while it runs, too.
func TestAcc_SegmentExport_ImportByCommand(t *testing.T) {
	t.Parallel()
	for _, status := range []string{"COMPLETED", "PENDING"} {
		t.Run(status, func(t *testing.T) {
			server := newServer(t)
			server.AddOperation(odd, "SEARCH_EXPORT", status)
			cli := providertest.NewCLI(t, server, adopted)
			if result := cli.Run("import", address, odd); result.ExitCode != 0 {
				t.Fatal(result.Output)
			}
			if got, _ := cli.State(address); got["state"] != status || (got["search_export_id"] != nil) != (status == "COMPLETED") || got["segment_id"] != nil {
				t.Errorf("after the import the state is %v, want what the API reports", got)
			}
			server.Complete(odd)
			if actions, _ := cli.PlannedActions(address); actions != "update" {
				t.Errorf("the first plan does %q, want an update in place", actions)
			}
			wantAdopted(t, cli, server)
		})
	}
}

// Every argument is taken over in place, also those of the reference alone.
func TestAcc_SegmentExport_ImportEveryArgument(t *testing.T) {
	t.Parallel()
	server := newServer(t, fullstorytest.WithWireFormat("reference"))
	server.AddOperation(odd, "SEARCH_EXPORT", "COMPLETED")
	cli := providertest.NewCLI(t, server, `
resource "fullstory_segment_export" "x" {
  segment_id         = "everyone"
  type               = "events"
  format             = "csv"
  time_range         = { start = "2026-01-01T00:00:00Z" }
  segment_time_range = {}
  now                = "2026-02-01T00:00:00Z"
  timezone           = "Europe/Berlin"
  scope              = "pages"
  fields             = ["EventStart"]
  triggers           = { run = "1" }
}

import {
  to = fullstory_segment_export.x
  id = "`+odd+`"
}
`)
	cli.Env = append(cli.Env, "FULLSTORY_WIRE_FORMAT=reference")
	if actions, _ := cli.PlannedActions(address); actions != "update" {
		t.Errorf("the plan is %q, want an update", actions)
	}
	cli.Apply()
	cli.ExpectEmptyPlan()
	got, _ := cli.State(address)
	if got["id"] != odd || got["now"] != "2026-02-01T00:00:00Z" || got["segment_time_range"] == nil || len(server.Exports()) > 0 {
		t.Errorf("%d exports, and the state is %v", len(server.Exports()), got)
	}
}

func TestAcc_SegmentExport_ImportErrors(t *testing.T) {
	t.Parallel()
	server := newServer(t)
	server.AddOperation("import", "DELETE_USER", "COMPLETED")
	cli := providertest.NewCLI(t, server, adopted)
	for id, texts := range map[string][]string{
		"import":  {"Operation is not a segment export", "Only operations of type SEARCH_EXPORT are segment exports", `Type: DELETE_USER`},
		"no such": {"Segment export not found", "FullStory has no operation with this ID", "Operation: no such"},
		"":        {"Import ID missing", "by the ID of its operation"},
	} {
		result := cli.Run("import", "-no-color", address, id)
		if result.ExitCode == 0 || !providertest.Message(texts...).MatchString(result.Output) {
			t.Errorf("%q: exit code %d, output:\n%s", id, result.ExitCode, result.Output)
		}
		if got, _ := cli.State(address); got != nil {
			t.Errorf("%q: the state is %v", id, got)
		}
	}
}

func TestAcc_SegmentExport_ImportByIdentity(t *testing.T) {
	t.Parallel()
	server := newServer(t)
	server.AddOperation(odd, "SEARCH_EXPORT", "COMPLETED")
	cli := providertest.NewCLI(t, server, adopted+"import {\n  to = "+address+"\n  identity = { id = \""+odd+"\" }\n}\n")
	var version struct {
		Number string `json:"terraform_version"`
	}
	if err := json.Unmarshal([]byte(cli.Run("version", "-json").Output), &version); err != nil {
		t.Fatal(err)
	}
	var major, minor int
	if _, err := fmt.Sscanf(version.Number, "%d.%d", &major, &minor); err != nil {
		t.Fatal(err)
	}
	if major == 1 && minor < 12 {
		t.Skipf("version %s of the CLI does not import by identity; 1.12 is the first that does", version.Number)
	}
	wantAdopted(t, cli, server)
}

// The new export is not one whose arguments wait to be adopted.
func TestAcc_SegmentExport_ImportOfAFailedExport(t *testing.T) {
	t.Parallel()
	server := newServer(t)
	server.AddOperation(odd, "SEARCH_EXPORT", "FAILED")
	cli := providertest.NewCLI(t, server, adopted)
	if result := cli.Run("import", address, odd); result.ExitCode != 0 {
		t.Fatal(result.Output)
	}
	cli.Apply()
	if n := len(server.Exports()); n != 1 {
		t.Fatalf("%d exports, want a new one in place of the failed", n)
	}
	cli.Configure(strings.Replace(adopted, `segment_id`, "format = \"csv\"\n  segment_id", 1))
	if actions, _ := cli.PlannedActions(address); actions != "delete create" {
		t.Errorf("an argument set later plans %q, want a replacement", actions)
	}
}
