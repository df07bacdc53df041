package segmentexport_test

import (
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

// An export that was never found since its creation is given a minute.
func TestUnit_SegmentExport_NeverFound(t *testing.T) {
	inVirtualTime(t, func(t *testing.T, v *virtual) {
		export := v.session().Resource(resourceType)
		expectSuccess(t, export.Apply(t.Context(), notWaiting()).Diagnostics)
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
