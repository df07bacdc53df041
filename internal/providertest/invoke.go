package providertest

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Invocation is the result of an action.
type Invocation struct {
	Progress    []string
	Diagnostics []*tfprotov6.Diagnostic
	// Completed reports whether the action was invoked and read to its end.
	Completed bool
}

// Invoke validates, plans and invokes an action. It ends with the first of them
// that returns diagnostics. next reports whether to read on after a progress
// message, and is called before the next one is read; nil reads all of them.
func (s *Session) Invoke(ctx context.Context, typeName string, config map[string]tftypes.Value, next func(message string) bool) (result Invocation) {
	s.t.Helper()
	value := s.Value(s.Schemas.ActionSchemas[typeName].Schema, config)
	validated, err := s.Server.ValidateActionConfig(ctx, &tfprotov6.ValidateActionConfigRequest{ActionType: typeName, Config: value})
	s.must(err)
	if len(validated.Diagnostics) > 0 {
		return Invocation{Diagnostics: validated.Diagnostics}
	}
	planned, err := s.Server.PlanAction(ctx, &tfprotov6.PlanActionRequest{ActionType: typeName, Config: value})
	s.must(err)
	if len(planned.Diagnostics) > 0 {
		return Invocation{Diagnostics: planned.Diagnostics}
	}
	stream, err := s.Server.InvokeAction(ctx, &tfprotov6.InvokeActionRequest{ActionType: typeName, Config: value})
	s.must(err)
	for event := range stream.Events {
		switch e := event.Type.(type) {
		case tfprotov6.ProgressInvokeActionEventType:
			result.Progress = append(result.Progress, e.Message)
			if next != nil && !next(e.Message) {
				return result
			}
		case tfprotov6.CompletedInvokeActionEventType:
			result.Completed, result.Diagnostics = true, e.Diagnostics
		}
	}
	return result
}
