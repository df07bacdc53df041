package provider_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// unconfigured returns a provider whose API key is not known yet.
func unconfigured(t *testing.T) (*fullstorytest.Server, *providertest.Session) {
	t.Helper()
	server := fullstorytest.New()
	t.Cleanup(server.Close)
	return server, providertest.NewSessionWith(t, server, map[string]tftypes.Value{
		"api_key": tftypes.NewValue(tftypes.String, tftypes.UnknownValue),
	})
}

// minimal returns values for every argument that a schema requires, and for id
// and state.
func minimal(t *testing.T, schema *tfprotov6.Schema) map[string]tftypes.Value {
	t.Helper()
	values := map[string]tftypes.Value{}
	for _, attribute := range schema.Block.Attributes {
		switch {
		case attribute.Name == "type":
			values["type"] = providertest.String("events")
		case attribute.Name == "state" && attribute.Computed:
			values["state"] = providertest.String("PENDING")
		case attribute.Name == "path":
			values["path"] = providertest.String(t.TempDir() + "/x")
		case attribute.Required, attribute.Name == "id":
			values[attribute.Name] = providertest.String("x")
		case attribute.Name == "wait_for_completion", attribute.Name == "restore", attribute.Name == "decompress":
			values[attribute.Name] = providertest.Bool(true)
		}
	}
	return values
}

func wantNotConfigured(t *testing.T, call string, diags []*tfprotov6.Diagnostic) {
	t.Helper()
	for _, d := range diags {
		if d.Summary == "The provider is not configured yet" && strings.Contains(d.Detail, "api_key") {
			return
		}
	}
	t.Errorf("%s: got %v, want that the provider is not configured yet", call, diags)
}

// With unknown settings, every method returns an error that says so or leaves
// the state unchanged, without a panic or a request.
func TestUnit_Unconfigured_EveryMethod(t *testing.T) {
	server, session := unconfigured(t)
	schemas := session.Schemas
	for name, schema := range schemas.ResourceSchemas {
		object := session.Value(schema, minimal(t, schema))
		none := session.Null(schema)
		read, err := session.Server.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{TypeName: name, CurrentState: object})
		if err != nil || len(read.Diagnostics) > 0 || session.IsNull(schema, read.NewState) {
			t.Errorf("read of %s: %v, %v", name, err, read.Diagnostics)
		}
		apply := func(prior, planned, config *tfprotov6.DynamicValue) []*tfprotov6.Diagnostic {
			if _, err := session.Server.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
				TypeName: name, PriorState: prior, ProposedNewState: planned, Config: config,
			}); err != nil {
				t.Error(err)
			}
			applied, err := session.Server.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
				TypeName: name, PriorState: prior, PlannedState: planned, Config: config,
			})
			if err != nil {
				t.Error(err)
			}
			return applied.Diagnostics
		}
		wantNotConfigured(t, "create of "+name, apply(none, object, object))
		if name == "fullstory_segment_export" { // the file needs no client to be updated or removed
			wantNotConfigured(t, "update of "+name, apply(object, object, object))
			wantNotConfigured(t, "destroy of "+name, apply(object, none, none))
		}
		if _, err := session.Server.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: name, ID: "x"}); err != nil {
			t.Error(err)
		}
	}
	for name, schema := range schemas.DataSourceSchemas {
		config := minimal(t, schema)
		delete(config, "name")
		wantNotConfigured(t, "read of data source "+name, session.DataSource(t.Context(), name, config).Diagnostics)
	}
	for name, schema := range schemas.EphemeralResourceSchemas {
		wantNotConfigured(t, "open of "+name, session.Open(t.Context(), name, minimal(t, schema)).Diagnostics)
	}
	for name, schema := range schemas.ActionSchemas {
		wantNotConfigured(t, "invocation of "+name, session.Invoke(t.Context(), name, minimal(t, schema.Schema), nil).Diagnostics)
	}
	for name := range schemas.ListResourceSchemas {
		items := session.Query(t.Context(), name, nil, 10, false, nil)
		if len(items) != 1 {
			t.Errorf("list of %s: %v", name, items)
			continue
		}
		wantNotConfigured(t, "list of "+name, items[0].Diagnostics)
	}
	if n := len(server.Requests()); n != 0 {
		t.Errorf("%d requests", n)
	}
}
