package rest_test

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

// submission is the smallest one.
var submission = rest.Request{
	Method: http.MethodPost, Path: []string{"segments", "v1", "exports"}, Submission: true,
	Body: []byte(`{"segmentId":"everyone","type":"events"}`),
}

func TestUnit_Transport_HTTP2(t *testing.T) {
	fake := fullstorytest.New()
	defer fake.Close()
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
		transport := rest.NewTransport(connections)
		transport.TLSClientConfig = &tls.Config{RootCAs: trusted, MinVersion: tls.VersionTLS12}
		defer transport.CloseIdleConnections() //nolint:revive // there are two
		client := rest.New(rest.Options{Endpoint: server.URL, APIKey: fullstorytest.APIKey, Transport: transport, MaxConcurrentRequests: 10})
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() {
				for _, request := range []rest.Request{rest.Get(nil, "me"), submission} {
					if err := client.Do(t.Context(), request); err != nil {
						t.Errorf("%s: %v", name, err)
					}
				}
			})
		}
		all.Wait()
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
	transport := rest.NewTransport(1)
	transport.Proxy = http.ProxyURL(address)
	client := rest.New(rest.Options{APIKey: "key", Transport: transport})
	for call, request := range map[string]rest.Request{"submission": submission, "read": rest.Get(nil, "me")} {
		err := client.Do(t.Context(), request)
		if err == nil || !strings.Contains(err.Error(), "the proxy "+address.Host+" refused the connection with status 403") ||
			rest.MayHaveActed(err) && request.Submission || strings.Contains(err.Error(), "password") {
			t.Errorf("%s: got %v, want an error that names the proxy", call, err)
		}
	}
	if n := requests.Load(); n != 2 {
		t.Errorf("%d connections were tried, want 2", n)
	}
}
