package fullstory_test

import (
	"fmt"
	"slices"
	"strings"
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
