package segmentexport_test

import (
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

const unwaited = `wait_for_completion = false`

func TestAcc_SegmentExport_FailedExportFailsTheApply(t *testing.T) {
	t.Parallel()
	server := newServer(t)
	server.Next(fullstorytest.Script{Polls: 1, ErrorDetails: "the segment is too large"})
	cli := providertest.NewCLI(t, server, minimal)
	result := cli.Run("apply", "-auto-approve", "-json")
	failed := server.Exports()[0].ID
	providertest.ExpectDiagnostic(t, result.Errors(), "Segment export failed", "Reason: the segment is too large", "Operation: "+failed, "Segment: everyone")

	cli.Apply()
	exports := server.Exports()
	if got, tainted := cli.State(address); len(exports) != 2 || got["id"] != exports[1].ID || got["state"] != "COMPLETED" || tainted {
		t.Errorf("%d exports, and the state is %v", len(exports), got)
	}
	wantRequests(t, server, fullstorytest.RouteCancelOperation, 0)
}

func TestAcc_SegmentExport_FailedExportFoundByRefresh(t *testing.T) {
	t.Parallel()
	server, _ := stalled(t)
	cli := providertest.NewCLI(t, server, exportWith(unwaited))
	cli.Apply()
	server.Fail(server.Exports()[0].ID, "out of memory")
	actions, result := cli.PlannedActions(address)
	providertest.ExpectDiagnostic(t, result.Warnings(), "Segment export failed", "The next apply replaces it", "Reason: out of memory")
	if actions != "delete create" {
		t.Errorf("the plan does %q, want a replacement", actions)
	}
	cli.Apply()
	wantExports(t, server, 2)
}

// Every later version must read the state of the first schema version, with an
// empty plan.
func TestAcc_SegmentExport_ReadsTheFirstStateVersion(t *testing.T) {
	t.Parallel()
	server := newServer(t)
	cli := providertest.NewCLI(t, server, exportWith(`
		format     = "csv"
		time_range = { start = "2026-01-01T00:00:00+01:00", end = "2026-01-02T00:00:00Z" }
		triggers   = { run = "1" }
		timeouts   = { create = "30m" }`))
	cli.StoreState("state_v0_full.tfstate", nil)
	actions, result := cli.PlannedActions(address)
	if actions != "no-op" || len(result.Diagnostics) > 1 || len(server.Requests()) != 0 {
		t.Errorf("the plan does %q with %d requests:\n%s", actions, len(server.Requests()), result.Output)
	}
}
