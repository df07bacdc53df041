package fullstory_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

// Two hundred operations at once, of every kind and some of them refused for
// now, have no more requests in flight than they may.
func TestUnit_Client_HoldsItsLimit(t *testing.T) {
	for _, limit := range []int{1, 3, 10} {
		synctest.Test(t, func(t *testing.T) {
			server := fullstorytest.New(fullstorytest.WithLatency(50*time.Millisecond), fullstorytest.WithDefaultScript(fullstorytest.Script{After: time.Minute}))
			defer server.Close()
			client := newClient(t, server, func(o *fullstory.Options) { o.MaxConcurrentRequests, o.MaxRetries = limit, 50 })
			server.Inject(fullstorytest.RouteCreateExport, times(20, fullstorytest.TooManyRequests("1"))...)
			server.Inject(fullstorytest.RouteGetMe, times(20, fullstorytest.Status(500))...)
			var all sync.WaitGroup
			for i := range 200 {
				all.Go(func() {
					var err error
					switch i % 4 {
					case 0:
						_, err = client.GetMe(t.Context())
					case 1:
						err = drained(client.ListSegments(t.Context(), ""))
					default:
						var made fullstory.Operation
						if made, err = client.CreateExport(t.Context(), everyone); err == nil {
							_, err = client.WaitForOperation(t.Context(), made.ID, fullstory.Wait{})
						}
					}
					if err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
			if peak := server.PeakInFlight(); peak != limit {
				t.Errorf("%d requests were in flight at once, want %d", peak, limit)
			}
			if n := len(server.Exports()); n != 100 {
				t.Errorf("%d exports, want 100", n)
			}
		})
	}
}

func TestUnit_Client_SlowsDownTogether(t *testing.T) {
	for name, c := range map[string]struct {
		fault fullstorytest.Fault
		quiet time.Duration
	}{
		"429":                     {fullstorytest.TooManyRequests("7"), 7 * time.Second},
		"429 with a date":         {fullstorytest.TooManyRequests("Sat, 01 Jan 2000 00:00:30 GMT"), 30 * time.Second}, // synctest begins at midnight
		"503 with Retry-After":    {fullstorytest.Unavailable("7"), 7 * time.Second},
		"429 with an absurd time": {fullstorytest.TooManyRequests("86400"), 2 * time.Minute},
		"503 without Retry-After": {fullstorytest.Unavailable(""), 0},
		"500":                     {fullstorytest.Status(500), 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := fullstorytest.New()
				defer server.Close()
				client := newClient(t, server, func(o *fullstory.Options) { o.MaxRetries = 0 })
				server.Inject(fullstorytest.RouteGetMe, c.fault)
				began := time.Now()
				if _, err := client.GetMe(t.Context()); err == nil {
					t.Error("the first call was not refused")
				}
				var all sync.WaitGroup
				for range 20 {
					all.Go(func() {
						if _, err := client.CreateExport(t.Context(), everyone); err != nil {
							t.Error(err)
						}
					})
				}
				all.Wait()
				for _, request := range server.RequestsTo(fullstorytest.RouteCreateExport) {
					if at := request.At.Sub(began); at != c.quiet {
						t.Errorf("a request came after %s, want %s", at, c.quiet)
					}
				}
			})
		})
	}
}

// Who waits for the server's leave ends with his context, and has asked for
// nothing.
func TestUnit_Client_SlowsDownNoLongerThanWanted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := fullstorytest.New()
		defer server.Close()
		client := newClient(t, server, func(o *fullstory.Options) { o.MaxRetries = 0 })
		server.Inject(fullstorytest.RouteGetMe, fullstorytest.TooManyRequests("60"))
		_, _ = client.GetMe(t.Context())
		began := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		_, err := client.CreateExport(ctx, everyone)
		if _, ambiguous := errors.AsType[*fullstory.AmbiguousSubmissionError](err); ambiguous || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want the context's end", err)
		}
		if took := time.Since(began); took != 5*time.Second {
			t.Errorf("it took %s, want the five seconds of its context", took)
		}
		if n := server.Count(fullstorytest.RouteCreateExport); n != 0 {
			t.Errorf("%d requests were made", n)
		}
	})
}

func TestUnit_CreateExport_KeepsAnIDAmongNonsense(t *testing.T) {
	for answer, want := range map[string]string{
		`{"operationId":"x=","state":{}}`:                           "x=",
		`{"id":"x=","state":["RUNNING"],"createdAt":{}}`:            "x=",
		`{"id":"","operationId":"x=","results":"soon","type":null}`: "x=",
		`{"id":null,"operationId":"x=","errorDetails":{"code":1}}`:  "x=",
		`{"id":42}`: "42",
	} {
		server := fullstorytest.New()
		server.Inject(fullstorytest.RouteCreateExport, fullstorytest.ActThenBody(200, "application/json", answer))
		got, err := newClient(t, server).CreateExport(t.Context(), everyone)
		if err != nil || got.ID != want || got.State != fullstory.StatePending {
			t.Errorf("%s: got %q, %q and %v", answer, got.ID, got.State, err)
		}
		server.Close()
	}
}
