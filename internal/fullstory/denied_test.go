package fullstory_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

func TestUnit_Denied_OtherRefusalsAndReadsDoNotCount(t *testing.T) {
	server := newServer(t)
	client := newClient(t, server)
	for _, fault := range []fullstorytest.Fault{fullstorytest.ForeignPage(403), fullstorytest.Status(400), fullstorytest.Status(404)} {
		server.Inject(fullstorytest.RouteCreateExport, fault)
		if _, err := client.CreateExport(t.Context(), everyone); err == nil || rest.IsDenied(err) {
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

// An interrupted call ends its request, and the next call makes another.
func TestUnit_CheckKey_EndsWithItsContext(t *testing.T) {
	inVirtualTime(t, func(t *testing.T, server *fullstorytest.Server) {
		client := newClient(t, server)
		if _, _, err := client.CheckKey(within(t, latency/2)); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		for _, want := range []bool{true, false} {
			if identity, first, err := client.CheckKey(t.Context()); err != nil || first != want || identity.Email == "" {
				t.Errorf("got %+v, %t and %v", identity, first, err)
			}
		}
	}, fullstorytest.WithLatency(latency))
}

// The check is optional, and a plan waits for it.
func TestUnit_CheckKey_EndsAfterTenSeconds(t *testing.T) {
	inVirtualTime(t, func(t *testing.T, server *fullstorytest.Server) {
		server.Inject(fullstorytest.RouteGetMe, fullstorytest.Stall())
		began := time.Now()
		if _, _, err := newClient(t, server).CheckKey(t.Context()); !rest.IsTransient(err) || time.Since(began) != 10*time.Second {
			t.Errorf("got %v after %s", err, time.Since(began))
		}
	})
}

// apiCall is a call of the API.
type apiCall struct {
	name string
	do   func(context.Context, *fullstory.Client, fullstory.Operation) error
}

// apiCalls are all calls. The operation is a completed one.
var apiCalls = []apiCall{
	{"create export", func(ctx context.Context, c *fullstory.Client, _ fullstory.Operation) error {
		_, err := c.CreateExport(ctx, everyone)
		return err
	}},
	{"get operation", func(ctx context.Context, c *fullstory.Client, o fullstory.Operation) error {
		_, err := c.GetOperation(ctx, o.ID)
		return err
	}},
	{"list operations", func(ctx context.Context, c *fullstory.Client, _ fullstory.Operation) error {
		return firstError(c.ListExports(ctx, ""))
	}},
	{"cancel", func(ctx context.Context, c *fullstory.Client, _ fullstory.Operation) error {
		return c.CancelOperation(ctx, "running")
	}},
	{"results", func(ctx context.Context, c *fullstory.Client, o fullstory.Operation) error {
		_, err := c.DownloadLink(ctx, o)
		return err
	}},
	{"list segments", func(ctx context.Context, c *fullstory.Client, _ fullstory.Operation) error {
		_, err := c.ListSegments(ctx, "")
		return err
	}},
	{"get segment", func(ctx context.Context, c *fullstory.Client, _ fullstory.Operation) error {
		_, err := c.GetSegment(ctx, "everyone")
		return err
	}},
	{"me", func(ctx context.Context, c *fullstory.Client, _ fullstory.Operation) error {
		_, err := c.GetMe(ctx)
		return err
	}},
}

// Every call of a client without settings or without a key returns an error.
func TestUnit_Client_NotReady(t *testing.T) {
	noKey := fullstory.New(fullstory.Options{Options: rest.Options{Transport: roundTripper(nil)}})
	unconfigured := fullstory.New(fullstory.Options{Options: rest.Options{Unusable: &rest.NotConfiguredError{Settings: "api_key"}}})
	for name, client := range map[string]*fullstory.Client{"unconfigured": unconfigured, "no key": noKey} {
		for _, call := range apiCalls {
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
