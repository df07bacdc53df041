package fullstory_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

// One error is enough: submissions after a refusal of the key are not sent.
func TestUnit_Denied_LaterSubmissionsAreNotSent(t *testing.T) {
	for _, status := range []int{401, 403} {
		inVirtualTime(t, func(t *testing.T, server *fullstorytest.Server) {
			server.Always(fullstorytest.RouteCreateExport, fullstorytest.Status(status))
			client := newClient(t, server)
			first, later := 0, 0
			for _, err := range append(submitInParallel(t.Context(), client, 7), submitInParallel(t.Context(), client, 1)...) {
				if !fullstory.IsDenied(err) || isAmbiguous(err) {
					t.Errorf("%d: got %v", status, err)
				}
				if _, ok := errors.AsType[*fullstory.DeniedSubmissionError](err); ok {
					later++
				} else {
					first++
				}
			}
			if first != 1 || later != 7 {
				t.Errorf("%d: %d refusals and %d later errors, want 1 and 7", status, first, later)
			}
			wantRequests(t, server, fullstorytest.RouteCreateExport, 1)
			if _, err := client.GetMe(t.Context()); err != nil { // reads go on
				t.Error(err)
			}
		}, fullstorytest.WithLatency(latency))
	}
}

func TestUnit_Denied_ForeignPagesAndOtherRefusalsDoNotCount(t *testing.T) {
	server := newServer(t)
	client := newClient(t, server)
	for _, fault := range []fullstorytest.Fault{fullstorytest.ForeignPage(403), fullstorytest.Status(400), fullstorytest.Status(404)} {
		server.Inject(fullstorytest.RouteCreateExport, fault)
		if _, err := client.CreateExport(t.Context(), everyone); err == nil || fullstory.IsDenied(err) {
			t.Errorf("got %v", err)
		}
	}
	server.Inject(fullstorytest.RouteGetMe, fullstorytest.Status(403))
	_, _ = client.GetMe(t.Context())
	submit(t, client)
	wantRequests(t, server, fullstorytest.RouteCreateExport, 4)
}

func TestUnit_CheckKey_MakesOneRequest(t *testing.T) {
	for name, fault := range map[string]fullstorytest.Fault{"known": {}, "denied": fullstorytest.Status(401), "unavailable": fullstorytest.Status(503)} {
		runInVirtualTime(t, name, func(t *testing.T, server *fullstorytest.Server) {
			server.Always(fullstorytest.RouteGetMe, fault)
			client := newClient(t, server)
			firsts := make(chan bool, 20)
			inParallel(20, make([]string, 20), func(string) {
				identity, first, err := client.CheckKey(t.Context())
				if first {
					firsts <- true
				}
				if (err == nil) != (name == "known") || (identity.Email != "") != (name == "known") {
					t.Errorf("got %+v and %v", identity, err)
				}
			})
			if len(firsts) != 1 {
				t.Errorf("%d calls made the request", len(firsts))
			}
			wantRequests(t, server, fullstorytest.RouteGetMe, 1)
		}, fullstorytest.WithLatency(latency))
	}
}

// A cancelled check is not the result for others, and nobody waits for a check
// beyond the own context.
func TestUnit_CheckKey_EndsWithTheContext(t *testing.T) {
	inVirtualTime(t, func(t *testing.T, server *fullstorytest.Server) {
		server.Inject(fullstorytest.RouteGetMe, fullstorytest.Stall())
		client := newClient(t, server)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { _, _, err := client.CheckKey(ctx); done <- err }()
		synctest.Wait()
		ended, end := context.WithCancel(t.Context())
		end()
		if _, _, err := client.CheckKey(ended); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		if identity, first, err := client.CheckKey(t.Context()); err != nil || !first || identity.Email == "" {
			t.Errorf("got %+v, %t and %v", identity, first, err)
		}
		wantRequests(t, server, fullstorytest.RouteGetMe, 2)
	})
}

// Every call of a client without settings or without a key returns an error.
func TestUnit_Client_NotReady(t *testing.T) {
	noKey, err := fullstory.New(fullstory.Options{Transport: roundTripper(nil)})
	if err != nil {
		t.Fatal(err)
	}
	for name, client := range map[string]*fullstory.Client{"unconfigured": fullstory.Unconfigured("api_key", ""), "no key": noKey} {
		for _, call := range faultCalls {
			if err := call.do(t.Context(), client, fullstory.Operation{ID: "x", SearchExportID: "y"}); !errors.Is(err, client.Ready()) {
				t.Errorf("%s, %s: got %v", name, call.name, err)
			}
		}
		_, statusErr := client.OperationStatus(t.Context(), "x")
		_, waitErr := client.WaitForOperation(t.Context(), "x", fullstory.Wait{})
		_, _, checkErr := client.CheckKey(t.Context())
		_, candidatesErr := client.CandidateExports(t.Context(), at("2026-01-01T00:00:00Z"))
		for call, err := range map[string]error{"status": statusErr, "wait": waitErr, "check": checkErr, "candidates": candidatesErr} {
			if !errors.Is(err, client.Ready()) || client.Ready() == nil {
				t.Errorf("%s, %s: got %v", name, call, err)
			}
		}
	}
}
