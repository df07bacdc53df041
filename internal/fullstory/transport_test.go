package fullstory_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
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

// closingServer is a server whose idle connections a test can close.
type closingServer struct {
	*httptest.Server
	mu   sync.Mutex
	idle []net.Conn
}

func newClosingServer(handler http.Handler) *closingServer {
	s := &closingServer{}
	s.Server = httptest.NewUnstartedServer(handler)
	s.Config.ConnState = func(conn net.Conn, state http.ConnState) {
		s.mu.Lock()
		defer s.mu.Unlock()
		if state == http.StateIdle {
			s.idle = append(s.idle, conn)
		}
	}
	s.Start()
	return s
}

// closeIdle closes all idle connections, which the client does not know yet.
func (s *closingServer) closeIdle() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, conn := range s.idle {
		_ = conn.Close()
	}
	s.idle = nil
}

// A server that closes an idle connection just when a submission is sent over
// it would make the submission ambiguous.
func TestUnit_Transport_SubmissionsUseNoIdleConnection(t *testing.T) {
	fake := newServer(t)
	server := newClosingServer(fake.Handler())
	defer server.Close()
	client := newClient(t, fake, noRetries, func(o *fullstory.Options) { o.Endpoint, o.Transport = server.URL, nil })
	for i := range 50 {
		if i%2 == 0 { // leaves an idle connection
			if _, err := client.GetMe(t.Context()); err != nil && !rest.IsTransient(err) {
				t.Fatal(err)
			}
		}
		server.closeIdle()
		if _, err := client.CreateExport(t.Context(), everyone); err != nil {
			t.Fatalf("submission %d: %v", i, err)
		}
	}
	wantRequests(t, fake, fullstorytest.RouteCreateExport, 50)
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
