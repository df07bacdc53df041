package providertest

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Invocation is what an action told.
type Invocation struct {
	Progress []string
	// Diagnostics are those of the end.
	Diagnostics []*tfprotov6.Diagnostic
	Completed   bool
}

// Invoke validates, plans and invokes an action. heard, where it is not nil,
// hears each event; none other is read before it returns. The diagnostics of an
// action that was not to be invoked are those of its plan.
func (p *Protocol) Invoke(ctx context.Context, name string, config map[string]tftypes.Value, heard func(message string)) (got Invocation) {
	p.t.Helper()
	server, ok := p.Server.(tfprotov6.ActionServer)
	if !ok {
		p.t.Fatal("the provider has no actions")
	}
	value := p.Value(p.schemas.ActionSchemas[name].Schema, config)
	validated, err := server.ValidateActionConfig(ctx, &tfprotov6.ValidateActionConfigRequest{ActionType: name, Config: value})
	if err != nil {
		p.t.Fatal(err)
	}
	if len(validated.Diagnostics) > 0 {
		return Invocation{Diagnostics: validated.Diagnostics}
	}
	planned, err := server.PlanAction(ctx, &tfprotov6.PlanActionRequest{ActionType: name, Config: value})
	if err != nil {
		p.t.Fatal(err)
	}
	if len(planned.Diagnostics) > 0 {
		return Invocation{Diagnostics: planned.Diagnostics}
	}
	stream, err := server.InvokeAction(ctx, &tfprotov6.InvokeActionRequest{ActionType: name, Config: value})
	if err != nil {
		p.t.Fatal(err)
	}
	for event := range stream.Events {
		switch e := event.Type.(type) {
		case tfprotov6.ProgressInvokeActionEventType:
			got.Progress = append(got.Progress, e.Message)
			if heard != nil {
				heard(e.Message)
			}
		case tfprotov6.CompletedInvokeActionEventType:
			got.Completed, got.Diagnostics = true, e.Diagnostics
		}
	}
	return got
}
