package segmentexport_test

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

const address = "fullstory_segment_export.x"

var aTime = knownvalue.StringRegexp(regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$`))

// state returns checks of the export in the state.
func state(want map[string]knownvalue.Check) (checks []statecheck.StateCheck) {
	for name, value := range want {
		checks = append(checks, statecheck.ExpectKnownValue(address, tfjsonpath.New(name), value))
	}
	return checks
}

// plans returns a check of the planned action.
func plans(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
}

// runSteps applies one configuration after the other, and destroys the last.
func runSteps(t *testing.T, steps ...resource.TestStep) {
	t.Helper()
	resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: providertest.Factories(), Steps: steps})
}

// exportWith returns an export with further arguments.
func exportWith(arguments string) string {
	return "resource \"fullstory_segment_export\" \"x\" {\n  segment_id = \"everyone\"\n  type = \"events\"\n  " + arguments + "\n}\n"
}

func TestAcc_SegmentExport_CreateAndUpdateInPlace(t *testing.T) {
	t.Parallel()
	server := newServer(t, fullstorytest.WithDefaultScript(fullstorytest.Script{Polls: 1}))
	// withoutRequests is a step that makes no request.
	requests := 0
	withoutRequests := func(arguments string, action plancheck.ResourceActionType) resource.TestStep {
		return resource.TestStep{
			Config:           providertest.Config(server, exportWith(arguments)),
			ConfigPlanChecks: plans(action),
			PreConfig:        func() { requests = len(server.Requests()) },
			PostApplyFunc: func() {
				if n := len(server.Requests()); n != requests {
					t.Errorf("%q made %d requests", arguments, n-requests)
				}
			},
		}
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: providertest.Factories(),
		Steps: []resource.TestStep{
			{
				Config:           providertest.Config(server, exportWith(`time_range = { start = "2026-01-01T00:00:00Z", end = "2026-01-02T00:00:00.0Z" }`)),
				ConfigPlanChecks: plans(plancheck.ResourceActionCreate),
				ConfigStateChecks: state(map[string]knownvalue.Check{
					"id": knownvalue.StringRegexp(regexp.MustCompile(`.{10,}`)), "state": knownvalue.StringExact("COMPLETED"),
					"estimate_pct_complete": knownvalue.Int64Exact(100), "error_details": knownvalue.Null(),
					"created_at": aTime, "finished_at": aTime, "expires_at": aTime,
					"search_export_id":    knownvalue.StringRegexp(regexp.MustCompile(`.+`)),
					"wait_for_completion": knownvalue.Bool(true), "replace_on_expiry": knownvalue.Bool(false),
					"format": knownvalue.Null(), "timeouts": knownvalue.Null(),
					"time_range": knownvalue.ObjectExact(map[string]knownvalue.Check{
						"start": knownvalue.StringExact("2026-01-01T00:00:00Z"), "end": knownvalue.StringExact("2026-01-02T00:00:00.0Z"),
					}),
				}),
			},
			withoutRequests(`time_range = { start = "2026-01-01T01:00:00+01:00", end = "2026-01-02T00:00:00-00:00" }`, plancheck.ResourceActionNoop),
			withoutRequests(`time_range = { start = "2026-01-01T00:00:00Z", end = "2026-01-02T00:00:00Z" }
			       wait_for_completion = false`, plancheck.ResourceActionUpdate),
			withoutRequests(`time_range = { start = "2026-01-01T00:00:00Z", end = "2026-01-02T00:00:00Z" }
			       replace_on_expiry = true`, plancheck.ResourceActionUpdate),
			withoutRequests(`time_range = { start = "2026-01-01T00:00:00Z", end = "2026-01-02T00:00:00Z" }
			       timeouts = { create = "5m", update = "1h" }`, plancheck.ResourceActionUpdate),
		},
	})
	wantExports(t, server, 1)
	wantRequests(t, server, fullstorytest.RouteCancelOperation, 0)
}

// The same instant in another notation changes nothing, also of an argument
// that is not inside a range.
func TestAcc_SegmentExport_NowInAnotherNotation(t *testing.T) {
	t.Parallel()
	server := newServer(t, fullstorytest.WithWireFormat("reference"))
	step := func(now string, action plancheck.ResourceActionType) resource.TestStep {
		return resource.TestStep{
			Config:           providertest.Config(server, exportWith("segment_time_range = {}\nnow = "+now), `wire_format = "reference"`),
			ConfigPlanChecks: plans(action),
		}
	}
	runSteps(t, step(`"2026-02-01T00:00:00Z"`, plancheck.ResourceActionCreate),
		step(`"2026-02-01T01:00:00.0+01:00"`, plancheck.ResourceActionNoop),
		step(`"2026-02-01T00:00:00-00:00"`, plancheck.ResourceActionNoop))
	wantExports(t, server, 1)
}

func TestAcc_SegmentExport_EmptyCollectionsEqualNull(t *testing.T) {
	t.Parallel()
	server := newServer(t, fullstorytest.WithWireFormat("reference"))
	var steps []resource.TestStep
	for i, arguments := range []string{"fields = []\ntriggers = {}", "", "fields = []\ntriggers = {}", "triggers = {}", "fields = []"} {
		action := plancheck.ResourceActionUpdate // the state follows what is configured
		if i == 0 {
			action = plancheck.ResourceActionCreate
		}
		steps = append(steps, resource.TestStep{ // which ends in a plan that must be empty
			Config:           providertest.Config(server, exportWith(arguments), `wire_format = "reference"`),
			ConfigPlanChecks: plans(action),
		})
	}
	runSteps(t, steps...)
	wantExports(t, server, 1)
}
