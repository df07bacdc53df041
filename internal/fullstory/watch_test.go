package fullstory_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

// latency is that of the API in the tests and benchmarks of looks.
const latency = 50 * time.Millisecond

// running adds exports that were made elsewhere and do not end.
func running(server *fullstorytest.Server, name string, n int) (ids []string) {
	for i := range n {
		id := fmt.Sprintf("%s-%d", name, i)
		server.AddOperation(id, fullstory.OperationTypeSearchExport, "RUNNING")
		ids = append(ids, id)
	}
	return ids
}

// shuffled is the order in which resources come: any.
func shuffled(ids []string) []string {
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
	return ids
}

// atOnce does something for each id, a number of them at a time as a CLI does:
// a new one begins when one ends.
func atOnce(parallelism int, ids []string, do func(id string)) {
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

// lookAtAll refreshes exports, and wants each to be seen.
func lookAtAll(t testing.TB, client *fullstory.Client, parallelism int, ids []string) {
	t.Helper()
	atOnce(parallelism, ids, func(id string) {
		if operation, err := client.LookAtOperation(t.Context(), id); err != nil || operation.ID != id || operation.State != fullstory.StateRunning {
			t.Errorf("%s: got %+v and %v", id, operation, err)
		}
	})
}

func TestUnit_LookAt_SharesPages(t *testing.T) {
	for name, c := range map[string]struct {
		running, others, parallelism int
		most                         int
	}{
		"one":                         {1, 0, 10, 1},
		"two":                         {2, 0, 10, 2},
		"three":                       {3, 0, 10, 1},
		"1,000 at once":               {1000, 0, 1000, 15},
		"1,000 by ten":                {1000, 0, 10, 30},
		"5,000 by ten":                {5000, 0, 10, 150},
		"1,000 by ten, 1,000 others":  {1000, 1000, 10, 1000 + 3 + 1000/128},
		"1,000 by ten, as many among": {1000, 1000, 10, 60},
		"50 behind endless others":    {50, 10000, 50, 50 + 3},
		"1,000 behind endless others": {1000, 10000, 10, 1000 + 3 + 1000/128},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := fullstorytest.New(fullstorytest.WithLatency(latency))
				defer server.Close()
				var ids []string
				if strings.HasSuffix(name, "among") {
					for i := range c.running {
						ids = append(ids, running(server, fmt.Sprint("ours ", i), 1)...)
						running(server, fmt.Sprint("other ", i), 1)
					}
				} else {
					ids = running(server, "ours", c.running)
					running(server, "others", c.others)
				}
				ids = shuffled(ids)
				lookAtAll(t, newClient(t, server), c.parallelism, ids)
				got := len(server.Requests())
				t.Logf("%d requests, %d of them pages", got, server.Count(fullstorytest.RouteListOperations))
				if got > c.most {
					t.Errorf("%d requests, want at most %d", got, c.most)
				}
			})
		})
	}
}

func TestUnit_Wait_SharesPages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const jobs, takes, parallelism = 40, 3 * time.Second, 10
		server := fullstorytest.New(fullstorytest.WithLatency(latency), fullstorytest.WithDefaultScript(fullstorytest.Script{After: takes}))
		defer server.Close()
		client := newClient(t, server)
		began := time.Now()
		atOnce(parallelism, make([]string, jobs), func(string) { export(t, client) })
		took := time.Since(began)
		t.Logf("%d requests, %d of them pages, in %s", len(server.Requests()), server.Count(fullstorytest.RouteListOperations), took)
		if got := len(server.Requests()); got > 60 {
			t.Errorf("%d requests, want at most 60", got)
		}
		if most := jobs / parallelism * takes * 105 / 100; took > most {
			t.Errorf("it took %s, want at most %s", took, most)
		}
	})
}

// export submits an export and waits for it.
func export(t testing.TB, client *fullstory.Client) {
	operation, err := client.CreateExport(t.Context(), everyone)
	if err == nil {
		operation, err = client.WaitForOperation(t.Context(), operation.ID, fullstory.Wait{})
	}
	if err != nil || operation.State != fullstory.StateCompleted {
		t.Errorf("got %+v and %v", operation, err)
	}
}
