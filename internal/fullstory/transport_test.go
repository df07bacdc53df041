package fullstory_test

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

// A whole apply opens no more connections than it may have requests in flight.
func TestUnit_Transport_ReusesConnections(t *testing.T) {
	for _, limit := range []int{1, 3, 10} {
		server := fullstorytest.New(fullstorytest.WithDefaultScript(fullstorytest.Script{Polls: 3}))
		client := newClient(t, server, func(o *fullstory.Options) {
			o.Endpoint, o.Transport, o.MaxConcurrentRequests = server.URL(), nil, limit
		})
		soon := func(fullstory.Progress) time.Duration { return time.Millisecond }
		atOnce(20, make([]string, 100), func(string) {
			operation, err := client.CreateExport(t.Context(), everyone)
			if err == nil {
				_, err = client.WaitForOperation(t.Context(), operation.ID, fullstory.Wait{Pace: soon})
			}
			if err == nil {
				_, err = client.GetOperation(t.Context(), operation.ID)
			}
			if err != nil {
				t.Error(err)
			}
			// Refusals have bodies, too.
			if _, err = client.GetOperation(t.Context(), "no such"); !fullstory.IsNotFound(err) {
				t.Error(err)
			}
		})
		if got := server.Connections(); got > limit {
			t.Errorf("%d connections for %d requests, of which %d may be in flight at once", got, len(server.Requests()), limit)
		}
		server.Close()
	}
}

func TestUnit_Transport_SpeaksHTTP2WhereOffered(t *testing.T) {
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
	transport := fullstory.NewTransport(10)
	transport.TLSClientConfig = &tls.Config{RootCAs: trusted, MinVersion: tls.VersionTLS12}
	defer transport.CloseIdleConnections()
	client := newClient(t, fake, func(o *fullstory.Options) { o.Endpoint, o.Transport = server.URL, transport })
	lookAtAll(t, client, 50, running(fake, "ours", 50))
	atOnce(20, make([]string, 50), func(string) { export(t, client) })

	mu.Lock()
	defer mu.Unlock()
	if len(versions) != 1 || versions["HTTP/2.0"] == 0 {
		t.Errorf("requests by version: %v, want HTTP/2.0 alone", versions)
	}
}
