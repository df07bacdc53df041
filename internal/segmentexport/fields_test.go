package segmentexport_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// A duplicate is found among many fields, however far apart the two are.
// listvalidator.UniqueValues would take half a minute, because it compares
// every field with every other.
func TestUnit_SegmentExport_ManyFields(t *testing.T) {
	server := newServer(t, fullstorytest.WithWireFormat("reference"))
	session := providertest.NewSessionWith(t, server, map[string]tftypes.Value{"wire_format": providertest.String("reference")})
	const n = 30_000
	fields := make([]tftypes.Value, n)
	for i := range fields {
		fields[i] = providertest.String(fmt.Sprint("field", i))
	}
	validate := func() []*tfprotov6.Diagnostic {
		config := events(map[string]tftypes.Value{"fields": tftypes.NewValue(tftypes.List{ElementType: tftypes.String}, fields)})
		validated, err := session.Server.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{
			TypeName: resourceType, Config: session.Value(session.Schemas.ResourceSchemas[resourceType], config),
		})
		if err != nil {
			t.Fatal(err)
		}
		return validated.Diagnostics
	}
	expectSuccess(t, validate())
	fields[n-1] = providertest.String("field0")
	if diags := validate(); len(diags) != 1 || !strings.Contains(diags[0].Detail, `"field0" occurs more than once`) {
		t.Errorf("got %v, want one duplicate", diags)
	}
}
