package segmentexport_test

import (
	"sync"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// stalled returns a fake with exports that do not complete on their own. polled
// is closed at the first poll.
func stalled(t *testing.T) (server *fullstorytest.Server, polled <-chan struct{}) {
	t.Helper()
	signal := make(chan struct{})
	var once sync.Once
	server = newServer(t,
		fullstorytest.WithDefaultScript(fullstorytest.Script{Running: "PENDING", Stall: true}),
		fullstorytest.WithRequestHook(func(r fullstorytest.Request) {
			if r.Route == fullstorytest.RouteGetOperation {
				once.Do(func() { close(signal) })
			}
		}))
	return server, signal
}

// wantInState checks that the only export is in the state, untainted.
func wantInState(t *testing.T, cli *providertest.CLI, server *fullstorytest.Server, want string) (id string) {
	t.Helper()
	exports := server.Exports()
	if len(exports) != 1 {
		t.Fatalf("%d exports, want 1", len(exports))
	}
	got, tainted := cli.State(address)
	if got["id"] != exports[0].ID || got["state"] != want || tainted {
		t.Errorf("the state is %v, tainted = %t; want %s of %s", got, tainted, want, exports[0].ID)
	}
	return exports[0].ID
}

func TestAcc_SegmentExport_InterruptKeepsTheExportAndResumes(t *testing.T) {
	t.Parallel()
	server, polled := stalled(t)
	cli := providertest.NewCLI(t, server, minimal)
	result := cli.Interrupt(polled, "apply", "-auto-approve", "-json")
	id := wantInState(t, cli, server, "PENDING")
	providertest.ExpectDiagnostic(t, result.Warnings(), "Interrupted while waiting for the segment export",
		"keeps running in FullStory and stays in the state", "it submits nothing", "Operation: "+id, "Segment: everyone")

	if actions, _ := cli.PlannedActions(address); actions != "update" {
		t.Errorf("the next plan does %q, want an update in place that waits", actions)
	}
	server.Complete(id)
	cli.Apply()
	wantInState(t, cli, server, "COMPLETED")
}

func TestAcc_SegmentExport_TimeoutKeepsTheExportAndResumes(t *testing.T) {
	t.Parallel()
	server, _ := stalled(t)
	cli := providertest.NewCLI(t, server, exportWith(`timeouts = { create = "2s", update = "2s" }`))
	result := cli.Apply()
	id := wantInState(t, cli, server, "PENDING")
	providertest.ExpectDiagnostic(t, result.Warnings(), "Timeout while waiting for the segment export",
		"did not complete within 2s (timeouts.create)", "Raise the timeout", "it submits nothing", "Operation: "+id)

	// A resumed wait may fail, because an update taints nothing.
	result = cli.Run("apply", "-auto-approve", "-json")
	if result.ExitCode == 0 {
		t.Error("an unfinished resumed wait succeeds")
	}
	providertest.ExpectDiagnostic(t, result.Errors(), "Timeout while waiting", "within 2s (timeouts.update)", "Operation: "+id)
	wantInState(t, cli, server, "PENDING")

	server.Complete(id)
	if actions, _ := cli.PlannedActions(address); actions != "no-op" {
		t.Errorf("a plan after completion does %q: refresh alone should adopt it", actions)
	}
	cli.Apply()
	wantInState(t, cli, server, "COMPLETED")
	wantRequests(t, server, fullstorytest.RouteCreateExport, 1)
}

func TestAcc_SegmentExport_ResumedWaitInterrupted(t *testing.T) {
	t.Parallel()
	server, polled := stalled(t)
	cli := providertest.NewCLI(t, server, exportWith(`wait_for_completion = false`))
	cli.Apply()
	cli.Configure(minimal)
	result := cli.Interrupt(polled, "apply", "-auto-approve", "-json", "-refresh=false")
	id := wantInState(t, cli, server, "PENDING")
	errors := result.Errors()
	if len(errors) == 0 {
		t.Fatalf("no error:\n%s", result.Output)
	}
	providertest.ExpectDiagnostic(t, errors[:1], "Interrupted while waiting", "Operation: "+id) // the CLI adds its own
	wantRequests(t, server, fullstorytest.RouteCancelOperation, 0)
}
