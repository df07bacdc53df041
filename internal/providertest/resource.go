package providertest

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Resource is a resource instance. It keeps from call to call what a CLI keeps.
type Resource struct {
	Schema   *tfprotov6.Schema
	State    *tfprotov6.DynamicValue
	Private  []byte
	Identity *tfprotov6.ResourceIdentityData
	// WithoutIdentity is set for a CLI that does not support identity and so
	// never sends one.
	WithoutIdentity bool

	session  *Session
	typeName string
}

// Resource returns a resource that does not exist yet.
func (s *Session) Resource(typeName string) *Resource {
	schema := s.Schemas.ResourceSchemas[typeName]
	return &Resource{Schema: schema, State: s.Null(schema), session: s, typeName: typeName}
}

// Attributes returns the attributes in the state.
func (r *Resource) Attributes() map[string]tftypes.Value {
	r.session.t.Helper()
	return r.session.Attributes(r.Schema, r.State)
}

// Exists reports whether the resource is in the state.
func (r *Resource) Exists() bool {
	r.session.t.Helper()
	return !r.session.IsNull(r.Schema, r.State)
}

func (r *Resource) keep(state *tfprotov6.DynamicValue, private []byte, identity *tfprotov6.ResourceIdentityData) {
	r.State, r.Private = state, private
	if !r.WithoutIdentity {
		r.Identity = identity
	}
}

// Plan plans a configuration.
func (r *Resource) Plan(ctx context.Context, config map[string]tftypes.Value) *tfprotov6.PlanResourceChangeResponse {
	r.session.t.Helper()
	return r.plan(ctx, r.proposed(config), r.session.Value(r.Schema, config))
}

func (r *Resource) plan(ctx context.Context, proposed, config *tfprotov6.DynamicValue) *tfprotov6.PlanResourceChangeResponse {
	r.session.t.Helper()
	planned, err := r.session.Server.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
		TypeName: r.typeName, PriorState: r.State, ProposedNewState: proposed, Config: config, PriorPrivate: r.Private, PriorIdentity: r.Identity,
	})
	r.session.must(err)
	return planned
}

// proposed returns the configuration, with the state's values of computed
// attributes that it does not set.
func (r *Resource) proposed(config map[string]tftypes.Value) *tfprotov6.DynamicValue {
	r.session.t.Helper()
	values := map[string]tftypes.Value{}
	if r.Exists() {
		for name, value := range r.Attributes() {
			if slices.ContainsFunc(r.Schema.Block.Attributes, func(a *tfprotov6.SchemaAttribute) bool { return a.Name == name && a.Computed }) {
				values[name] = value
			}
		}
	}
	for name, value := range config {
		if !value.IsNull() {
			values[name] = value
		}
	}
	return r.session.Value(r.Schema, values)
}

// Apply plans and applies a configuration. It returns the diagnostics of both;
// errors of the plan leave the resource unchanged. The test fails if the plan
// replaces the resource.
func (r *Resource) Apply(ctx context.Context, config map[string]tftypes.Value) *tfprotov6.ApplyResourceChangeResponse {
	r.session.t.Helper()
	return r.apply(ctx, r.proposed(config), r.session.Value(r.Schema, config))
}

// Destroy plans and applies the destruction of the resource. It returns the
// diagnostics of both.
func (r *Resource) Destroy(ctx context.Context) *tfprotov6.ApplyResourceChangeResponse {
	r.session.t.Helper()
	null := r.session.Null(r.Schema)
	return r.apply(ctx, null, null)
}

func (r *Resource) apply(ctx context.Context, proposed, config *tfprotov6.DynamicValue) *tfprotov6.ApplyResourceChangeResponse {
	r.session.t.Helper()
	planned := r.plan(ctx, proposed, config)
	if HasError(planned.Diagnostics) {
		return &tfprotov6.ApplyResourceChangeResponse{NewState: r.State, Private: r.Private, NewIdentity: r.Identity, Diagnostics: planned.Diagnostics}
	}
	if len(planned.RequiresReplace) > 0 && r.Exists() {
		r.session.t.Fatalf("the plan replaces the resource because of %v", planned.RequiresReplace)
	}
	applied, err := r.session.Server.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
		TypeName: r.typeName, PriorState: r.State, PlannedState: planned.PlannedState, Config: config,
		PlannedPrivate: planned.PlannedPrivate, PlannedIdentity: planned.PlannedIdentity,
	})
	r.session.must(err)
	r.keep(applied.NewState, applied.Private, applied.NewIdentity)
	applied.Diagnostics = append(planned.Diagnostics, applied.Diagnostics...)
	return applied
}

// Read refreshes the state.
func (r *Resource) Read(ctx context.Context) *tfprotov6.ReadResourceResponse {
	r.session.t.Helper()
	read, err := r.session.Server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{
		TypeName: r.typeName, CurrentState: r.State, Private: r.Private, CurrentIdentity: r.Identity,
	})
	r.session.must(err)
	r.keep(read.NewState, read.Private, read.NewIdentity)
	return read
}

// Import imports by ID. Like a CLI, call Read next.
func (r *Resource) Import(ctx context.Context, id string) *tfprotov6.ImportResourceStateResponse {
	r.session.t.Helper()
	return r.importState(ctx, &tfprotov6.ImportResourceStateRequest{TypeName: r.typeName, ID: id})
}

// ImportByIdentity imports by identity. Like a CLI, call Read next.
func (r *Resource) ImportByIdentity(ctx context.Context, identity map[string]tftypes.Value) *tfprotov6.ImportResourceStateResponse {
	r.session.t.Helper()
	types := map[string]tftypes.Type{}
	for name, value := range identity {
		types[name] = value.Type()
	}
	data := r.session.dynamic(tftypes.NewValue(tftypes.Object{AttributeTypes: types}, identity))
	return r.importState(ctx, &tfprotov6.ImportResourceStateRequest{
		TypeName: r.typeName, Identity: &tfprotov6.ResourceIdentityData{IdentityData: data},
	})
}

func (r *Resource) importState(ctx context.Context, request *tfprotov6.ImportResourceStateRequest) *tfprotov6.ImportResourceStateResponse {
	r.session.t.Helper()
	imported, err := r.session.Server.ImportResourceState(ctx, request)
	r.session.must(err)
	if len(imported.ImportedResources) == 1 {
		one := imported.ImportedResources[0]
		r.keep(one.State, one.Private, one.Identity)
	}
	return imported
}

// HasError reports whether a diagnostic is an error.
func HasError(diags []*tfprotov6.Diagnostic) bool {
	return slices.ContainsFunc(diags, func(d *tfprotov6.Diagnostic) bool { return d.Severity == tfprotov6.DiagnosticSeverityError })
}
