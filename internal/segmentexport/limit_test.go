package segmentexport_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

const tooMany = "Too many new segment exports"

// Submissions of one apply beyond the limit are refused, whatever was planned.
func TestUnit_MaxNewExports_Submissions(t *testing.T) {
	server := newServer(t)
	settings := map[string]tftypes.Value{"max_new_exports": tftypes.NewValue(tftypes.Number, 1)}
	session := providertest.NewSessionWith(t, server, settings)
	expectSuccess(t, session.Resource(resourceType).Apply(t.Context(), notWaiting()).Diagnostics)
	config := session.Value(session.Schemas.ActionSchemas[actionType].Schema, invocation(nil))
	for range 2 { // without a plan
		stream, err := session.Server.InvokeAction(t.Context(), &tfprotov6.InvokeActionRequest{ActionType: actionType, Config: config})
		if err != nil {
			t.Fatal(err)
		}
		for event := range stream.Events {
			if e, ok := event.Type.(tfprotov6.CompletedInvokeActionEventType); ok {
				wantOneError(t, e.Diagnostics, tooMany)
			}
		}
	}
	wantRequests(t, server, fullstorytest.RouteCreateExport, 1)
	// The next run counts anew, and an existing export does not count.
	session = providertest.NewSessionWith(t, server, settings)
	expectSuccess(t, session.Resource(resourceType).Apply(t.Context(), notWaiting()).Diagnostics)
	wantRequests(t, server, fullstorytest.RouteCreateExport, 2)
}

// Plans of actions count, too.
func TestUnit_MaxNewExports_Actions(t *testing.T) {
	server := newServer(t)
	session := providertest.NewSessionWith(t, server, map[string]tftypes.Value{"max_new_exports": tftypes.NewValue(tftypes.Number, 0)})
	wantOneError(t, session.Invoke(t.Context(), actionType, invocation(nil), nil).Diagnostics, tooMany, "more than 0 new exports", "FULLSTORY_MAX_NEW_EXPORTS")
	wantRequests(t, server, fullstorytest.RouteCreateExport, 0)
}

// A plan beyond the limit fails with one error, however many exports exceed it,
// and nothing is submitted. Replacements count, exports that stay do not.
func TestAcc_MaxNewExports(t *testing.T) {
	t.Parallel()
	server := newServer(t)
	cli := providertest.NewCLI(t, server, `
variable "run" { default = "1" }
resource "fullstory_segment_export" "x" {
  count      = 4
  segment_id = "s${count.index}"
  type       = "events"
  triggers   = { run = var.run }
}
`)
	environment := cli.Env
	limited := func(limit string, arguments ...string) []providertest.Diagnostic {
		t.Helper()
		cli.Env = append(environment[:len(environment):len(environment)], "FULLSTORY_MAX_NEW_EXPORTS="+limit)
		return cli.Run(append([]string{"apply", "-auto-approve", "-json"}, arguments...)...).Errors()
	}
	if errors := limited("2"); len(errors) != 1 || errors[0].Summary != tooMany {
		t.Errorf("got %+v, want one error", errors)
	}
	wantExports(t, server, 0)
	if errors := limited("4"); len(errors) != 0 {
		t.Errorf("with a limit of 4: %+v", errors)
	}
	wantExports(t, server, 4)
	if errors := limited("0"); len(errors) != 0 {
		t.Errorf("without a change: %+v", errors)
	}
	if errors := limited("3", "-var=run=2"); len(errors) != 1 || errors[0].Summary != tooMany {
		t.Errorf("of replacements: got %+v, want one error", errors)
	}
	wantExports(t, server, 4)
	if errors := limited("4", "-var=run=2"); len(errors) != 0 {
		t.Errorf("of replacements within the limit: %+v", errors)
	}
	wantExports(t, server, 8)
}
