package segmentexport_test

import (
	"fmt"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

const fifty = `
resource "fullstory_segment_export" "x" {
  for_each   = toset([for i in range(50) : "s${i}"])
  segment_id = each.key
  type       = "events"
  timeouts   = each.key == "s48" ? { create = "3s" } : null
}
`

// One of fifty exports fails (s47), one times out (s48) and one is interrupted
// (s49). Each is reported and stored on its own.
func TestAcc_SegmentExport_ApplyManyWithFailureTimeoutAndInterrupt(t *testing.T) {
	t.Parallel()
	server := newServer(t)
	server.ForSegment("s47", fullstorytest.Script{ErrorDetails: "no"})
	server.ForSegment("s48", fullstorytest.Script{Running: "PENDING", Stall: true})
	server.ForSegment("s49", fullstorytest.Script{Running: "PENDING", Stall: true})

	cli := providertest.NewCLI(t, server, fifty)
	result := cli.InterruptAfter(49, []string{`"apply_complete"`, `"apply_errored"`}, "apply", "-auto-approve", "-json", "-parallelism=60")
	if result.ExitCode == 0 {
		t.Error("an apply with a failed export succeeds")
	}
	diags := map[string]string{}
	for _, d := range result.Diagnostics {
		if d.Address != "" {
			diags[d.Address] = string(d.Severity) + ": " + d.Summary
		}
	}
	want := map[string]string{
		instance(47): "error: Segment export failed",
		instance(48): "warning: Timeout while waiting for the segment export",
		instance(49): "warning: Interrupted while waiting for the segment export",
	}
	for address, text := range want {
		if diags[address] != text {
			t.Errorf("%s: got %q, want %q", address, diags[address], text)
		}
	}
	if len(diags) != len(want) {
		t.Errorf("diagnostics: %v", diags)
	}
	ids := map[string]string{}
	for _, export := range server.Exports() {
		ids[export.SegmentID] = export.ID
	}
	states := map[int]string{47: "FAILED", 48: "PENDING", 49: "PENDING"}
	instances := cli.States()
	for i := range 50 {
		got := instances[instance(i)]
		state, unusual := states[i]
		if !unusual {
			state = "COMPLETED"
		}
		if got.AttributeValues["state"] != state || got.AttributeValues["id"] != ids[fmt.Sprintf("s%d", i)] || got.Tainted != (i == 47) {
			t.Errorf("s%d is %v of %v, tainted = %t", i, got.AttributeValues["state"], got.AttributeValues["id"], got.Tainted)
		}
	}

	server.ForSegment("s47", fullstorytest.Script{})
	server.Complete(ids["s48"])
	server.Complete(ids["s49"])
	cli.Apply()
	wantRequests(t, server, fullstorytest.RouteCreateExport, 51)
	cli.ExpectEmptyPlan()
}

func instance(i int) string { return fmt.Sprintf(`fullstory_segment_export.x["s%d"]`, i) }
