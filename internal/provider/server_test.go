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

// A provider that kept the context of each call would grow with the number of
// resources.
func TestUnit_Server_ReleasesTheContextOfACall(t *testing.T) {
	server := fullstorytest.New()
	defer server.Close()
	session := providertest.NewSession(t, server)
	const export = "fullstory_segment_export"
	config := session.Value(session.Schemas.ResourceSchemas[export], map[string]tftypes.Value{
		"segment_id": providertest.String("everyone"), "type": providertest.String("events"),
	})

	call := func() weak.Pointer[string] {
		value := "the request, the loggers"
		ctx := context.WithValue(t.Context(), contextKey{}, &value)
		validated, err := session.Server.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{TypeName: export, Config: config})
		if err != nil || len(validated.Diagnostics) > 0 {
			t.Fatal(err, validated)
		}
		return weak.Make(&value)
	}
	released := call()
	runtime.GC()
	if released.Value() != nil {
		t.Error("the context of a call is not released after the call")
	}
}
