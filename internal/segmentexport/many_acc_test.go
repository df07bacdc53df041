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

// Fifty exports, of which one fails (s47), one times out (s48) and one is
// interrupted (s49): each ends in its own way.
func TestAcc_SegmentExport_ManyAtOnce(t *testing.T) {
	server := fullstorytest.New()
	defer server.Close()
	server.ForSegment("s47", fullstorytest.Script{Final: "FAILED", ErrorDetails: "no"})
	server.ForSegment("s48", fullstorytest.Script{Running: "PENDING", Stall: true})
	server.ForSegment("s49", fullstorytest.Script{Running: "PENDING", Stall: true})

	cli := providertest.NewCLI(t, server, fifty)
	result := cli.InterruptAfter(49, []string{`"apply_complete"`, `"apply_errored"`}, "apply", "-auto-approve", "-json", "-parallelism=60")
	if result.ExitCode == 0 {
		t.Error("an apply with a failed export passes for success")
	}
	told := map[string]string{}
	for _, d := range result.Diagnostics {
		if d.Address != "" {
			told[d.Address] = d.Severity + ": " + d.Summary
		}
	}
	want := map[string]string{
		instance(47): "error: Segment export failed",
		instance(48): "warning: Timeout while waiting for the segment export",
		instance(49): "warning: Interrupted while waiting for the segment export",
	}
	for address, text := range want {
		if told[address] != text {
			t.Errorf("%s: told %q, want %q", address, told[address], text)
		}
	}
	if len(told) != len(want) {
		t.Errorf("told %v", told)
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
		if got.Values["state"] != state || got.Values["id"] != ids[fmt.Sprintf("s%d", i)] || got.Tainted != (i == 47) {
			t.Errorf("s%d is %v of %v, tainted = %t", i, got.Values["state"], got.Values["id"], got.Tainted)
		}
	}

	server.ForSegment("s47", fullstorytest.Script{})
	server.Complete(ids["s48"])
	server.Complete(ids["s49"])
	cli.Apply()
	if n := server.Count(fullstorytest.RouteCreateExport); n != 51 {
		t.Errorf("%d POSTs in all, want 50 and one for the failed export", n)
	}
	if result := cli.Run("plan", "-detailed-exitcode"); result.ExitCode != 0 {
		t.Errorf("the last plan is not empty:\n%s", result.Output)
	}
}

func instance(i int) string { return fmt.Sprintf(`fullstory_segment_export.x["s%d"]`, i) }
