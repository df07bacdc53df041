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

type carriedKey struct{}

// A provider that keeps what came with each call grows with the resources of a
// run.
func TestUnit_Server_LetsGoOfCalls(t *testing.T) {
	server := fullstorytest.New()
	defer server.Close()
	p := providertest.NewProtocol(t, server)
	const export = "fullstory_segment_export"
	config := p.Value(p.Resource(export), map[string]tftypes.Value{
		"segment_id": tftypes.NewValue(tftypes.String, "everyone"), "type": tftypes.NewValue(tftypes.String, "events"),
	})

	call := func() weak.Pointer[string] {
		value := "the request, the loggers"
		ctx := context.WithValue(t.Context(), carriedKey{}, &value)
		validated, err := p.Server.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{TypeName: export, Config: config})
		if err != nil || len(validated.Diagnostics) > 0 {
			t.Fatal(err, validated)
		}
		return weak.Make(&value)
	}
	behind := call()
	runtime.GC()
	if behind.Value() != nil {
		t.Error("what came with a call is still held when it is over")
	}
}
