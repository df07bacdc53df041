package fullstory_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

// loseSubmission submits an export whose response is lost.
func loseSubmission(t *testing.T, client *fullstory.Client) *fullstory.AmbiguousSubmissionError {
	t.Helper()
	_, err := client.CreateExport(t.Context(), everyone)
	lost, ok := err.(*fullstory.AmbiguousSubmissionError) //nolint:errorlint // it is not wrapped
	if !ok {
		t.Fatalf("got %v, want an ambiguous submission", err)
	}
	return lost
}

func candidateIDs(found fullstory.Candidates) []string {
	var ids []string
	for _, operation := range found.Operations {
		ids = append(ids, operation.ID)
	}
	slices.Sort(ids)
	return ids
}

func addCreatedAt(server *fullstorytest.Server, id string, created time.Time) {
	server.AddOperationJSON(fmt.Sprintf(`{"id":%q,"type":"SEARCH_EXPORT","state":"PENDING","createdAt":%q}`, id, created.Format(time.RFC3339)))
}

func TestUnit_Candidates_RecentExportsOfOthers(t *testing.T) {
	inVirtualTime(t, func(t *testing.T, server *fullstorytest.Server) {
		now := time.Now()
		addCreatedAt(server, "old", now.Add(-2*time.Minute))
		addCreatedAt(server, "within the margin", now.Add(-50*time.Second))
		addCreatedAt(server, "read in this run", now)
		server.AddOperationJSON(`{"id":"no time","type":"SEARCH_EXPORT","state":"PENDING"}`)
		server.AddOperation("deletion", "DELETE_USER", "PENDING")
		client := newClient(t, server)
		submit(t, client)
		if _, err := client.OperationStatus(t.Context(), "read in this run"); err != nil {
			t.Fatal(err)
		}
		server.Inject(fullstorytest.RouteCreateExport, fullstorytest.ResponseLost())
		lost := loseSubmission(t, client)
		found, err := client.CandidateExports(t.Context(), lost.Began)
		want := []string{server.Exports()[1].ID, "no time", "within the margin"}
		slices.Sort(want)
		if got := candidateIDs(found); err != nil || !found.Complete || !slices.Equal(got, want) {
			t.Errorf("got %q (complete: %t) and %v, want %q", got, found.Complete, err, want)
		}
		wantRequests(t, server, fullstorytest.RouteCreateExport, 2)
	})
}

func TestUnit_Candidates_ClockSkew(t *testing.T) {
	for name, skew := range map[string]time.Duration{
		"same": 0, "server 2 h behind": -2 * time.Hour, "server 3 min behind": -3 * time.Minute, "server 5 h ahead": 5 * time.Hour,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				clock := func() time.Time { return time.Now().Add(skew) }
				server := newServer(t, fullstorytest.WithDate(clock))
				server.AddOperation("old", "SEARCH_EXPORT", "PENDING")
				time.Sleep(10 * time.Minute)
				client := newClient(t, server)
				server.Inject(fullstorytest.RouteCreateExport, fullstorytest.ActThenStatus(502))
				lost := loseSubmission(t, client)
				found, err := client.CandidateExports(t.Context(), lost.Began)
				if got, want := candidateIDs(found), []string{server.Exports()[0].ID}; err != nil || !found.Complete || !slices.Equal(got, want) {
					t.Errorf("got %q (complete: %t) and %v, want %q", got, found.Complete, err, want)
				}
			})
		})
	}
}

// Without a Date header, the newest exports are candidates, whatever their age.
func TestUnit_Candidates_UnknownClock(t *testing.T) {
	for others, complete := range map[int]bool{3: true, 30: false} {
		server := newServer(t, fullstorytest.WithOffsetTokens()) // newest first
		for i := range others {
			addCreatedAt(server, fmt.Sprintf("old-%02d", i), time.Now().Add(-72*time.Hour))
		}
		transport := server.Transport()
		client := newClient(t, server, func(o *fullstory.Options) {
			o.Transport = roundTripper(func(r *http.Request) (*http.Response, error) {
				response, err := transport.RoundTrip(r)
				if err == nil {
					response.Header.Del("Date")
				}
				return response, err
			})
		})
		for range 15 { // the run's own exports do not count
			submit(t, client)
		}
		found, err := client.CandidateExports(t.Context(), time.Now())
		if err != nil || found.Complete != complete || len(found.Operations) != min(others, 10) {
			t.Errorf("of %d: got %q (complete: %t) and %v", others, candidateIDs(found), found.Complete, err)
		}
	}
}

// The exports of parallel submissions look like the lost one until they are
// answered.
func TestUnit_Candidates_WaitForParallelSubmissions(t *testing.T) {
	for _, limit := range []int{1, 10} { // requests in flight
		inVirtualTime(t, func(t *testing.T, server *fullstorytest.Server) {
			client := newClient(t, server, func(o *fullstory.Options) { o.MaxConcurrentRequests = limit })
			for range 30 { // until submissions are sent in parallel
				submit(t, client)
			}
			// The third response of ten is lost, the others take 20 s.
			slow := fullstorytest.Trickle(time.Second)
			server.Inject(fullstorytest.RouteCreateExport, slow, slow, fullstorytest.ResponseLost(), slow, slow, slow, slow, slow, slow, slow)
			server.Always(fullstorytest.RouteListOperations, slow)
			var all sync.WaitGroup
			var candidates []string
			ours := map[string]bool{}
			var mu sync.Mutex
			for range 10 {
				all.Go(func() {
					operation, err := client.CreateExport(t.Context(), everyone)
					if err == nil {
						mu.Lock()
						defer mu.Unlock()
						ours[operation.ID] = true
						return
					}
					lost, _ := err.(*fullstory.AmbiguousSubmissionError) //nolint:errorlint // it is not wrapped
					found, err := client.CandidateExports(within(t, 10*time.Minute), lost.Began)
					if err != nil {
						t.Errorf("limit %d: %v", limit, err)
					}
					mu.Lock()
					defer mu.Unlock()
					candidates = append(candidates, candidateIDs(found)...)
				})
			}
			all.Wait()
			if len(candidates) != 1 || ours[candidates[0]] || len(ours) != 9 {
				t.Errorf("limit %d: got %q, want the lost export only; %d submissions were answered", limit, candidates, len(ours))
			}
			wantRequests(t, server, fullstorytest.RouteCreateExport, 40)
		})
	}
}

func TestUnit_Candidates_NoSubmissionDuringTheSearch(t *testing.T) {
	inVirtualTime(t, func(t *testing.T, server *fullstorytest.Server) {
		server.Inject(fullstorytest.RouteListOperations, fullstorytest.Trickle(time.Second)) // 20 s in all
		client := newClient(t, server)
		began := time.Now()
		search := make(chan time.Duration)
		go func() {
			if _, err := client.CandidateExports(t.Context(), began); err != nil {
				t.Error(err)
			}
			search <- time.Since(began)
		}()
		time.Sleep(time.Second)
		sent := make(chan time.Duration)
		go func() { submit(t, client); sent <- time.Since(began) }()
		if end, after := <-search, <-sent; end < 10*time.Second || after < end {
			t.Errorf("the search ended after %s, the submission after %s", end, after)
		}
	})
}

func TestUnit_Candidates_EndsWithTheContext(t *testing.T) {
	inVirtualTime(t, func(t *testing.T, server *fullstorytest.Server) {
		client := newClient(t, server)
		server.Inject(fullstorytest.RouteCreateExport, fullstorytest.Stall())
		go func() { _, _ = client.CreateExport(t.Context(), everyone) }()
		synctest.Wait()
		if _, err := client.CandidateExports(within(t, time.Second), time.Now()); err == nil || !strings.Contains(err.Error(), "not been answered yet") {
			t.Errorf("got %v", err)
		}
		wantRequests(t, server, fullstorytest.RouteListOperations, 0)
		time.Sleep(2 * time.Minute) // the submission times out
		submit(t, client)           // and others may be sent again
	})
}
