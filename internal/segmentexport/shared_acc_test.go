package segmentexport_test

import (
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

const onePageAndMore = `
resource "fullstory_segment_export" "x" {
  count               = 120
  segment_id          = "s${count.index}"
  type                = "events"
  wait_for_completion = false
}
`

// A refresh of many running exports reads the list, not each of them, and one
// of completed exports reads nothing.
func TestAcc_SegmentExport_RefreshSharesRequests(t *testing.T) {
	t.Parallel()
	server := newServer(t,
		fullstorytest.WithDefaultScript(fullstorytest.Script{Stall: true}), fullstorytest.WithLatency(50*time.Millisecond))
	cli := providertest.NewCLI(t, server, onePageAndMore)
	cli.Apply()
	refresh := func() int {
		server.ResetLog()
		// All at once, so that a busy machine does not spread the reads over several
		// batches.
		if result := cli.Run("apply", "-refresh-only", "-auto-approve", "-parallelism=120"); result.ExitCode != 0 {
			t.Fatal(result.Output)
		}
		return len(server.Requests())
	}
	if n := refresh(); n == 0 || n > 20 {
		t.Errorf("%d requests for 120 running exports, want 1 to 20", n)
	}
	for _, export := range server.Exports() {
		server.Complete(export.ID)
	}
	if n := refresh(); n == 0 || n > 20 {
		t.Errorf("%d requests for 120 exports that have completed since, want 1 to 20", n)
	}
	for address, instance := range cli.States() {
		if instance.AttributeValues["state"] != "COMPLETED" || instance.AttributeValues["search_export_id"] == nil {
			t.Errorf("%s is %v", address, instance.AttributeValues)
		}
	}
	if n := refresh(); n != 0 {
		t.Errorf("%d requests for 120 completed exports, want none", n)
	}
}
