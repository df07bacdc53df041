package segmentexport_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// BenchmarkPlanRPC does what a plan asks the provider about each completed
// export: what to make of the stored state, how it stands, what to do.
func BenchmarkPlanRPC(b *testing.B) {
	server := fullstorytest.New()
	defer server.Close()
	p := providertest.NewProtocol(b, server)
	schema := p.Resource(resourceType)
	config := p.Value(schema, map[string]tftypes.Value{"segment_id": text("everyone"), "type": text("events")})
	proposed := p.Value(schema, map[string]tftypes.Value{
		"segment_id": text("everyone"), "type": text("events"),
		"wait_for_completion": tftypes.NewValue(tftypes.Bool, true), "replace_on_expiry": tftypes.NewValue(tftypes.Bool, false),
	})
	state := p.Create(b.Context(), resourceType, proposed).NewState
	b.ReportAllocs()
	for b.Loop() {
		read, err := p.Server.ReadResource(b.Context(), &tfprotov6.ReadResourceRequest{TypeName: resourceType, CurrentState: state})
		if err != nil || len(read.Diagnostics) > 0 {
			b.Fatal(err, read)
		}
		validated, err := p.Server.ValidateResourceConfig(b.Context(), &tfprotov6.ValidateResourceConfigRequest{TypeName: resourceType, Config: config})
		if err != nil || len(validated.Diagnostics) > 0 {
			b.Fatal(err, validated)
		}
		planned, err := p.Server.PlanResourceChange(b.Context(), &tfprotov6.PlanResourceChangeRequest{
			TypeName: resourceType, PriorState: read.NewState, ProposedNewState: read.NewState, Config: config,
		})
		if err != nil || len(planned.Diagnostics) > 0 {
			b.Fatal(err, planned)
		}
	}
}
