package segmentexport_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// A change of any argument that replaces a running export warns that this
// cancels it.
func TestUnit_SegmentExport_EveryReplacementWarnsOfTheCancellation(t *testing.T) {
	server := newServer(t, fullstorytest.WithWireFormat("reference"),
		fullstorytest.WithDefaultScript(fullstorytest.Script{Running: "PENDING", Stall: true}))
	session := providertest.NewSessionWith(t, server, map[string]tftypes.Value{"wire_format": providertest.String("reference")})
	limits := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"start": tftypes.String, "end": tftypes.String}}
	allTime := tftypes.NewValue(limits, map[string]tftypes.Value{"start": tftypes.NewValue(tftypes.String, nil), "end": tftypes.NewValue(tftypes.String, nil)})
	january := tftypes.NewValue(limits, map[string]tftypes.Value{
		"start": providertest.String("2026-01-01T00:00:00Z"), "end": providertest.String("2026-02-01T00:00:00Z"),
	})
	replacing := map[string]tftypes.Value{
		"segment_id":         providertest.String("user@example.com:1"),
		"type":               providertest.String("individuals"),
		"format":             providertest.String("csv"),
		"time_range":         january,
		"segment_time_range": allTime,
		"now":                providertest.String("2026-02-01T00:00:00Z"),
		"timezone":           providertest.String("Europe/Berlin"),
		"scope":              providertest.String("pages"),
		"fields":             tftypes.NewValue(tftypes.List{ElementType: tftypes.String}, []tftypes.Value{providertest.String("EventStart")}),
		"triggers":           tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, map[string]tftypes.Value{"run": providertest.String("2")}),
	}
	inPlace := map[string]bool{"wait_for_completion": true, "replace_on_expiry": true, "timeouts": true}
	for _, attribute := range session.Schemas.ResourceSchemas[resourceType].Block.Attributes {
		value, replaces := replacing[attribute.Name]
		if attribute.Computed && !attribute.Optional || inPlace[attribute.Name] {
			continue
		}
		if !replaces {
			t.Errorf("nothing says what a change of %s does", attribute.Name)
			continue
		}
		t.Run(attribute.Name, func(t *testing.T) {
			export := session.Resource(resourceType)
			expectSuccess(t, export.Apply(t.Context(), notWaiting()).Diagnostics)
			config := notWaiting()
			config[attribute.Name] = value
			planned := export.Plan(t.Context(), config)
			if len(planned.RequiresReplace) == 0 || len(planned.Diagnostics) != 1 ||
				planned.Diagnostics[0].Summary != "A running segment export will be cancelled" {
				t.Errorf("replaced because of %v, with %v", planned.RequiresReplace, planned.Diagnostics)
			}
		})
	}
}

// A change of the meaning replaces an export, however small it is; another
// notation of the same meaning, or an empty collection in place of none, does
// not, and leaves nothing to plan after an apply.
func TestUnit_SegmentExport_ReplacedIfTheMeaningChanges(t *testing.T) {
	server := newServer(t, fullstorytest.WithWireFormat("reference"))
	session := referenceSession(t, server)
	limits := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"start": tftypes.String, "end": tftypes.String}}
	times := func(start, end any) tftypes.Value {
		return tftypes.NewValue(limits, map[string]tftypes.Value{"start": tftypes.NewValue(tftypes.String, start), "end": tftypes.NewValue(tftypes.String, end)})
	}
	runs := func(values map[string]tftypes.Value) tftypes.Value {
		return tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, values)
	}
	const day, nextDay = "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"
	text := providertest.String
	null := tftypes.Value{} // it is left out
	for i, c := range []struct {
		argument string
		from, to tftypes.Value
		replaced bool
	}{
		{"type", text("events"), text("individuals"), true},
		{"format", text("csv"), text("json"), true},
		{"format", text("json"), null, true},
		{"time_range", times(day, nextDay), times("2026-01-01T00:00:00.000000001Z", nextDay), true},
		{"time_range", times(day, nil), times(day, nextDay), true},
		{"time_range", times(day, nextDay), times("2026-01-01T01:00:00+01:00", "2026-01-02T00:00:00.0Z"), false},
		{"segment_time_range", times(nil, nil), null, true}, // all time
		{"segment_time_range", times(nil, day), times(nil, nil), true},
		{"now", text(day), text("2026-01-01T00:00:00.5Z"), true},
		{"now", text(day), null, true},
		{"now", text(day), text("2026-01-01T01:00:00.0+01:00"), false},
		{"scope", text("pages"), text("SCOPE_PAGES"), true},
		{"fields", columns("user_*"), columns("user_*", "evt_*"), true},
		{"fields", columns(), null, false},
		{"fields", null, columns(), false},
		{"triggers", runs(map[string]tftypes.Value{"a": text("1")}), runs(map[string]tftypes.Value{"a": text("2")}), true},
		{"triggers", runs(map[string]tftypes.Value{"a": text("1")}), runs(nil), true},
		{"triggers", runs(map[string]tftypes.Value{}), null, false},
	} {
		config := func(value tftypes.Value) map[string]tftypes.Value {
			further := map[string]tftypes.Value{}
			if value.Type() != nil {
				further[c.argument] = value
			}
			return events(further)
		}
		export := session.Resource(resourceType)
		if applied := export.Apply(t.Context(), config(c.from)); providertest.HasError(applied.Diagnostics) {
			t.Fatal(applied.Diagnostics)
		}
		if got := len(export.Plan(t.Context(), config(c.to)).RequiresReplace) > 0; got != c.replaced {
			t.Errorf("change %d, of %s: replaced = %t, want %t", i, c.argument, got, c.replaced)
		}
		if !c.replaced {
			export.Apply(t.Context(), config(c.to))
			planned := session.Attributes(export.Schema, export.Plan(t.Context(), config(c.to)).PlannedState)
			if got := export.Attributes()[c.argument]; !planned[c.argument].Equal(got) {
				t.Errorf("change %d: after an apply with %s, the plan has %s", i, got, planned[c.argument])
			}
		}
	}
}
