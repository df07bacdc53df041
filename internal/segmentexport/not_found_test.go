package segmentexport_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// One 404 does not make a completed export expired, not even without an expiry
// time.
func TestUnit_SegmentExport_OneNotFoundAfterCompletion(t *testing.T) {
	inVirtualTime(t, func(t *testing.T, v *virtual) {
		config := events(map[string]tftypes.Value{"replace_on_expiry": providertest.Bool(true)})
		export := v.session().Resource(resourceType)
		expectSuccess(t, export.Apply(t.Context(), config).Diagnostics)
		time.Sleep(24 * time.Hour)
		export = v.nextRun(export)
		v.server.Inject(fullstorytest.RouteGetOperation, fullstorytest.Status(404))
		expectSuccess(t, export.Read(t.Context()).Diagnostics)
		if state := v.attribute(export, "state"); state != "COMPLETED" {
			t.Errorf("the state is %s, want COMPLETED", state)
		}
		expectSuccess(t, v.nextRun(export).Apply(t.Context(), config).Diagnostics)
		v.expectSubmissions(1)
	})
}

// An unfinished export is removed from the state after a minute of 404s,
// whether it was found before or not.
func TestUnit_SegmentExport_UnfinishedAndNotFound(t *testing.T) {
	for name, seen := range map[string]bool{"never seen": false, "seen before": true} {
		t.Run(name, func(t *testing.T) {
			inVirtualTime(t, func(t *testing.T, v *virtual) {
				export := v.session().Resource(resourceType)
				expectSuccess(t, export.Apply(t.Context(), notWaiting()).Diagnostics)
				if seen {
					expectSuccess(t, export.Read(t.Context()).Diagnostics)
				}
				v.server.Forget(v.server.Exports()[0].ID)
				export = v.nextRun(export)
				began := time.Now()
				read := export.Read(t.Context())
				if took := time.Since(began); took < time.Minute || took > 2*time.Minute {
					t.Errorf("it is removed after %s, want a minute", took)
				}
				if len(read.Diagnostics) != 1 || read.Diagnostics[0].Summary != "Segment export no longer exists" || export.Exists() {
					t.Errorf("got %v, in the state: %t", read.Diagnostics, export.Exists())
				}
			}, fullstorytest.WithDefaultScript(fullstorytest.Script{Running: "PENDING", Stall: true}))
		})
	}
}

// A gateway that loses its routes for a while costs no second export, although
// its 404s without a body look like FullStory's.
func TestUnit_SegmentExport_GatewayWithoutRoutes(t *testing.T) {
	inVirtualTime(t, func(t *testing.T, v *virtual) {
		export := v.session().Resource(resourceType)
		expectSuccess(t, export.Apply(t.Context(), notWaiting()).Diagnostics)
		expectSuccess(t, export.Read(t.Context()).Diagnostics)
		export = v.nextRun(export)
		for range 30 {
			v.server.Inject(fullstorytest.RouteGetOperation, fullstorytest.StatusBody(404, "", ""))
		}
		expectSuccess(t, export.Read(t.Context()).Diagnostics)
		if !export.Exists() {
			t.Fatal("the export was removed from the state")
		}
		expectSuccess(t, export.Apply(t.Context(), notWaiting()).Diagnostics)
		v.expectSubmissions(1)
	}, fullstorytest.WithDefaultScript(fullstorytest.Script{Running: "PENDING", Stall: true}))
}

// A cancellation that is refused because the export has ended or is gone needs no
// warning; one of an export that still runs does.
func TestUnit_SegmentExport_CancellationRefused(t *testing.T) {
	for _, status := range []int{400, 404, 409, 410, 412, 422} {
		for name, ends := range map[string]bool{"ended": true, "gone": true, "running": status == 409} {
			t.Run(fmt.Sprint(status, " ", name), func(t *testing.T) {
				inVirtualTime(t, func(t *testing.T, v *virtual) {
					export := v.session().Resource(resourceType)
					expectSuccess(t, export.Apply(t.Context(), notWaiting()).Diagnostics)
					switch id := v.server.Exports()[0].ID; name {
					case "ended":
						v.server.Complete(id)
					case "gone":
						v.server.Forget(id)
					}
					v.server.Always(fullstorytest.RouteCancelOperation, fullstorytest.Status(status))
					diags := export.Destroy(t.Context()).Diagnostics[1:] // the first one is of the plan
					if warned := len(diags) == 1 && diags[0].Summary == "Segment export was not cancelled"; warned == ends || len(diags) > 1 || export.Exists() {
						t.Errorf("got %v", diags)
					}
					if reads := v.server.Count(fullstorytest.RouteGetOperation); reads > 1 && name != "gone" {
						t.Errorf("%d reads, want at most one", reads)
					}
				}, fullstorytest.WithDefaultScript(fullstorytest.Script{Running: "PENDING", Stall: true}))
			})
		}
	}
}

// An export that is new may not be found yet.
func TestUnit_SegmentExport_NotFoundAfterCreation(t *testing.T) {
	for name, lag := range map[string]time.Duration{"3 s": 3 * time.Second, "8 s": 8 * time.Second, "40 s": 40 * time.Second} {
		t.Run(name, func(t *testing.T) {
			inVirtualTime(t, func(t *testing.T, v *virtual) {
				export := v.session().Resource(resourceType)
				expectSuccess(t, export.Apply(t.Context(), waiting()).Diagnostics)
				if state := v.attribute(export, "state"); state != "COMPLETED" {
					t.Errorf("the state is %s, want COMPLETED", state)
				}
				v.expectSubmissions(1)
			}, fullstorytest.WithNotFoundLag(lag))
		})
		t.Run(name+" without a wait", func(t *testing.T) {
			inVirtualTime(t, func(t *testing.T, v *virtual) {
				export := v.session().Resource(resourceType)
				expectSuccess(t, export.Apply(t.Context(), notWaiting()).Diagnostics)
				export = v.nextRun(export)
				expectSuccess(t, export.Read(t.Context()).Diagnostics)
				expectSuccess(t, export.Apply(t.Context(), notWaiting()).Diagnostics)
				v.expectSubmissions(1)
			}, fullstorytest.WithNotFoundLag(lag))
		})
		t.Run(name+", destroyed at once", func(t *testing.T) {
			inVirtualTime(t, func(t *testing.T, v *virtual) {
				export := v.session().Resource(resourceType)
				expectSuccess(t, export.Apply(t.Context(), notWaiting()).Diagnostics)
				diags := v.nextRun(export).Destroy(t.Context()).Diagnostics
				if len(diags) != 1 || !strings.Contains(diags[0].Summary, "will be cancelled") { // of the plan
					t.Errorf("got %v, want the warning of the plan", diags)
				}
				if got := v.server.Exports()[0]; !got.Cancelled {
					t.Errorf("the export is %s in FullStory, want it cancelled", got.State)
				}
			}, fullstorytest.WithNotFoundLag(lag), fullstorytest.WithDefaultScript(fullstorytest.Script{Stall: true}))
		})
	}
}

// A destroy keeps an export in the state if its cancellation gets 404 and
// nothing shows whether it still runs.
func TestUnit_SegmentExport_CancelNotFoundAndUnreadable(t *testing.T) {
	inVirtualTime(t, func(t *testing.T, v *virtual) {
		export := v.session().Resource(resourceType)
		expectSuccess(t, export.Apply(t.Context(), notWaiting()).Diagnostics)
		v.server.Always(fullstorytest.RouteCancelOperation, fullstorytest.Status(404))
		v.server.Always(fullstorytest.RouteGetOperation, fullstorytest.ForeignPage(403))
		destroyed := export.Destroy(t.Context())
		if !providertest.HasError(destroyed.Diagnostics) || !export.Exists() {
			t.Errorf("got %v, in the state: %t", destroyed.Diagnostics, export.Exists())
		}
	}, fullstorytest.WithDefaultScript(fullstorytest.Script{Stall: true}))
}
