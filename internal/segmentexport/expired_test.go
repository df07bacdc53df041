package segmentexport_test

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// replacing is the configuration of an export that is replaced when it expires.
func replacing() map[string]tftypes.Value {
	return events(map[string]tftypes.Value{"replace_on_expiry": providertest.Bool(true)})
}

// expiringIn returns a fake's option: exports complete at once and expire after
// some time.
func expiringIn(d time.Duration) fullstorytest.Option {
	return fullstorytest.WithDefaultScript(fullstorytest.Script{Lifetime: d})
}

// completed applies an export, and returns it as the next run finds it after a
// pause.
func (v *virtual) completed(config map[string]tftypes.Value, pause time.Duration) *providertest.Resource {
	v.t.Helper()
	export := v.session().Resource(resourceType)
	expectSuccess(v.t, export.Apply(v.t.Context(), config).Diagnostics)
	time.Sleep(pause)
	v.server.ResetLog()
	return v.nextRun(export)
}

// expectRun refreshes (if wanted) and plans an export in one run, and checks
// the state after it, whether the plan replaces the export, and the requests.
func (v *virtual) expectRun(export *providertest.Resource, refresh bool, state string, replaced bool, requests int) {
	v.t.Helper()
	v.server.ResetLog()
	if refresh {
		expectSuccess(v.t, export.Read(v.t.Context()).Diagnostics)
	}
	planned := export.Plan(v.t.Context(), replacing())
	expectSuccess(v.t, planned.Diagnostics)
	if got := v.attribute(export, "state"); got != state || len(planned.RequiresReplace) > 0 != replaced {
		v.t.Errorf("the state is %s, want %s; replaced because of %v, want %t", got, state, planned.RequiresReplace, replaced)
	}
	if n := len(v.server.Requests()); n != requests {
		v.t.Errorf("%d requests, want %d", n, requests)
	}
}

const week = 7 * 24 * time.Hour

// An export that has expired is read once in a run, with or without a refresh,
// whether FullStory still has it or not, and then it is replaced.
func TestUnit_SegmentExport_ExpiredIsReadOnceAndReplaced(t *testing.T) {
	for name, forgotten := range map[string]bool{"still listed": false, "forgotten": true} {
		for _, refresh := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, refresh %t", name, refresh), func(t *testing.T) {
				inVirtualTime(t, func(t *testing.T, v *virtual) {
					export := v.completed(replacing(), week+time.Hour)
					if forgotten {
						v.server.Forget(v.server.Exports()[0].ID)
					}
					state := "COMPLETED" // a plan without a refresh does not change it
					if refresh {
						state = "EXPIRED"
					}
					began := time.Now()
					v.expectRun(export, refresh, state, true, 1)
					if took := time.Since(began); took > time.Second {
						t.Errorf("it takes %s", took)
					}
					v.expectRun(v.nextRun(export), refresh, state, true, 1)
				}, expiringIn(week))
			})
		}
	}
}

// Without replace_on_expiry, an export that is known to have expired by date is
// not read again, and gives no warning. Without a date, a 404 is confirmed, with
// one warning, and checked again later. Neither changes anything in a plan.
func TestUnit_SegmentExport_ExpiresWithoutReplacement(t *testing.T) {
	for name, c := range map[string]struct {
		lifetime time.Duration
		requests []int // of each run
		warning  string
	}{
		"past expires_at":              {week, []int{1, 0, 0}, ""},
		"forgotten, and no expires_at": {-1, []int{3, 1, 1}, "Segment export expired"},
	} {
		t.Run(name, func(t *testing.T) {
			inVirtualTime(t, func(t *testing.T, v *virtual) {
				export := v.completed(waiting(), week+time.Hour)
				if c.lifetime < 0 {
					v.server.Forget(v.server.Exports()[0].ID)
				}
				for run, requests := range c.requests {
					v.server.ResetLog()
					export = v.nextRun(export)
					read := export.Read(t.Context()).Diagnostics
					if run == 0 && c.warning != "" {
						if len(read) != 1 || read[0].Severity != tfprotov6.DiagnosticSeverityWarning || read[0].Summary != c.warning {
							t.Errorf("got %v", read)
						}
					} else {
						expectSuccess(t, read)
					}
					before := export.Attributes()
					planned := export.Apply(t.Context(), waiting())
					expectSuccess(t, planned.Diagnostics)
					if n := len(v.server.Requests()); n != requests || v.attribute(export, "state") != "EXPIRED" || !reflect.DeepEqual(before, export.Attributes()) {
						t.Errorf("%d requests, want %d; the state was %v, and is %v", n, requests, before, export.Attributes())
					}
				}
			}, expiringIn(c.lifetime))
		})
	}
}

// Of two equal exports past their dates, neither is replaced if FullStory has
// moved the dates: each is read, whatever the other one has shown.
func TestUnit_SegmentExport_MovedExpiryKeepsEveryExport(t *testing.T) {
	for _, refresh := range []bool{true, false} {
		t.Run(fmt.Sprintf("refresh %t", refresh), func(t *testing.T) {
			inVirtualTime(t, func(t *testing.T, v *virtual) {
				first := v.completed(replacing(), 0)
				second := v.completed(replacing(), week+time.Hour)
				session := v.session()
				for _, export := range []*providertest.Resource{first, second} {
					next := session.Resource(resourceType) // of the same run
					next.State, next.Private, next.Identity = export.State, export.Private, export.Identity
					v.server.Inject(fullstorytest.RouteGetOperation, fullstorytest.StatusBody(200, "application/json",
						fmt.Sprintf(`{"id":%q,"state":"COMPLETED","results":{"searchExportId":"s","expires":%q}}`,
							v.attribute(next, "id"), time.Now().Add(week).UTC().Format(time.RFC3339))))
					v.expectRun(next, refresh, "COMPLETED", false, 1)
				}
			}, expiringIn(week))
		})
	}
}

// A wrong clock expires an export neither for good nor for a replacement.
func TestUnit_SegmentExport_WrongClockExpiresNothing(t *testing.T) {
	skew := time.Duration(0) // of FullStory's clock
	inVirtualTime(t, func(t *testing.T, v *virtual) {
		export := v.completed(replacing(), time.Hour)
		session := v.session()
		skew = 30 * 24 * time.Hour // one answer of a replica
		session.DataSource(t.Context(), "fullstory_caller_identity", nil)
		skew = 0
		next := session.Resource(resourceType)
		next.State, next.Private, next.Identity = export.State, export.Private, export.Identity
		v.expectRun(next, true, "COMPLETED", false, 1)

		time.Sleep(time.Minute)
		skew = 30 * 24 * time.Hour // also in the answer about the export
		next.State = export.State
		session.DataSource(t.Context(), "fullstory_caller_identity", nil)
		expectSuccess(t, next.Read(t.Context()).Diagnostics)
		if state := v.attribute(next, "state"); state != "EXPIRED" {
			t.Fatalf("the state is %s, so that the test shows nothing", state)
		}
		skew = 0 // and the next run finds the export again
		v.expectRun(v.nextRun(next), true, "COMPLETED", false, 1)
	}, expiringIn(week), fullstorytest.WithDate(func() time.Time { return time.Now().Add(skew) }))
}

// If FullStory cannot be read, a date alone neither expires nor replaces an
// export.
func TestUnit_SegmentExport_UnreadableIsNotExpired(t *testing.T) {
	inVirtualTime(t, func(t *testing.T, v *virtual) {
		export := v.completed(replacing(), week+time.Hour)
		v.server.Always(fullstorytest.RouteGetOperation, fullstorytest.Status(400))
		wantOneError(t, export.Read(t.Context()).Diagnostics, "Could not read the segment export")
		planned := export.Plan(t.Context(), replacing())
		wantOneError(t, planned.Diagnostics, "Could not read the segment export")
		if v.attribute(export, "state") != "COMPLETED" || len(planned.RequiresReplace) > 0 {
			t.Errorf("the state is %s, replaced because of %v", v.attribute(export, "state"), planned.RequiresReplace)
		}
	}, expiringIn(week))
}

// A plan that finds a year of exports expired takes seconds, and at most one
// request for each.
func TestUnit_SegmentExport_ManyExpired(t *testing.T) {
	for name, forgotten := range map[string]bool{"still listed": false, "forgotten": true} {
		t.Run(name, func(t *testing.T) {
			inVirtualTime(t, func(t *testing.T, v *virtual) {
				const n = 365
				exports := make([]*providertest.Resource, n)
				session := v.session()
				for i := range exports {
					exports[i] = session.Resource(resourceType)
				}
				for _, diags := range parallel(n, func(i int) []*tfprotov6.Diagnostic { return exports[i].Apply(t.Context(), replacing()).Diagnostics }) {
					expectSuccess(t, diags)
				}
				time.Sleep(week + time.Hour)
				if forgotten {
					for _, export := range v.server.Exports() {
						v.server.Forget(export.ID)
					}
				}
				session = v.session()
				v.server.ResetLog()
				began := time.Now()
				parallel(n, func(i int) []*tfprotov6.Diagnostic {
					next := session.Resource(resourceType)
					next.State, next.Private, next.Identity = exports[i].State, exports[i].Private, exports[i].Identity
					read, planned := next.Read(t.Context()), next.Plan(t.Context(), replacing())
					if len(read.Diagnostics)+len(planned.Diagnostics) > 0 || len(planned.RequiresReplace) == 0 {
						t.Errorf("got %v, %v, replaced because of %v", read.Diagnostics, planned.Diagnostics, planned.RequiresReplace)
					}
					return nil
				})
				const most = n + 3 // with pages that show none of them
				if requests, took := len(v.server.Requests()), time.Since(began); requests > most || took > 10*time.Second {
					t.Errorf("%d requests in %s, want at most %d", requests, took, most)
				}
			}, expiringIn(week), fullstorytest.WithLatency(50*time.Millisecond))
		})
	}
}
