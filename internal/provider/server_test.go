package provider_test

import (
	"sync"
	"sync/atomic"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// Terraform takes an action that has not reported its end when StopProvider
// returns for a successful one.
func TestUnit_Server_StopWaitsForTheEndOfAnAction(t *testing.T) {
	polled := make(chan struct{})
	var once sync.Once
	server := fullstorytest.New(
		fullstorytest.WithDefaultScript(fullstorytest.Script{Running: "PENDING", Stall: true}),
		fullstorytest.WithRequestHook(func(r fullstorytest.Request) {
			if r.Route == fullstorytest.RouteGetOperation {
				once.Do(func() { close(polled) })
			}
		}))
	defer server.Close()
	session := providertest.NewSession(t, server)
	var reported atomic.Bool
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		stream, err := session.Server.InvokeAction(t.Context(), &tfprotov6.InvokeActionRequest{
			ActionType: "fullstory_segment_export",
			Config: session.Value(session.Schemas.ActionSchemas["fullstory_segment_export"].Schema, map[string]tftypes.Value{
				"segment_id": providertest.String("everyone"), "type": providertest.String("events"),
			}),
		})
		if err != nil {
			t.Error(err)
			return
		}
		for event := range stream.Events {
			if end, ok := event.Type.(tfprotov6.CompletedInvokeActionEventType); ok {
				reported.Store(providertest.HasError(end.Diagnostics))
			}
		}
	}()
	<-polled
	if _, err := session.Server.StopProvider(t.Context(), &tfprotov6.StopProviderRequest{}); err != nil {
		t.Fatal(err)
	}
	if !reported.Load() {
		t.Error("StopProvider returned before the action reported its error")
	}
	<-ended
}
