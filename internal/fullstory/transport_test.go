package fullstory_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

// Reads share a few connections; each submission has one of its own.
func TestUnit_Transport_Connections(t *testing.T) {
	for _, limit := range []int{1, 3, 10} {
		server := newServer(t)
		client := newClient(t, server, func(o *fullstory.Options) {
			o.Endpoint, o.Transport, o.MaxConcurrentRequests = server.URL(), nil, limit
		})
		inParallel(20, make([]string, 100), func(string) {
			if _, err := client.GetMe(t.Context()); err != nil {
				t.Error(err)
			}
			// Refusals have bodies, too.
			if _, err := client.GetOperation(t.Context(), "missing"); !rest.IsNotFound(err) {
				t.Error(err)
			}
		})
		// Not exactly limit: on a busy machine, net/http replaces some connections.
		if got := server.Connections(); got > limit+20 {
			t.Errorf("%d connections for %d requests, of which %d may be in flight at once", got, len(server.Requests()), limit)
		}
		reads := server.Connections()
		for range 5 {
			submit(t, client)
		}
		if got := server.Connections() - reads; got != 5 {
			t.Errorf("5 submissions had %d connections", got)
		}
	}
}

// net/http itself repeats requests on connections that fail. It must not repeat
// a submission that the server may have read.
func TestUnit_Transport_SubmissionIsNotReplayed(t *testing.T) {
	var posts atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			posts.Add(1)
			conn, _, err := http.NewResponseController(w).Hijack()
			if err == nil {
				_ = conn.Close()
			}
			return
		}
		_, _ = w.Write([]byte(`{"email":"a@example.com"}`))
	}))
	defer server.Close()
	client := fullstory.New(fullstory.Options{WireFormat: fullstory.WireFormatSchema, Options: rest.Options{Endpoint: server.URL, APIKey: "key", MaxRetries: 5}})
	for i := range 3 {
		if _, err := client.GetMe(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := client.CreateExport(t.Context(), everyone); !isAmbiguous(err) {
			t.Errorf("got %v, want an ambiguous submission", err)
		}
		if got := int(posts.Load()); got != i+1 {
			t.Errorf("%d submissions were received, want %d", got, i+1)
		}
	}
}

func TestUnit_Transport_NoSubmissionAfterTheContextEnded(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	server := newServer(t)
	if _, err := newClient(t, server).CreateExport(ctx, everyone); err == nil || isAmbiguous(err) {
		t.Errorf("got %v, want the cancellation", err)
	}
	wantNoRequests(t, server)
}
