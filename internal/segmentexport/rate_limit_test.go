package segmentexport_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// parallel makes n calls, ten at a time as Terraform does, and returns their
// diagnostics.
func parallel(n int, call func(i int) []*tfprotov6.Diagnostic) [][]*tfprotov6.Diagnostic {
	diags := make([][]*tfprotov6.Diagnostic, n)
	slots := make(chan struct{}, 10)
	var calls sync.WaitGroup
	for i := range n {
		calls.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			diags[i] = call(i)
		})
	}
	calls.Wait()
	return diags
}

// Under a limit of one request per second, 30 exports are created and cancelled
// at that pace, and none fails.
func TestUnit_SegmentExport_RateLimit(t *testing.T) {
	const n = 30
	inVirtualTime(t, func(t *testing.T, v *virtual) {
		session := v.session()
		exports := make([]*providertest.Resource, n)
		for i := range exports {
			exports[i] = session.Resource(resourceType)
		}
		paced := func(phase string, call func(i int) []*tfprotov6.Diagnostic, route fullstorytest.Route) {
			began := time.Now()
			for i, diags := range parallel(n, call) {
				if providertest.HasError(diags) {
					t.Errorf("%s of export %d: %s\n%s", phase, i, diags[len(diags)-1].Summary, diags[len(diags)-1].Detail)
				}
			}
			if took, sent := time.Since(began), v.server.Count(route); took > 45*time.Second || sent > n*3/2 {
				t.Errorf("%s: %d exports took %s and %d requests", phase, n, took, sent)
			}
		}
		paced("create", func(i int) []*tfprotov6.Diagnostic {
			return exports[i].Apply(t.Context(), notWaiting()).Diagnostics
		}, fullstorytest.RouteCreateExport)
		paced("destroy", func(i int) []*tfprotov6.Diagnostic { return exports[i].Destroy(t.Context()).Diagnostics }, fullstorytest.RouteCancelOperation)
		if got := len(v.server.Exports()); got != n {
			t.Errorf("%d exports, want %d", got, n)
		}
	}, fullstorytest.WithDefaultScript(fullstorytest.Script{Running: "RUNNING", Stall: true}), fullstorytest.WithRateLimit(fullstorytest.RateLimit{
		Routes: []fullstorytest.Route{fullstorytest.RouteCreateExport, fullstorytest.RouteCancelOperation}, Interval: time.Second,
	}))
}

// timeouts.create limits a create that FullStory refuses for longer.
func TestUnit_SegmentExport_RateLimitLongerThanTheTimeout(t *testing.T) {
	limits := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"create": tftypes.String, "update": tftypes.String}}
	config := events(map[string]tftypes.Value{"timeouts": tftypes.NewValue(limits, map[string]tftypes.Value{
		"create": providertest.String("5s"), "update": tftypes.NewValue(tftypes.String, nil),
	})})
	inVirtualTime(t, func(t *testing.T, v *virtual) {
		v.server.Always(fullstorytest.RouteCreateExport, fullstorytest.TooManyRequests("3600"))
		session := v.session()
		began := time.Now()
		for i, diags := range parallel(25, func(int) []*tfprotov6.Diagnostic {
			return session.Resource(resourceType).Apply(t.Context(), config).Diagnostics
		}) {
			if len(diags) != 1 || !strings.Contains(diags[0].Summary, "Could not submit") {
				t.Errorf("export %d: %v", i, diags)
			}
		}
		// The pause is longer than the timeout, so that waiting is pointless.
		if took := time.Since(began); took > time.Second {
			t.Errorf("it took %s", took)
		}
		wantRequests(t, v.server, fullstorytest.RouteCreateExport, 1)
	})
}

// If the response to one of many parallel submissions is lost, its diagnostic
// never names the export of another resource.
func TestUnit_SegmentExport_LostResponseAmongParallelSubmissions(t *testing.T) {
	inVirtualTime(t, func(t *testing.T, v *virtual) {
		v.server.Inject(fullstorytest.RouteCreateExport, fullstorytest.Fault{}, fullstorytest.Fault{}, fullstorytest.ActThenStatus(502))
		session := v.session()
		exports := make([]*providertest.Resource, 10)
		diags := parallel(len(exports), func(i int) []*tfprotov6.Diagnostic {
			exports[i] = session.Resource(resourceType)
			return exports[i].Apply(t.Context(), events(map[string]tftypes.Value{
				"segment_id": providertest.String(fmt.Sprintf("segment%d", i)), "wait_for_completion": providertest.Bool(false),
			})).Diagnostics
		})
		owned, lost := map[string]bool{}, ""
		for i, export := range exports {
			if export.Exists() {
				owned[v.attribute(export, "id")] = true
			} else {
				lost += diags[i][0].Detail
			}
		}
		if len(owned) != len(exports)-1 {
			t.Fatalf("%d exports are in the state, want all but one", len(owned))
		}
		for _, export := range v.server.Exports() {
			if named := strings.Contains(lost, export.ID); named == owned[export.ID] {
				t.Errorf("the diagnostic names %s: %t, and it belongs to another resource: %t\n%s", export.ID, named, owned[export.ID], lost)
			}
		}
		if !strings.Contains(lost, "import {") {
			t.Errorf("the diagnostic has no import block:\n%s", lost)
		}
	}, fullstorytest.WithLatency(time.Second))
}

// The search for a lost export does not depend on the local clock.
func TestUnit_SegmentExport_LostResponseWithAWrongClock(t *testing.T) {
	for name, skew := range map[string]time.Duration{"3 minutes ahead": -3 * time.Minute, "2 hours ahead": -2 * time.Hour, "2 hours behind": 2 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			inVirtualTime(t, func(t *testing.T, v *virtual) {
				v.server.AddOperation("old", "SEARCH_EXPORT", "PENDING")
				time.Sleep(10 * time.Minute)
				v.server.Inject(fullstorytest.RouteCreateExport, fullstorytest.ActThenStatus(502))
				diags := v.session().Resource(resourceType).Apply(t.Context(), waiting()).Diagnostics
				if len(diags) != 1 || !strings.Contains(diags[0].Detail, "id = \""+v.server.Exports()[0].ID+"\"") || strings.Contains(diags[0].Detail, "old") {
					t.Errorf("got %v, want an import block with only the lost export", diags)
				}
				v.expectSubmissions(1)
			}, fullstorytest.WithDate(func() time.Time { return time.Now().Add(skew) }))
		})
	}
}
