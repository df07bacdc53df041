package providertest

import (
	"context"
	"maps"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/provider"
)

// Protocol calls the provider in process, as a CLI does over the wire. It is
// for what a CLI cannot show, or not at a chosen moment.
type Protocol struct {
	Server tfprotov6.ProviderServer

	t       testing.TB
	schemas *tfprotov6.GetProviderSchemaResponse
}

// NewProtocol serves a provider that is configured for a fake, by its block
// alone, with options for its client.
func NewProtocol(t testing.TB, server *fullstorytest.Server, opts ...provider.Option) *Protocol {
	t.Helper()
	return NewProtocolWith(t, server, nil, opts...)
}

// NewProtocolWith is [NewProtocol] with settings that add to the block, or
// replace what is in it.
func NewProtocolWith(t testing.TB, server *fullstorytest.Server, settings map[string]tftypes.Value, opts ...provider.Option) *Protocol {
	t.Helper()
	protocol := provider.NewServer("test", opts...)
	p := &Protocol{Server: protocol, t: t}
	var err error
	if p.schemas, err = protocol.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{}); err != nil {
		t.Fatal(err)
	}
	block := map[string]tftypes.Value{
		"endpoint": tftypes.NewValue(tftypes.String, server.URL()),
		"api_key":  tftypes.NewValue(tftypes.String, fullstorytest.APIKey),
	}
	maps.Copy(block, settings)
	configured, err := protocol.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{
		TerraformVersion: "1.11.4",
		Config:           p.Value(p.schemas.Provider, block),
	})
	if err != nil || len(configured.Diagnostics) > 0 {
		t.Fatalf("configure: %v, %v", err, configured.Diagnostics)
	}
	return p
}

// Resource returns the schema of a resource.
func (p *Protocol) Resource(name string) *tfprotov6.Schema { return p.schemas.ResourceSchemas[name] }

// Action is the schema of an action.
func (p *Protocol) Action(name string) *tfprotov6.Schema { return p.schemas.ActionSchemas[name].Schema }

// Value is an object of a schema; what is not given is null.
func (p *Protocol) Value(schema *tfprotov6.Schema, given map[string]tftypes.Value) *tfprotov6.DynamicValue {
	p.t.Helper()
	objectType, ok := schema.ValueType().(tftypes.Object)
	if !ok {
		p.t.Fatalf("a schema of type %s", schema.ValueType())
	}
	values := map[string]tftypes.Value{}
	for name, attribute := range objectType.AttributeTypes {
		values[name] = tftypes.NewValue(attribute, nil)
	}
	for name, value := range given {
		values[name] = value
	}
	return p.dynamic(objectType, tftypes.NewValue(objectType, values))
}

// Null is no object of a schema: the state before a creation.
func (p *Protocol) Null(schema *tfprotov6.Schema) *tfprotov6.DynamicValue {
	p.t.Helper()
	return p.dynamic(schema.ValueType(), tftypes.NewValue(schema.ValueType(), nil))
}

func (p *Protocol) dynamic(of tftypes.Type, value tftypes.Value) *tfprotov6.DynamicValue {
	p.t.Helper()
	dynamic, err := tfprotov6.NewDynamicValue(of, value)
	if err != nil {
		p.t.Fatal(err)
	}
	return &dynamic
}

// Create plans and applies a new resource.
func (p *Protocol) Create(ctx context.Context, name string, config *tfprotov6.DynamicValue) *tfprotov6.ApplyResourceChangeResponse {
	p.t.Helper()
	schema := p.Resource(name)
	planned, err := p.Server.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
		TypeName: name, PriorState: p.Null(schema), ProposedNewState: config, Config: config,
	})
	if err != nil || len(planned.Diagnostics) > 0 {
		p.t.Fatalf("plan: %v, %v", err, planned.Diagnostics)
	}
	applied, err := p.Server.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
		TypeName: name, PriorState: p.Null(schema), PlannedState: planned.PlannedState, Config: config,
		PlannedPrivate: planned.PlannedPrivate, PlannedIdentity: planned.PlannedIdentity,
	})
	if err != nil {
		p.t.Fatalf("apply: %v", err)
	}
	return applied
}

// Attributes reads an object of a schema.
func (p *Protocol) Attributes(schema *tfprotov6.Schema, value *tfprotov6.DynamicValue) map[string]tftypes.Value {
	p.t.Helper()
	object, err := value.Unmarshal(schema.ValueType())
	if err != nil {
		p.t.Fatal(err)
	}
	attributes := map[string]tftypes.Value{}
	if err := object.As(&attributes); err != nil {
		p.t.Fatal(err)
	}
	return attributes
}
