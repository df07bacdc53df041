package segmentexport_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// changes lists the requests that change something, in order.
func changes(server *fullstorytest.Server) string {
	var names []string
	for _, r := range server.Requests() {
		switch r.Route {
		case fullstorytest.RouteCreateExport:
			names = append(names, "submit")
		case fullstorytest.RouteCancelOperation:
			names = append(names, "cancel")
		}
	}
	return strings.Join(names, " ")
}

func TestAcc_SegmentExport_ReplacementCancelsARunningExport(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ lifecycle, changes string }{
		"destroy first": {"", "submit cancel submit"},
		"create first":  {"lifecycle {\n create_before_destroy = true\n }", "submit submit cancel"},
	} {
		t.Run(name, func(t *testing.T) {
			server, _ := stalled(t)
			cli := providertest.NewCLI(t, server, exportWith(unwaited+"\n"+c.lifecycle))
			cli.Apply()
			cli.Configure(exportWith(unwaited + "\n format = \"csv\"\n" + c.lifecycle))
			cli.Apply()
			if got := changes(server); got != c.changes {
				t.Errorf("the requests are %q, want %q", got, c.changes)
			}
			exports := server.Exports()
			if !exports[0].Cancelled || exports[1].Cancelled {
				t.Errorf("cancelled: the old one %t, the new one %t", exports[0].Cancelled, exports[1].Cancelled)
			}
		})
	}
}

// The schema family cannot cancel.
func TestAcc_SegmentExport_DestroyWarnsIfTheEndpointCannotCancel(t *testing.T) {
	t.Parallel()
	server := newServer(t, fullstorytest.WithSchemaFamilyOnly(), fullstorytest.WithDefaultScript(fullstorytest.Script{Stall: true}))
	cli := providertest.NewCLI(t, server, exportWith(unwaited))
	cli.Apply()
	result := cli.Run("destroy", "-auto-approve", "-json")
	providertest.ExpectDiagnostic(t, result.Warnings()[1:], "Segment export was not cancelled", "The endpoint cannot cancel exports", "keeps running in FullStory")
	if got, _ := cli.State(address); got != nil || result.ExitCode != 0 {
		t.Errorf("exit code %d, and the state is %v", result.ExitCode, got)
	}
}

// A key that another resource creates is unknown in the plan, which then keeps
// the state.
func TestAcc_SegmentExport_PlanWithUnknownProviderSettings(t *testing.T) {
	t.Parallel()
	server := newServer(t, fullstorytest.WithDefaultScript(fullstorytest.Script{Polls: 1}))
	config := func(input string) string {
		return `
resource "terraform_data" "key" { input = { key = "` + fullstorytest.APIKey + `", run = "` + input + `" } }
provider "fullstory" {
  endpoint = "` + server.URL() + `"
  api_key  = terraform_data.key.output.key
}
` + exportWith(unwaited)
	}
	runSteps(t, resource.TestStep{Config: config("1")}, resource.TestStep{Config: config("2")})
	wantExports(t, server, 1)
}
