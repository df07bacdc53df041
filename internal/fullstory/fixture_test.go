package fullstory_test

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

// latency is that of the API where a test counts requests.
const latency = 50 * time.Millisecond

// everyone is the smallest export.
var everyone = fullstory.ExportRequest{SegmentID: "everyone", Type: fullstory.ExportTypeEvents}

// newServer returns a fake that lives as long as the test.
func newServer(t testing.TB, opts ...fullstorytest.Option) *fullstorytest.Server {
	t.Helper()
	server := fullstorytest.New(opts...)
	t.Cleanup(server.Close)
	return server
}

// inVirtualTime runs a test with a fake in a synctest bubble.
func inVirtualTime(t *testing.T, test func(*testing.T, *fullstorytest.Server), opts ...fullstorytest.Option) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		server := fullstorytest.New(opts...)
		defer server.Close()
		test(t, server)
	})
}

// runInVirtualTime runs a subtest with a fake in a synctest bubble.
func runInVirtualTime(t *testing.T, name string, test func(*testing.T, *fullstorytest.Server), opts ...fullstorytest.Option) {
	t.Helper()
	t.Run(name, func(t *testing.T) { inVirtualTime(t, test, opts...) })
}

// newClient returns a client of a fake, reached in process so that tests of
// time can run in a synctest bubble.
func newClient(t testing.TB, server *fullstorytest.Server, change ...func(*fullstory.Options)) *fullstory.Client {
	t.Helper()
	opts := fullstory.Options{WireFormat: fullstory.WireFormatSchema, Options: rest.Options{
		Endpoint:              "https://fullstory.test",
		APIKey:                fullstorytest.APIKey,
		UserAgent:             "terraform-provider-fullstory/test",
		MaxRetries:            3,
		MaxConcurrentRequests: 10,
		Transport:             server.Transport(),
	}}
	for _, f := range change {
		f(&opts)
	}
	return fullstory.New(opts)
}

// noRetries is a change of the options for newClient.
func noRetries(o *fullstory.Options) { o.MaxRetries = 0 }

// roundTripper is a function as http.RoundTripper.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// submit creates an export.
func submit(t testing.TB, client *fullstory.Client) fullstory.Operation {
	t.Helper()
	operation, err := client.CreateExport(t.Context(), everyone)
	if err != nil {
		t.Fatal(err)
	}
	return operation
}

// submitAndWait creates an export and waits for it.
func submitAndWait(t testing.TB, client *fullstory.Client) {
	t.Helper()
	operation, err := client.CreateExport(t.Context(), everyone)
	if err == nil {
		operation, err = client.WaitForOperation(t.Context(), operation.ID, fullstory.Wait{})
	}
	if err != nil || operation.State != fullstory.StateCompleted {
		t.Errorf("got %+v and %v", operation, err)
	}
}

// addRunning adds exports that were created elsewhere and do not end.
func addRunning(server *fullstorytest.Server, name string, n int) (ids []string) {
	for i := range n {
		id := fmt.Sprintf("%s-%d", name, i)
		server.AddOperation(id, fullstory.OperationTypeSearchExport, "RUNNING")
		ids = append(ids, id)
	}
	return ids
}

// shuffled returns ids in another order, the same one in every run.
func shuffled(ids []string) []string {
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
	return ids
}

// inParallel calls do for each id, so many at a time as a CLI does: the next
// one begins when one ends.
func inParallel(parallelism int, ids []string, do func(id string)) {
	var all sync.WaitGroup
	queue := make(chan string)
	for range parallelism {
		all.Go(func() {
			for id := range queue {
				do(id)
			}
		})
	}
	for _, id := range ids {
		queue <- id
	}
	close(queue)
	all.Wait()
}

// repeated returns a fault n times.
func repeated(n int, fault fullstorytest.Fault) []fullstorytest.Fault {
	faults := make([]fullstorytest.Fault, n)
	for i := range faults {
		faults[i] = fault
	}
	return faults
}

// firstError reads a list and returns its first error.
func firstError[T any](items iter.Seq2[T, error]) error {
	for _, err := range items {
		if err != nil {
			return err
		}
	}
	return nil
}

// wantRequests fails the test if another number of requests was made to a
// route.
func wantRequests(t testing.TB, server *fullstorytest.Server, route fullstorytest.Route, want int) {
	t.Helper()
	if got := server.Count(route); got != want {
		t.Errorf("%d requests %s, want %d", got, route, want)
	}
}

// wantNoRequests fails the test if any request was made.
func wantNoRequests(t testing.TB, server *fullstorytest.Server) {
	t.Helper()
	for _, r := range server.Requests() {
		t.Errorf("unexpected request: %s %s", r.Method, r.Path)
	}
}

func at(text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return t
}

// within returns a context that ends after d of the bubble's time.
func within(t testing.TB, d time.Duration) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}
