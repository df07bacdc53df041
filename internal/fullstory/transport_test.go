package fullstory_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
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
			if _, err := client.GetOperation(t.Context(), "missing"); !fullstory.IsNotFound(err) {
				t.Error(err)
			}
		})
		if got := server.Connections(); got > limit {
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
			if _, err := client.GetMe(t.Context()); err != nil && !fullstory.IsTransient(err) {
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
	client, err := fullstory.New(fullstory.Options{Endpoint: server.URL, APIKey: "key", MaxRetries: 5})
	if err != nil {
		t.Fatal(err)
	}
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

func TestUnit_Transport_HTTP2(t *testing.T) {
	fake := newServer(t)
	var mu sync.Mutex
	versions := map[string]int{}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		versions[r.Proto]++
		mu.Unlock()
		fake.Handler().ServeHTTP(w, r)
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	defer server.Close()

	trusted := x509.NewCertPool()
	trusted.AddCert(server.Certificate())
	for name, connections := range map[string]int{"shared connections": 10, "a connection for each request": -1} {
		transport := fullstory.NewTransport(connections)
		transport.TLSClientConfig = &tls.Config{RootCAs: trusted, MinVersion: tls.VersionTLS12}
		defer transport.CloseIdleConnections() //nolint:revive // there are two
		client := newClient(t, fake, func(o *fullstory.Options) { o.Endpoint, o.Transport = server.URL, transport })
		refreshAll(t, client, 50, addRunning(fake, name, 50))
		inParallel(10, make([]string, 20), func(string) { submitAndWait(t, client) })
	}
	mu.Lock()
	defer mu.Unlock()
	if len(versions) != 1 || versions["HTTP/2.0"] == 0 {
		t.Errorf("requests by version: %v, want HTTP/2.0 only", versions)
	}
}

func TestUnit_Transport_ProxyRefusesTheConnection(t *testing.T) {
	var requests atomic.Int32
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		w.Header().Set("X-Echo", r.Header.Get("Proxy-Authorization"))
		http.Error(w, "denied by policy", http.StatusForbidden)
	}))
	defer proxy.Close()
	address, err := url.Parse(proxy.URL)
	if err != nil {
		t.Fatal(err)
	}
	address.User = url.UserPassword("user", "proxy-password")
	transport := fullstory.NewTransport(1)
	transport.Proxy = http.ProxyURL(address)
	client, err := fullstory.New(fullstory.Options{APIKey: "key", Transport: transport})
	if err != nil {
		t.Fatal(err)
	}
	for call, request := range map[string]func() error{
		"submission": func() error { _, err := client.CreateExport(t.Context(), everyone); return err },
		"read":       func() error { _, err := client.GetMe(t.Context()); return err },
	} {
		err := request()
		if err == nil || !strings.Contains(err.Error(), "the proxy "+address.Host+" refused the connection with status 403") ||
			isAmbiguous(err) || strings.Contains(err.Error(), "password") {
			t.Errorf("%s: got %v, want an error that names the proxy", call, err)
		}
	}
	if n := requests.Load(); n != 2 {
		t.Errorf("%d connections were tried, want 2", n)
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
