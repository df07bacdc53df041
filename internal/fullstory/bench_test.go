package fullstory_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/e2e/markdown"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

// overSocket is a client that reaches the fake as it would the API, with the
// same latency as the tests have.
func overSocket(b *testing.B, script fullstorytest.Script) (*fullstorytest.Server, *fullstory.Client) {
	server := fullstorytest.New(fullstorytest.WithLatency(latency), fullstorytest.WithDefaultScript(script))
	client, err := fullstory.New(fullstory.Options{
		Endpoint: server.URL(), APIKey: fullstorytest.APIKey, MaxRetries: 5, MaxConcurrentRequests: 10,
	})
	if err != nil {
		b.Fatal(err)
	}
	return server, client
}

// BenchmarkRefresh looks at running exports as a refresh does, beside a GET for
// each, which is the plain way.
func BenchmarkRefresh(b *testing.B) {
	for range b.N {
		table := markdown.NewTable(os.Stdout, "Running exports", "Other exports, newer", "At once", "Requests", "Time", "GET each: requests", "GET each: time", "Of the requests")
		for _, c := range []struct{ running, others, parallelism int }{
			{1, 0, 10}, {10, 0, 10}, {100, 0, 10}, {1000, 0, 10}, {1000, 0, 1000}, {5000, 0, 10}, {1000, 1000, 10}, {1000, 10000, 10},
		} {
			measure := func(look func(*fullstory.Client, string) (fullstory.Operation, error)) (requests int, took time.Duration) {
				server, client := overSocket(b, fullstorytest.Script{})
				defer server.Close()
				ids := shuffled(running(server, "ours", c.running))
				running(server, "others", c.others)
				began := time.Now()
				atOnce(c.parallelism, ids, func(id string) {
					if _, err := look(client, id); err != nil {
						b.Error(err)
					}
				})
				return len(server.Requests()), time.Since(began)
			}
			shared, took := measure(func(client *fullstory.Client, id string) (fullstory.Operation, error) {
				return client.LookAtOperation(b.Context(), id)
			})
			single, singleTook := measure(func(client *fullstory.Client, id string) (fullstory.Operation, error) {
				return client.GetOperation(b.Context(), id)
			})
			table.Row(c.running, c.others, c.parallelism, shared, seconds(took), single, seconds(singleTook), percent(float64(shared)/float64(single)))
		}
		table.End()
	}
}

// BenchmarkApply submits exports of 3 seconds and waits for them, ten at a
// time, beside waits that look at fixed intervals.
func BenchmarkApply(b *testing.B) {
	const takes, parallelism = 3 * time.Second, 10
	for range b.N {
		table := markdown.NewTable(os.Stdout, "Exports of 3 s, by ten", "Looks", "Requests", "Of them POSTs", "Connections", "Time", "Over what the jobs need")
		for _, jobs := range []int{10, 40} {
			for _, way := range []struct {
				name string
				wait func(*fullstory.Client, string)
			}{
				{"shared", func(client *fullstory.Client, id string) {
					if _, err := client.WaitForOperation(b.Context(), id, fullstory.Wait{}); err != nil {
						b.Error(err)
					}
				}},
				{"GET each, every 2 s", every(b, 2*time.Second)},
				{"GET each, every 5 s", every(b, 5*time.Second)},
			} {
				server, client := overSocket(b, fullstorytest.Script{After: takes})
				began := time.Now()
				atOnce(parallelism, make([]string, jobs), func(string) {
					operation, err := client.CreateExport(b.Context(), everyone)
					if err != nil {
						b.Error(err)
						return
					}
					way.wait(client, operation.ID)
				})
				took, needed := time.Since(began), time.Duration(jobs/parallelism)*takes
				table.Row(jobs, way.name, len(server.Requests()), server.Count(fullstorytest.RouteCreateExport), server.Connections(),
					seconds(took), percent(float64(took-needed)/float64(needed)))
				server.Close()
			}
		}
		table.End()
	}
}

// every waits with a GET at fixed intervals, as most tools do.
func every(b *testing.B, interval time.Duration) func(*fullstory.Client, string) {
	return func(client *fullstory.Client, id string) {
		for {
			operation, err := client.GetOperation(b.Context(), id)
			if err != nil {
				b.Error(err)
			}
			if err != nil || operation.State.Over() {
				return
			}
			time.Sleep(interval)
		}
	}
}

// BenchmarkPace waits in virtual time for jobs of many durations, beside fixed
// intervals.
func BenchmarkPace(b *testing.B) {
	fixed := func(interval time.Duration) func(fullstory.Progress) time.Duration {
		return func(fullstory.Progress) time.Duration { return interval }
	}
	for range b.N {
		table := markdown.NewTable(os.Stdout, "Percentage", "Duration", "Late, mean", "Late, most", "Looks", "Every 2 s: late", "Looks", "Every 5 s: late", "Looks")
		for _, s := range shapes {
			for _, d := range []time.Duration{
				5 * time.Second, 20 * time.Second, time.Minute, time.Hour, 2 * time.Hour,
			} {
				paced := watchedMany(s, d, fullstory.Pace)
				two, five := watchedMany(s, d, fixed(2*time.Second)), watchedMany(s, d, fixed(5*time.Second))
				late := func(f figures) string { return seconds(f.meanLate) + " (" + percent(f.late(d)) + ")" }
				table.Row(s.name, plain(d), late(paced), seconds(paced.mostLate), looks(paced), late(two), looks(two), late(five), looks(five))
			}
		}
		table.End()
	}
}

// plain is a duration without its zeros.
func plain(d time.Duration) string {
	return strings.NewReplacer("m0s", " min", "h0m0s", " h", "s", " s").Replace(d.String())
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.2f s", d.Seconds()) }
func percent(share float64) string   { return fmt.Sprintf("%.1f %%", 100*share) }
func looks(f figures) string         { return fmt.Sprintf("%.0f", f.meanLooks) }
