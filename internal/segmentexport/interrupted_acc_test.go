package segmentexport_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// stalled is a fake whose exports do not end by themselves, and a signal of
// the first look at one.
func stalled(t *testing.T) (server *fullstorytest.Server, looked <-chan struct{}) {
	t.Helper()
	signal := make(chan struct{})
	var once sync.Once
	server = fullstorytest.New(
		fullstorytest.WithDefaultScript(fullstorytest.Script{Running: "PENDING", Stall: true}),
		fullstorytest.WithRequestHook(func(r fullstorytest.Request) {
			if r.Route == fullstorytest.RouteGetOperation {
				once.Do(func() { close(signal) })
			}
		}))
	t.Cleanup(server.Close)
	return server, signal
}

// wantKept wants the one export there is in the state, in a state, untainted.
func wantKept(t *testing.T, cli *providertest.CLI, server *fullstorytest.Server, want string) (id string) {
	t.Helper()
	exports := server.Exports()
	if len(exports) != 1 {
		t.Fatalf("%d exports, want 1", len(exports))
	}
	got, tainted := cli.State(address)
	if got["id"] != exports[0].ID || got["state"] != want || tainted {
		t.Errorf("the state says %v, tainted = %t; want %s of %s", got, tainted, want, exports[0].ID)
	}
	return exports[0].ID
}

func TestAcc_SegmentExport_SurvivesCtrlC(t *testing.T) {
	server, looked := stalled(t)
	cli := providertest.NewCLI(t, server, least)
	result := cli.Interrupt(looked, "apply", "-auto-approve", "-json")
	id := wantKept(t, cli, server, "PENDING")
	wantTold(t, result.Told("warning"), "Interrupted while waiting for the segment export",
		"goes on in FullStory and is kept in the state", "does not submit a second one", "Operation: "+id, "Segment: everyone")

	if actions, _ := cli.Planned(address); actions != "update" {
		t.Errorf("the next plan does %q, want an update in place that waits", actions)
	}
	server.Complete(id)
	cli.Apply()
	wantKept(t, cli, server, "COMPLETED")
}

func TestAcc_SegmentExport_SurvivesATimeout(t *testing.T) {
	server, _ := stalled(t)
	cli := providertest.NewCLI(t, server, exportWith(`timeouts = { create = "1ms", update = "1s" }`))
	result := cli.Apply()
	id := wantKept(t, cli, server, "PENDING")
	wantTold(t, result.Told("warning"), "Timeout while waiting for the segment export",
		"did not complete within 1ms, which timeouts.create sets", "Raise timeouts.create", "does not submit a second one", "Operation: "+id)

	// The resumed wait has nothing to lose by an error: it taints nothing.
	result = cli.Run("apply", "-auto-approve", "-json")
	if result.ExitCode == 0 {
		t.Error("an unfinished resumed wait passes for success")
	}
	wantTold(t, result.Told("error"), "waiting timed out", "within 1s, which timeouts.update sets", "Operation: "+id)
	wantKept(t, cli, server, "PENDING")

	server.Complete(id)
	if actions, _ := cli.Planned(address); actions != "no-op" {
		t.Errorf("a plan after completion does %q: refresh alone should adopt it", actions)
	}
	cli.Apply()
	wantKept(t, cli, server, "COMPLETED")
	if n := server.Count(fullstorytest.RouteCreateExport); n != 1 {
		t.Errorf("%d POSTs, want 1", n)
	}
}

func TestAcc_SegmentExport_CtrlCInAResumedWaitIsAnError(t *testing.T) {
	server, looked := stalled(t)
	cli := providertest.NewCLI(t, server, exportWith(`wait_for_completion = false`))
	cli.Apply()
	cli.Configure(least)
	result := cli.Interrupt(looked, "apply", "-auto-approve", "-json", "-refresh=false")
	id := wantKept(t, cli, server, "PENDING")
	errors := result.Told("error")
	if len(errors) == 0 {
		t.Fatalf("no error:\n%s", result.Output)
	}
	wantTold(t, errors[:1], "waiting was interrupted", "Operation: "+id)
}

// The documentation's own example, but for the time.
func TestAcc_SegmentExport_PostconditionFailsAnUnfinishedWait(t *testing.T) {
	server, _ := stalled(t)
	example, err := os.ReadFile(filepath.Join("..", "..", "examples", "resources", "fullstory_segment_export", "postcondition.tf"))
	if err != nil {
		t.Fatal(err)
	}
	config := strings.Replace(string(example), `"30m"`, `"1ms"`, 1)
	config = strings.Replace(config, `" "nightly"`, `" "x"`, 1)
	cli := providertest.NewCLI(t, server, config)
	result := cli.Run("apply", "-auto-approve", "-json")
	if result.ExitCode == 0 {
		t.Error("the apply passes for success")
	}
	wantTold(t, result.Told("error"), "The export is PENDING. It is kept: apply again to wait for the rest.")
	id := wantKept(t, cli, server, "PENDING")
	server.Complete(id)
	cli.Apply()
	wantKept(t, cli, server, "COMPLETED")
}
