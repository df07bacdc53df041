package fullstory_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

// refreshAll reads the status of running exports.
func refreshAll(t testing.TB, client *fullstory.Client, parallelism int, ids []string) {
	t.Helper()
	inParallel(parallelism, ids, func(id string) {
		if operation, err := client.OperationStatus(t.Context(), id); err != nil || operation.ID != id || operation.State != fullstory.StateRunning {
			t.Errorf("%s: got %+v and %v", id, operation, err)
		}
	})
}

func TestUnit_Poller_RequestsOfARefresh(t *testing.T) {
	gets := func(n int) int { return n + 3 } // what pages may cost in vain
	for name, c := range map[string]struct {
		running, newer, parallelism int // newer are other exports, before them in the list
		maxRequests                 int
	}{
		"1 export is a GET":                    {1, 0, 10, 1},
		"2 exports are GETs":                   {2, 0, 10, 2},
		"3 exports are a page":                 {3, 0, 10, 1},
		"1,000 exports, 10 in parallel":        {1000, 0, 10, 60},
		"1,000 exports, 1,000 in parallel":     {1000, 0, 1000, 60},
		"1,000 exports, oldest first":          {1000, 0, 10, gets(1000)}, // the worst order
		"50 exports behind 2,000 others":       {50, 2000, 50, gets(50)},
		"1,000 exports behind 2,000 others":    {1000, 2000, 10, gets(1000)},
		"1,000 in parallel behind 2,000":       {1000, 2000, 1000, gets(1000)},
		"1,000 exports behind 1,000 others":    {1000, 1000, 10, gets(1000)},
		"10 exports just behind a page's size": {10, 95, 10, 3},
	} {
		runInVirtualTime(t, name, func(t *testing.T, server *fullstorytest.Server) {
			ids := addRunning(server, "ours", c.running)
			if !strings.HasSuffix(name, "oldest first") {
				ids = shuffled(ids)
			}
			addRunning(server, "others", c.newer)
			refreshAll(t, newClient(t, server), c.parallelism, ids)
			got, pages := len(server.Requests()), server.Count(fullstorytest.RouteListOperations)
			t.Logf("%d requests, %d of them pages", got, pages)
			if got > c.maxRequests {
				t.Errorf("%d requests, %d of them pages, want at most %d", got, pages, c.maxRequests)
			}
			if c.running < 3 && pages > 0 {
				t.Errorf("%d pages for %d exports", pages, c.running)
			}
		}, fullstorytest.WithLatency(latency))
	}
}

func TestUnit_Poller_SnapshotsAreUsedFor5Seconds(t *testing.T) {
	inVirtualTime(t, func(t *testing.T, server *fullstorytest.Server) {
		ids, client := addRunning(server, "x", 20), newClient(t, server)
		for _, step := range []struct {
			pause time.Duration
			pages int
		}{{0, 1}, {4 * time.Second, 1}, {2 * time.Second, 2}} {
			time.Sleep(step.pause)
			refreshAll(t, client, 20, ids)
			wantRequests(t, server, fullstorytest.RouteListOperations, step.pages)
		}
		wantRequests(t, server, fullstorytest.RouteGetOperation, 0)
	})
}

// waitTogether waits for n exports that take 10 minutes, and returns the number
// of requests.
func waitTogether(t *testing.T, n int) (requests int) {
	t.Helper()
	inVirtualTime(t, func(t *testing.T, server *fullstorytest.Server) {
		client := newClient(t, server, func(o *fullstory.Options) { o.MaxConcurrentRequests = 1000 })
		var ids []string
		for range n {
			ids = append(ids, submit(t, client).ID)
		}
		server.ResetLog()
		inParallel(n, ids, func(id string) {
			if operation, err := client.WaitForOperation(t.Context(), id, fullstory.Wait{}); err != nil || operation.State != fullstory.StateCompleted {
				t.Errorf("%s: got %q and %v", id, operation.State, err)
			}
		})
		requests = len(server.Requests())
	}, fullstorytest.WithLatency(latency), fullstorytest.WithDefaultScript(fullstorytest.Script{After: 10 * time.Minute}))
	return requests
}

// 50 waits make at most a tenth more requests than one.
func TestUnit_Poller_WaitsShareRequests(t *testing.T) {
	one, fifty := waitTogether(t, 1), waitTogether(t, 50)
	t.Logf("1 wait: %d requests; 50 waits: %d", one, fifty)
	if fifty > one+one/10 {
		t.Errorf("50 waits made %d requests, and one makes %d", fifty, one)
	}
}

func TestUnit_Poller_ShortExportsShareRequests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const jobs, takes, parallelism = 40, 3 * time.Second, 10
		server := newServer(t, fullstorytest.WithLatency(latency), fullstorytest.WithDefaultScript(fullstorytest.Script{After: takes}))
		client := newClient(t, server)
		began := time.Now()
		inParallel(parallelism, make([]string, jobs), func(string) { submitAndWait(t, client) })
		if took, limit := time.Since(began), jobs/parallelism*takes*120/100; took > limit {
			t.Errorf("it took %s, want at most %s", took, limit)
		}
		// A poll of each of 10 waits on its own would be 7 GETs per export.
		if got := len(server.Requests()); got > jobs+3*jobs {
			t.Errorf("%d requests for %d exports", got, jobs)
		}
	})
}

// A page that was requested before a cancel may show the state before it.
func TestUnit_Poller_CancelDuringAPage(t *testing.T) {
	inVirtualTime(t, func(t *testing.T, server *fullstorytest.Server) {
		server.Inject(fullstorytest.RouteListOperations, fullstorytest.Trickle(100*time.Millisecond)) // 2 s in all
		ids, client := addRunning(server, "x", 3), newClient(t, server)
		var all sync.WaitGroup
		for _, id := range ids {
			all.Go(func() {
				operation, err := client.OperationStatus(t.Context(), id)
				if want := map[bool]fullstory.State{true: "FAILED", false: "RUNNING"}[id == ids[0]]; err != nil || operation.State != want {
					t.Errorf("%s: got %q and %v, want %q", id, operation.State, err, want)
				}
			})
		}
		time.Sleep(time.Second) // the page is on its way
		if err := client.CancelOperation(t.Context(), ids[0]); err != nil {
			t.Error(err)
		}
		all.Wait()
	})
}

func TestUnit_Poller_FallsBackToGETs(t *testing.T) {
	for name, c := range map[string]struct {
		fault fullstorytest.Fault
		pages int // before the list is given up
	}{
		"no such endpoint": {fullstorytest.Status(404), 1},
		"denied":           {fullstorytest.Status(403), 1},
		"foreign page":     {fullstorytest.ForeignPage(404), 3},
		"server error":     {fullstorytest.Status(500), 3},
		"no response":      {fullstorytest.Stall(), 1}, // each delays the lookups by 10 s
		"unreadable item":  {fullstorytest.StatusBody(200, "application/json", `{"operations":[7]}`), 3},
		"error in a 200":   {fullstorytest.StatusBody(200, "application/json", `{"code":429,"message":"quota exceeded"}`), 3},
	} {
		runInVirtualTime(t, name, func(t *testing.T, server *fullstorytest.Server) {
			server.Always(fullstorytest.RouteListOperations, c.fault)
			ids, client := addRunning(server, "x", 20), newClient(t, server)
			for range 50 {
				refreshAll(t, client, 20, ids)
				time.Sleep(10 * time.Second)
			}
			const gets = 50 * 20
			wantRequests(t, server, fullstorytest.RouteGetOperation, gets)
			wantRequests(t, server, fullstorytest.RouteListOperations, c.pages)
		})
	}
}

// goleak (see main_test.go) and the bubble itself fail if a goroutine remains.
func TestUnit_Poller_EndsWithTheLastLookup(t *testing.T) {
	inVirtualTime(t, func(t *testing.T, server *fullstorytest.Server) {
		ids, client := addRunning(server, "x", 20), newClient(t, server)
		server.Always(fullstorytest.RouteListOperations, fullstorytest.Stall())
		ctx := within(t, 2*time.Second)
		began := time.Now()
		inParallel(20, ids, func(id string) {
			if _, err := client.OperationStatus(ctx, id); err == nil {
				t.Error("no error")
			}
		})
		synctest.Wait()
		if took := time.Since(began); took != 2*time.Second {
			t.Errorf("the lookups ended after %s, want 2 s", took)
		}
		wantRequests(t, server, fullstorytest.RouteGetOperation, 0)
		// Later lookups start anew.
		server.ClearFaults()
		server.Always(fullstorytest.RouteListOperations, fullstorytest.Fault{})
		refreshAll(t, client, 20, ids)
		if took := time.Since(began); took > 3*time.Second {
			t.Errorf("a later lookup waited for the page of an earlier one, until %s", took)
		}
	})
}

func TestUnit_Poller_ReadsIncompleteItemsAgain(t *testing.T) {
	inVirtualTime(t, func(t *testing.T, server *fullstorytest.Server) {
		var items string
		ids := []string{"a", "b", "c"}
		for _, id := range ids {
			server.AddOperation(id, "SEARCH_EXPORT", "COMPLETED")
			items += fmt.Sprintf(`,{"id":%q,"type":"SEARCH_EXPORT","state":"COMPLETED"}`, id)
		}
		server.Always(fullstorytest.RouteListOperations, fullstorytest.StatusBody(200, "application/json", `{"operations":[`+items[1:]+`]}`))
		client := newClient(t, server)
		inParallel(3, ids, func(id string) {
			if operation, err := client.OperationStatus(t.Context(), id); err != nil || !operation.HasResults() {
				t.Errorf("got %+v and %v, want the results", operation, err)
			}
		})
		wantRequests(t, server, fullstorytest.RouteGetOperation, 3)
	})
}
