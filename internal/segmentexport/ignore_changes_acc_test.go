package segmentexport_test

import (
	"strings"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// With ignore_changes, an import leaves the required arguments null in the
// state. They are taken over when ignore_changes is removed.
func TestAcc_SegmentExport_ImportWithIgnoreChanges(t *testing.T) {
	t.Parallel()
	const ignored = "  lifecycle {\n    ignore_changes = [segment_id, type, time_range, triggers]\n  }\n}\n"
	server := newServer(t)
	server.AddOperation(odd, "SEARCH_EXPORT", "COMPLETED")
	cli := providertest.NewCLI(t, server, strings.TrimSuffix(adopted, "}\n")+ignored+"import {\n  to = "+address+"\n  id = \""+odd+"\"\n}\n")
	cli.Apply()
	if got, _ := cli.State(address); got["id"] != odd || got["segment_id"] != nil {
		t.Errorf("after the import the state is %v", got)
	}
	cli.ExpectEmptyPlan()
	cli.Configure(adopted)
	if actions, _ := cli.PlannedActions(address); actions != "update" {
		t.Errorf("without ignore_changes the plan is %q, want an update", actions)
	}
	wantAdopted(t, cli, server)
}
