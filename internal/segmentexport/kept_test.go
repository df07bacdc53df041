package segmentexport_test

import (
	"maps"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// kept is a resource as a CLI keeps it from call to call.
type kept struct {
	t        *testing.T
	p        *providertest.Protocol
	state    *tfprotov6.DynamicValue
	private  []byte
	identity *tfprotov6.ResourceIdentityData
	// old is a CLI that knows no identities, and so gives none back.
	old bool
}

func (k *kept) keep(state *tfprotov6.DynamicValue, private []byte, identity *tfprotov6.ResourceIdentityData) {
	k.state, k.private = state, private
	if !k.old {
		k.identity = identity
	}
}

func (k *kept) must(err error, diags []*tfprotov6.Diagnostic) {
	k.t.Helper()
	if err != nil {
		k.t.Fatal(err)
	}
	for _, d := range diags {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			k.t.Fatalf("%s: %s", d.Summary, d.Detail)
		}
	}
}

func (k *kept) read() *tfprotov6.ReadResourceResponse {
	k.t.Helper()
	read, err := k.p.Server.ReadResource(k.t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: resourceType, CurrentState: k.state, Private: k.private, CurrentIdentity: k.identity,
	})
	k.must(err, read.Diagnostics)
	k.keep(read.NewState, read.Private, read.NewIdentity)
	return read
}

// plan plans a configuration, without which the state's computed attributes
// stay as they are.
func (k *kept) plan(config map[string]tftypes.Value) *tfprotov6.PlanResourceChangeResponse {
	k.t.Helper()
	schema := k.p.Resource(resourceType)
	proposed := map[string]tftypes.Value{}
	if !k.p.IsNull(schema, k.state) {
		for _, attribute := range schema.Block.Attributes {
			if attribute.Computed {
				proposed[attribute.Name] = k.p.Attributes(schema, k.state)[attribute.Name]
			}
		}
	}
	maps.Copy(proposed, config)
	planned, err := k.p.Server.PlanResourceChange(k.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: resourceType, PriorState: k.state, ProposedNewState: k.p.Value(schema, proposed),
		Config: k.p.Value(schema, config), PriorPrivate: k.private, PriorIdentity: k.identity,
	})
	k.must(err, planned.Diagnostics)
	return planned
}

func (k *kept) apply(config map[string]tftypes.Value) *tfprotov6.ApplyResourceChangeResponse {
	k.t.Helper()
	planned := k.plan(config)
	if len(planned.RequiresReplace) > 0 {
		k.t.Fatalf("it would be replaced for %v", planned.RequiresReplace)
	}
	applied, err := k.p.Server.ApplyResourceChange(k.t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: resourceType, PriorState: k.state, PlannedState: planned.PlannedState,
		Config: k.p.Value(k.p.Resource(resourceType), config), PlannedPrivate: planned.PlannedPrivate, PlannedIdentity: planned.PlannedIdentity,
	})
	k.must(err, applied.Diagnostics)
	k.keep(applied.NewState, applied.Private, applied.NewIdentity)
	return applied
}
