package fullstory_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

// afterPage runs a test on a client that has just fetched a page with ten
// exports; the requests until then do not count.
func afterPage(t *testing.T, test func(t *testing.T, server *fullstorytest.Server, client *fullstory.Client, ids []string)) {
	synctest.Test(t, func(t *testing.T) {
		server := fullstorytest.New(fullstorytest.WithLatency(latency))
		defer server.Close()
		ids := running(server, "ours", 10)
		client := newClient(t, server)
		lookAtAll(t, client, 10, ids)
		if n := server.Count(fullstorytest.RouteListOperations); n != 1 {
			t.Fatalf("%d pages, want 1", n)
		}
		server.ResetLog()
		test(t, server, client, ids)
	})
}

// wantRequests wants that many single looks and pages since the log began.
func wantRequests(t *testing.T, server *fullstorytest.Server, singles, pages int) {
	t.Helper()
	gotSingles, gotPages := server.Count(fullstorytest.RouteGetOperation), server.Count(fullstorytest.RouteListOperations)
	if gotSingles != singles || gotPages != pages {
		t.Errorf("%d single looks and %d pages, want %d and %d", gotSingles, gotPages, singles, pages)
	}
}

func TestUnit_LookAt_UsesRowsFor5Seconds(t *testing.T) {
	afterPage(t, func(t *testing.T, server *fullstorytest.Server, client *fullstory.Client, ids []string) {
		time.Sleep(5*time.Second - latency)
		lookAtAll(t, client, 10, ids)
		wantRequests(t, server, 0, 0)
		time.Sleep(time.Millisecond)
		lookAtAll(t, client, 1, ids[:1])
		wantRequests(t, server, 1, 0)
		lookAtAll(t, client, 10, ids)
		wantRequests(t, server, 1, 1)
	})
}

func TestUnit_LookAt_AsksForWhatWasMadeAfterThePage(t *testing.T) {
	afterPage(t, func(t *testing.T, server *fullstorytest.Server, client *fullstory.Client, _ []string) {
		server.AddOperation("new", fullstory.OperationTypeSearchExport, "RUNNING")
		lookAtAll(t, client, 1, []string{"new"})
		wantRequests(t, server, 1, 0)
	})
}

func TestUnit_LookAt_AsksForWhatWasCancelledAfterThePage(t *testing.T) {
	afterPage(t, func(t *testing.T, server *fullstorytest.Server, client *fullstory.Client, ids []string) {
		if err := client.CancelOperation(t.Context(), ids[3]); err != nil {
			t.Fatal(err)
		}
		operation, err := client.LookAtOperation(t.Context(), ids[3])
		if err != nil || operation.State != fullstory.StateFailed {
			t.Errorf("got %q and %v, want what it is after the cancellation", operation.State, err)
		}
		wantRequests(t, server, 1, 0)
	})
}

// A page that is under way when an export is cancelled shows it from before.
func TestUnit_LookAt_AsksForWhatWasCancelledDuringThePage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := fullstorytest.New(fullstorytest.WithLatency(latency))
		defer server.Close()
		ids := running(server, "ours", 5)
		client := newClient(t, server)
		server.Inject(fullstorytest.RouteListOperations, fullstorytest.Trickle(latency))
		go lookAtAll(t, client, 4, ids[1:])
		time.Sleep(latency)
		if err := client.CancelOperation(t.Context(), ids[0]); err != nil {
			t.Fatal(err)
		}
		operation, err := client.LookAtOperation(t.Context(), ids[0])
		if err != nil || operation.State != fullstory.StateFailed {
			t.Errorf("got %q and %v, want what it is after the cancellation", operation.State, err)
		}
		wantRequests(t, server, 1, 1)
		synctest.Wait()
	})
}

// That the list does not show an export says nothing about it.
func TestUnit_LookAt_DecidesNothingFromTheList(t *testing.T) {
	afterPage(t, func(t *testing.T, server *fullstorytest.Server, client *fullstory.Client, _ []string) {
		server.AddOperation("import", "BULK_IMPORT", "RUNNING")
		server.AddOperationJSON(`{"id":"no type","state":"RUNNING"}`)
		results := make(chan error, 3)
		for _, id := range []string{"import", "no type", "no such"} {
			go func() {
				_, err := client.LookAtOperation(t.Context(), id)
				results <- err
			}()
		}
		missing := 0
		for range 3 {
			if err := <-results; fullstory.IsNotFound(err) {
				missing++
			} else if err != nil {
				t.Error(err)
			}
		}
		if missing != 1 {
			t.Errorf("%d are not found, want the one that is not there", missing)
		}
		wantRequests(t, server, 3, 1)
	})
}

// A row without what matters is no answer.
func TestUnit_LookAt_AsksWhereARowSaysTooLittle(t *testing.T) {
	for name, row := range map[string]string{
		"no state":   `{"id":"odd","type":"SEARCH_EXPORT"}`,
		"no results": `{"id":"odd","type":"SEARCH_EXPORT","state":"COMPLETED"}`,
		"no reason":  `{"id":"odd","type":"SEARCH_EXPORT","state":"FAILED"}`,
		"no object":  `"odd"`,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := fullstorytest.New()
				defer server.Close()
				server.AddOperation("odd", fullstory.OperationTypeSearchExport, "RUNNING")
				server.Inject(fullstorytest.RouteListOperations, fullstorytest.StatusBody(200, "application/json",
					`{"operations":[`+row+`,{"id":"a","state":"RUNNING"},{"id":"b","state":"RUNNING"}]}`))
				lookAtAll(t, newClient(t, server), 3, []string{"a", "odd", "b"})
				wantRequests(t, server, 1, 1)
			})
		})
	}
}
