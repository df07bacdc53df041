package fullstory_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

// retries is how often the client of this suite repeats what may be repeated.
const retries = 3

// faultCall is one way to use the API.
type faultCall struct {
	name  string
	route fullstorytest.Route
	label string // as errors name it
	use   func(context.Context, *fullstory.Client, fullstory.Operation) error
}

// faultCalls are all of them. The operation is a completed one.
var faultCalls = []faultCall{
	{"create export", fullstorytest.RouteCreateExport, "POST /segments/v1/exports",
		func(ctx context.Context, c *fullstory.Client, _ fullstory.Operation) error {
			_, err := c.CreateExport(ctx, everyone)
			return err
		}},
	{"get operation", fullstorytest.RouteGetOperation, "GET /operations/v1/done",
		func(ctx context.Context, c *fullstory.Client, o fullstory.Operation) error {
			_, err := c.GetOperation(ctx, o.ID)
			return err
		}},
	{"list operations", fullstorytest.RouteListOperations, "GET /operations/v1",
		func(ctx context.Context, c *fullstory.Client, _ fullstory.Operation) error {
			return drained(c.ListOperations(ctx, fullstory.OperationFilter{}))
		}},
	{"cancel", fullstorytest.RouteCancelOperation, "POST /operations/v1/running/cancel",
		func(ctx context.Context, c *fullstory.Client, _ fullstory.Operation) error {
			return c.CancelOperation(ctx, "running")
		}},
	{"results", fullstorytest.RouteGetResults, "GET /search/v1/exports/{results}/results",
		func(ctx context.Context, c *fullstory.Client, o fullstory.Operation) error {
			_, err := c.DownloadLink(ctx, o)
			return err
		}},
	{"list segments", fullstorytest.RouteListSegments, "GET /segments/v1",
		func(ctx context.Context, c *fullstory.Client, _ fullstory.Operation) error {
			return drained(c.ListSegments(ctx, ""))
		}},
	{"get segment", fullstorytest.RouteGetSegment, "GET /segments/v1/everyone",
		func(ctx context.Context, c *fullstory.Client, _ fullstory.Operation) error {
			_, err := c.GetSegment(ctx, "everyone")
			return err
		}},
	{"me", fullstorytest.RouteGetMe, "GET /me",
		func(ctx context.Context, c *fullstory.Client, _ fullstory.Operation) error {
			_, err := c.GetMe(ctx)
			return err
		}},
}

func drained[T any](rows func(func(T, error) bool)) error {
	for _, err := range rows {
		if err != nil {
			return err
		}
	}
	return nil
}

// attempts counts requests by route, those too that reach nobody, and notes
// which hosts they went to.
type attempts struct {
	http.RoundTripper
	mu    sync.Mutex
	count int
	label string // of the requests that count
	hosts map[string]bool
	read  int64 // the most that was read of one answer
}

func (a *attempts) RoundTrip(r *http.Request) (*http.Response, error) {
	a.mu.Lock()
	if request := r.Method + " " + r.URL.EscapedPath(); request == a.label || strings.HasPrefix(request, "GET /download/") {
		a.count++
	}
	a.hosts[r.URL.Host] = true
	a.mu.Unlock()
	response, err := a.RoundTripper.RoundTrip(r)
	if err == nil {
		response.Body = &counted{response.Body, a, 0}
	}
	return response, err
}

type counted struct {
	io.ReadCloser
	of *attempts
	n  int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	c.of.mu.Lock()
	defer c.of.mu.Unlock()
	c.n += int64(n)
	c.of.read = max(c.of.read, c.n)
	return n, err
}

// came is what a pair of call and fault comes to.
type came struct {
	sent int
	err  string
	// exports are those there are afterwards.
	exports   int
	ambiguous bool
}

// meet has a call meet a fault, so often (or always, below 0).
func meet(t *testing.T, call faultCall, fault fullstorytest.Fault, often int) (got came) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		server := fullstorytest.New()
		defer server.Close()
		server.AddOperation("done", "SEARCH_EXPORT", "COMPLETED")
		server.AddOperation("running", "SEARCH_EXPORT", "RUNNING")
		network := server.Network()
		defer network.CloseIdleConnections()
		through := &attempts{RoundTripper: network, hosts: map[string]bool{}}
		client := newClient(t, server, func(o *fullstory.Options) {
			o.Endpoint, o.Transport, o.MaxRetries = server.URL(), through, retries
		})
		// By another door, so that the first connection is a fresh one.
		operation, err := newClient(t, server).GetOperation(t.Context(), "done")
		if err != nil {
			t.Fatal(err)
		}
		through.label = strings.ReplaceAll(call.label, "{results}", operation.SearchExportID)
		server.ResetLog()
		server.Inject(call.route, times(max(often, 0), fault)...)
		if often < 0 {
			server.Always(call.route, fault)
		}
		err = call.use(t.Context(), client, operation)
		_, ambiguous := errors.AsType[*fullstory.AmbiguousSubmissionError](err)
		got = came{sent: through.count, exports: len(server.Exports()), ambiguous: ambiguous}
		if err != nil {
			got.err = strings.ReplaceAll(err.Error(), through.label, "{call}")
		}
		if n := server.Count(call.route); n > got.sent && strings.HasPrefix(call.label, "POST") {
			t.Errorf("%d requests arrived of %d: somebody else repeats them", n, got.sent)
		}
		if len(through.hosts) != 1 || through.count == 0 {
			t.Errorf("requests went to %v", through.hosts)
		}
		if most := int64(9 << 20); call.route != fullstorytest.RouteDownload && through.read > most {
			t.Errorf("%d bytes of an answer were read", through.read)
		}
		for _, secret := range []string{fullstorytest.APIKey, "Signature=", "Expires="} {
			if err != nil && strings.Contains(err.Error(), secret) {
				t.Errorf("the error shows %q", secret)
			}
		}
	})
	return got
}

// Every call meets every fault, once that stays and once that passes. Printed
// with -v: how many pairs there are.
func TestUnit_Faults_Client(t *testing.T) {
	pairs := 0
	for _, named := range fullstorytest.FaultCatalogue() {
		row, ok := outcomes[named.Name]
		if !ok {
			t.Errorf("nothing says what %q comes to", named.Name)
		}
		for _, call := range faultCalls {
			t.Run(named.Name+"/"+call.name, func(t *testing.T) {
				want := row.of(call.route)
				if want.sent == 0 {
					t.Fatal("nothing says what this pair comes to")
				}
				stays := meet(t, call, named.Fault, -1)
				if stays.sent != want.sent || stays.err != want.err || stays.exports != want.exports || stays.ambiguous != want.ambiguous {
					t.Errorf("where the fault stays: got  %+v\nwant %+v", stays, want)
				}
				passes := meet(t, call, named.Fault, 1)
				if want.sent > 1 { // it is repeated, and gets through
					want.sent = 2
					if want.unseen {
						want.sent = 1
					}
					want.err, want.exports = want.passed, want.exports+exportsOf(call)
				}
				if passes.sent != want.sent || passes.err != want.err || passes.exports != want.exports {
					t.Errorf("where the fault passes: got  %+v\nwant %+v", passes, want)
				}
			})
			pairs++
		}
	}
	t.Logf("%d pairs of call and fault, each met where the fault stays and where it passes", pairs)
	if all := len(outcomes) * len(faultCalls); pairs != all {
		t.Errorf("the table has %d pairs", all)
	}
}

// exportsOf is how many exports a call makes that succeeds.
func exportsOf(call faultCall) int {
	if call.route == fullstorytest.RouteCreateExport {
		return 1
	}
	return 0
}
