package segmentexport_test

import (
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// wantExpired checks that the export is EXPIRED in the state, that later runs
// make so many requests and repeat neither the warning nor the export, and that
// replace_on_expiry replaces it.
func wantExpired(t *testing.T, cli *providertest.CLI, server *fullstorytest.Server, requests int) {
	t.Helper()
	if got, tainted := cli.State(address); got["state"] != "EXPIRED" || tainted {
		t.Errorf("the state is %v, tainted = %t", got, tainted)
	}
	server.ResetLog()
	actions, result := cli.PlannedActions(address)
	if actions != "no-op" || len(result.Warnings()) > 0 || len(server.Requests()) != requests {
		t.Errorf("a later plan does %q with %v and %d requests, want no change", actions, result.Warnings(), len(server.Requests()))
	}
	if warnings := cli.Apply().Warnings(); len(warnings) > 0 || server.Count(fullstorytest.RouteCreateExport) > 0 {
		t.Errorf("a later apply warns of %v", warnings)
	}
	before := len(server.Exports())
	cli.Configure(exportWith(`replace_on_expiry = true`))
	if actions, _ := cli.PlannedActions(address); actions != "delete create" {
		t.Errorf("with replace_on_expiry the plan does %q, want a replacement", actions)
	}
	cli.Apply()
	if n := len(server.Exports()) - before; n != 1 || server.Count(fullstorytest.RouteCancelOperation) != 0 {
		t.Errorf("%d new exports, want 1, and no cancellation", n)
	}
}

func TestAcc_SegmentExport_ExpiresWithoutReplacement(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		expire   func(*providertest.CLI, *fullstorytest.Server)
		requests int    // of the refresh that finds it
		later    int    // of each later refresh
		message  string // of a warning; none if it is expected
	}{
		"past expires_at": {func(cli *providertest.CLI, _ *fullstorytest.Server) {
			cli.StoreState("state_v0.tfstate", map[string]string{"2099-12-31T00:00:00Z": "2026-01-31T00:00:00Z"})
		}, 1, 0, ""}, // FullStory's answer agrees with the date
		"forgotten, and no expires_at": {func(cli *providertest.CLI, server *fullstorytest.Server) {
			server.Next(fullstorytest.Script{Polls: 1, Lifetime: -1})
			cli.Apply()
			server.Forget(wantInState(t, cli, server, "COMPLETED"))
		}, 3, 1, "FullStory no longer has the export"}, // a 404 is confirmed, and checked again later
	} {
		t.Run(name, func(t *testing.T) {
			server := newServer(t)
			cli := providertest.NewCLI(t, server, minimal)
			c.expire(cli, server)
			was, _ := cli.State(address)
			id, _ := was["id"].(string)

			server.ResetLog()
			actions, result := cli.PlannedActions(address)
			expectWarning := func(result providertest.Result) {
				if c.message == "" {
					if warnings := result.Warnings(); len(warnings) > 0 {
						t.Errorf("warnings: %v", warnings)
					}
					return
				}
				providertest.ExpectDiagnostic(t, result.Warnings(), "Segment export expired", c.message, "apply with -replace", "Operation: "+id)
			}
			expectWarning(result)
			if actions != "no-op" || len(server.Requests()) != c.requests {
				t.Errorf("the plan does %q with %d requests, want no-op with %d", actions, len(server.Requests()), c.requests)
			}
			// A plan does not save what its refresh found.
			server.ResetLog()
			expectWarning(cli.Apply())
			if n := len(server.Requests()); n != c.requests {
				t.Errorf("the apply makes %d requests, want %d", n, c.requests)
			}
			wantExpired(t, cli, server, c.later)
		})
	}
}

// An export that has expired when the wait for it ends.
func TestAcc_SegmentExport_ExpiresDuringTheWait(t *testing.T) {
	t.Parallel()
	server := newServer(t)
	server.Next(fullstorytest.Script{Polls: 1, Lifetime: time.Nanosecond})
	cli := providertest.NewCLI(t, server, minimal)
	result := cli.Apply()
	wantInState(t, cli, server, "EXPIRED")
	if warnings := result.Warnings(); len(warnings) > 0 { // by date it is expected
		t.Errorf("warnings: %v", warnings)
	}
	wantExpired(t, cli, server, 0)
}
