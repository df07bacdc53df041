package providertest

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Refresh reads a resource.
func (p *Protocol) Refresh(ctx context.Context, name string, state *tfprotov6.DynamicValue) *tfprotov6.ReadResourceResponse {
	p.t.Helper()
	read, err := p.Server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{TypeName: name, CurrentState: state})
	if err != nil {
		p.t.Fatalf("refresh: %v", err)
	}
	return read
}

// Update plans and applies a configuration to a resource that exists.
func (p *Protocol) Update(ctx context.Context, name string, state, config *tfprotov6.DynamicValue) *tfprotov6.ApplyResourceChangeResponse {
	p.t.Helper()
	schema := p.Resource(name)
	proposed := p.Attributes(schema, state)
	for attribute, value := range p.Attributes(schema, config) {
		if !value.IsNull() {
			proposed[attribute] = value
		}
	}
	planned, err := p.Server.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
		TypeName: name, PriorState: state, ProposedNewState: p.Value(schema, proposed), Config: config,
	})
	if err != nil || len(planned.Diagnostics) > 0 || len(planned.RequiresReplace) > 0 {
		p.t.Fatalf("plan: %v, %v, replaced for %v", err, planned.Diagnostics, planned.RequiresReplace)
	}
	return p.apply(ctx, &tfprotov6.ApplyResourceChangeRequest{
		TypeName: name, PriorState: state, PlannedState: planned.PlannedState, Config: config, PlannedPrivate: planned.PlannedPrivate,
	})
}

// Destroy destroys a resource.
func (p *Protocol) Destroy(ctx context.Context, name string, state *tfprotov6.DynamicValue) *tfprotov6.ApplyResourceChangeResponse {
	p.t.Helper()
	none := p.Null(p.Resource(name))
	return p.apply(ctx, &tfprotov6.ApplyResourceChangeRequest{TypeName: name, PriorState: state, PlannedState: none, Config: none})
}

func (p *Protocol) apply(ctx context.Context, request *tfprotov6.ApplyResourceChangeRequest) *tfprotov6.ApplyResourceChangeResponse {
	p.t.Helper()
	applied, err := p.Server.ApplyResourceChange(ctx, request)
	if err != nil {
		p.t.Fatalf("apply: %v", err)
	}
	return applied
}

// DataSource reads a data source.
func (p *Protocol) DataSource(ctx context.Context, name string, config map[string]tftypes.Value) *tfprotov6.ReadDataSourceResponse {
	p.t.Helper()
	read, err := p.Server.ReadDataSource(ctx, &tfprotov6.ReadDataSourceRequest{
		TypeName: name, Config: p.Value(p.schemas.DataSourceSchemas[name], config),
	})
	if err != nil {
		p.t.Fatalf("read: %v", err)
	}
	return read
}

// Open opens an ephemeral resource.
func (p *Protocol) Open(ctx context.Context, name string, config map[string]tftypes.Value) *tfprotov6.OpenEphemeralResourceResponse {
	p.t.Helper()
	opened, err := p.Server.OpenEphemeralResource(ctx, &tfprotov6.OpenEphemeralResourceRequest{
		TypeName: name, Config: p.Value(p.schemas.EphemeralResourceSchemas[name], config),
	})
	if err != nil {
		p.t.Fatalf("open: %v", err)
	}
	return opened
}

// IsNull tells whether an object of a schema is none.
func (p *Protocol) IsNull(schema *tfprotov6.Schema, value *tfprotov6.DynamicValue) bool {
	p.t.Helper()
	if value == nil {
		return true
	}
	object, err := value.Unmarshal(schema.ValueType())
	if err != nil {
		p.t.Fatal(err)
	}
	return object.IsNull()
}
