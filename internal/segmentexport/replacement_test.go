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
