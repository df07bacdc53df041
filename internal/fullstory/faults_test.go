package fullstory_test

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

// faultCall is a call of the API.
type faultCall struct {
	name, kind string // kind is a key of faultOutcomes
	route      fullstorytest.Route
	do         func(context.Context, *fullstory.Client, fullstory.Operation) error
}

// faultCalls are all calls. The operation is a completed one.
var faultCalls = []faultCall{
	{"create export", "submission", fullstorytest.RouteCreateExport, func(ctx context.Context, c *fullstory.Client, _ fullstory.Operation) error {
		_, err := c.CreateExport(ctx, everyone)
		return err
	}},
	{"get operation", "read", fullstorytest.RouteGetOperation, func(ctx context.Context, c *fullstory.Client, o fullstory.Operation) error {
		_, err := c.GetOperation(ctx, o.ID)
		return err
	}},
	{"list operations", "read", fullstorytest.RouteListOperations, func(ctx context.Context, c *fullstory.Client, _ fullstory.Operation) error {
		return firstError(c.ListExports(ctx, ""))
	}},
	{"cancel", "cancel", fullstorytest.RouteCancelOperation, func(ctx context.Context, c *fullstory.Client, _ fullstory.Operation) error {
		return c.CancelOperation(ctx, "running")
	}},
	{"results", "read", fullstorytest.RouteGetResults, func(ctx context.Context, c *fullstory.Client, o fullstory.Operation) error {
		_, err := c.DownloadLink(ctx, o)
		return err
	}},
	{"list segments", "read", fullstorytest.RouteListSegments, func(ctx context.Context, c *fullstory.Client, _ fullstory.Operation) error {
		_, err := c.ListSegments(ctx, "")
		return err
	}},
	{"get segment", "read", fullstorytest.RouteGetSegment, func(ctx context.Context, c *fullstory.Client, _ fullstory.Operation) error {
		_, err := c.GetSegment(ctx, "everyone")
		return err
	}},
	{"me", "read", fullstorytest.RouteGetMe, func(ctx context.Context, c *fullstory.Client, _ fullstory.Operation) error {
		_, err := c.GetMe(ctx)
		return err
	}},
}

// attempts counts requests, also those that reach no server, and the bytes that
// are read of each response.
type attempts struct {
	http.RoundTripper
	mu       sync.Mutex
	requests int
	hosts    map[string]bool
	read     int64 // the largest response
}

func (a *attempts) RoundTrip(r *http.Request) (*http.Response, error) {
	a.mu.Lock()
	a.requests++
	a.hosts[r.URL.Host] = true
	a.mu.Unlock()
	response, err := a.RoundTripper.RoundTrip(r)
	if err == nil {
		response.Body = &countedBody{response.Body, a, 0}
	}
	return response, err
}

type countedBody struct {
	io.ReadCloser
	of *attempts
	n  int64
}

func (b *countedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.n += int64(n)
	b.of.mu.Lock()
	defer b.of.mu.Unlock()
	b.of.read = max(b.of.read, b.n)
	return n, err
}

// callDuring makes a call while all requests to its route, or only the first,
// meet a fault. It returns the numbers of requests and exports, and the error.
func callDuring(t *testing.T, call faultCall, fault fullstorytest.Fault, always bool) (requests, exports int, err error) {
	t.Helper()
	inVirtualTime(t, func(t *testing.T, server *fullstorytest.Server) {
		server.AddOperation("done", "SEARCH_EXPORT", "COMPLETED")
		server.AddOperation("running", "SEARCH_EXPORT", "RUNNING")
		completed, failed := newClient(t, server).GetOperation(t.Context(), "done")
		if failed != nil {
			t.Fatal(failed)
		}
		server.ResetLog()
		if server.Inject(call.route, fault); always {
			server.Always(call.route, fault)
		}
		network := server.Network()
		defer network.CloseIdleConnections()
		through := &attempts{RoundTripper: network, hosts: map[string]bool{}}
		client := newClient(t, server, func(o *fullstory.Options) {
			o.Endpoint, o.Transport, o.MaxRetries = server.URL(), through, faultRetries
		})
		err = call.do(t.Context(), client, completed)
		requests, exports = through.requests, len(server.Exports())
		if n := len(server.Requests()); n > requests {
			t.Errorf("%d requests arrived, and the client sent %d: something else repeats them", n, requests)
		}
		if len(through.hosts) != 1 || through.read > 9<<20 {
			t.Errorf("requests went to %v, and %d bytes of a response were read", through.hosts, through.read)
		}
		for _, secret := range []string{fullstorytest.APIKey, "Signature=", "Expires="} {
			if err != nil && strings.Contains(err.Error(), secret) {
				t.Errorf("the error has %q", secret)
			}
		}
	})
	return requests, exports, err
}

// hasError reports whether an error has a part; none has the part "".
func hasError(err error, part string) bool {
	return (err == nil) == (part == "") && (err == nil || strings.Contains(err.Error(), part))
}

// Every call has the outcome of the table for every fault, and succeeds if it
// is retried and the fault has passed.
func TestUnit_Faults_Client(t *testing.T) {
	for _, named := range fullstorytest.FaultCatalogue() {
		for _, call := range faultCalls {
			t.Run(named.Name+"/"+call.name, func(t *testing.T) {
				rows := faultOutcomes[call.kind]
				i := slices.IndexFunc(rows, func(o faultOutcome) bool { return slices.Contains(o.faults, named.Name) })
				if i < 0 {
					t.Fatalf("faultOutcomes[%q] has no outcome of %q", call.kind, named.Name)
				}
				want := rows[i]
				requests, exports, err := callDuring(t, call, named.Fault, true)
				if !hasError(err, want.wantError) || requests != want.wantRequests || exports != want.wantExports || isAmbiguous(err) != want.ambiguous {
					t.Errorf("got %d requests, %d exports (ambiguous: %t) and %v\nwant %+v", requests, exports, isAmbiguous(err), err, want)
				}
				if want.wantRequests == 1 {
					return
				}
				if call.kind == "submission" {
					want.wantExports++
				}
				requests, exports, err = callDuring(t, call, named.Fault, false)
				if !hasError(err, want.wantErrorOnce) || requests != 2 || exports != want.wantExports {
					t.Errorf("the fault passed: got %d requests, %d exports and %v, want 2 requests, %d exports, error %q",
						requests, exports, err, want.wantExports, want.wantErrorOnce)
				}
			})
		}
	}
}
