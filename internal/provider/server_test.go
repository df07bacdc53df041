package provider_test

import (
	"context"
	"runtime"
	"testing"
	"weak"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

type contextKey struct{}

// Otherwise the provider's memory grows with the number of resources.
func TestUnit_Server_ReleasesTheContextOfACall(t *testing.T) {
	server := fullstorytest.New()
	defer server.Close()
	p := providertest.NewProtocol(t, server)
	const export = "fullstory_segment_export"
	config := p.Value(p.Resource(export), map[string]tftypes.Value{
		"segment_id": tftypes.NewValue(tftypes.String, "everyone"), "type": tftypes.NewValue(tftypes.String, "events"),
	})

	call := func() weak.Pointer[string] {
		value := "a value"
		ctx := context.WithValue(t.Context(), contextKey{}, &value)
		validated, err := p.Server.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{TypeName: export, Config: config})
		if err != nil || len(validated.Diagnostics) > 0 {
			t.Fatal(err, validated)
		}
		return weak.Make(&value)
	}
	value := call()
	runtime.GC()
	if value.Value() != nil {
		t.Error("the context of a call is still referenced after it")
	}
}
