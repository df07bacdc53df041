package fullstory_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

func TestUnit_Denied_OtherRefusalsAndReadsDoNotCount(t *testing.T) {
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
	server.Inject(fullstorytest.RouteCreateExport, fullstorytest.Status(403))
	_, _ = client.CreateExport(t.Context(), everyone)
	if _, err := client.GetMe(t.Context()); err != nil {
		t.Errorf("a read after a refused submission: %v", err)
	}
}

// The check is optional: it takes 10 s at most, and is made once, also if it
// fails. No call waits for it beyond its own context.
func TestUnit_CheckKey_IsMadeOnceAndInTime(t *testing.T) {
	inVirtualTime(t, func(t *testing.T, server *fullstorytest.Server) {
		server.Inject(fullstorytest.RouteGetMe, fullstorytest.Stall())
		client := newClient(t, server)
		began := time.Now()
		if _, first, err := client.CheckKey(within(t, time.Second)); !errors.Is(err, context.DeadlineExceeded) || !first || time.Since(began) != time.Second {
			t.Errorf("got %t and %v after %s", first, err, time.Since(began))
		}
		for range 2 {
			if _, first, err := client.CheckKey(t.Context()); !errors.Is(err, context.DeadlineExceeded) || first || time.Since(began) != 10*time.Second {
				t.Errorf("got %t and %v after %s", first, err, time.Since(began))
			}
		}
		wantRequests(t, server, fullstorytest.RouteGetMe, 1)
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
