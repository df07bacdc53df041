package provider_test

import (
	"cmp"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// came is what an occasion comes to, in short.
type came struct {
	sent       int
	told, says string // severity and summary, and detail, of the one diagnostic
	state      string
	exports    int
}

// meet has an occasion meet a fault, so often (or always, below 0).
func meet(t *testing.T, o occasion, fault fullstorytest.Fault, often int, timeout string) (got came) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	synctest.Test(t, func(t *testing.T) {
		server := fullstorytest.New(fullstorytest.WithDefaultScript(fullstorytest.Script{Running: "PENDING", After: 150 * time.Second}))
		defer server.Close()
		server.AddOperation(doneID, "SEARCH_EXPORT", "COMPLETED")
		time.Sleep(time.Hour) // so that it is none of those that have just appeared
		network := server.Network()
		defer network.CloseIdleConnections()
		counter := &counter{RoundTripper: network, route: o.route}
		s := stage{t: t, server: server, path: path, timeout: cmp.Or(timeout, "10m"),
			p: providertest.NewProtocol(t, server, func(o *fullstory.Options) { o.Transport = counter })}
		s.begin = func() {
			for range often {
				server.Inject(o.route, fault)
			}
			if often < 0 {
				server.Always(o.route, fault)
			}
			counter.begun = true
		}
		scene := o.play(s)
		got = came{sent: counter.count, state: scene.state, exports: len(server.Exports())}
		for _, d := range scene.diags {
			got.told += strings.ToLower(d.Severity.String()) + ": " + d.Summary
			got.says += d.Detail
		}
		if len(scene.diags) > 1 {
			t.Errorf("%d diagnostics", len(scene.diags))
		}
		for _, secret := range []string{fullstorytest.APIKey, "Signature=", "Expires="} {
			if strings.Contains(got.says, secret) {
				t.Errorf("the diagnostic shows %q", secret)
			}
		}
	})
	return got
}

// counter counts the requests to a route, those too that reach nobody.
type counter struct {
	http.RoundTripper
	route fullstorytest.Route
	mu    sync.Mutex
	begun bool
	count int
}

func (c *counter) RoundTrip(r *http.Request) (*http.Response, error) {
	c.mu.Lock()
	if c.begun && fullstorytest.RouteOf(r) == c.route {
		c.count++
	}
	c.mu.Unlock()
	return c.RoundTripper.RoundTrip(r)
}
