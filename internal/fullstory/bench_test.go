package fullstory_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

// overSocket returns a client that reaches a fake over the loopback interface.
func overSocket(b *testing.B, script fullstorytest.Script) (*fullstorytest.Server, *fullstory.Client) {
	b.Helper()
	server := fullstorytest.New(fullstorytest.WithLatency(latency), fullstorytest.WithDefaultScript(script))
	client := newClient(b, server, func(o *fullstory.Options) { o.Endpoint, o.Transport = server.URL(), nil })
	return server, client
}

// BenchmarkRefresh reads the status of running exports as a refresh does, and
// with a GET for each. Other exports are newer, so they come first in the list.
func BenchmarkRefresh(b *testing.B) {
	ways := map[string]func(*fullstory.Client, string) (fullstory.Operation, error){
		"shared": func(c *fullstory.Client, id string) (fullstory.Operation, error) {
			return c.OperationStatus(b.Context(), id)
		},
		"GET each": func(c *fullstory.Client, id string) (fullstory.Operation, error) {
			return c.GetOperation(b.Context(), id)
		},
	}
	for _, c := range []struct{ running, others, parallelism int }{
		{1, 0, 10}, {10, 0, 10}, {100, 0, 10}, {1000, 0, 10}, {1000, 0, 1000}, {1000, 10000, 10},
	} {
		for way, read := range ways {
			b.Run(fmt.Sprintf("running=%d/others=%d/parallelism=%d/%s", c.running, c.others, c.parallelism, way), func(b *testing.B) {
				requests := 0
				for range b.N {
					server, client := overSocket(b, fullstorytest.Script{})
					ids := shuffled(addRunning(server, "ours", c.running))
					addRunning(server, "others", c.others)
					inParallel(c.parallelism, ids, func(id string) {
						if _, err := read(client, id); err != nil {
							b.Error(err)
						}
					})
					requests += len(server.Requests())
					server.Close()
				}
				b.ReportMetric(float64(requests)/float64(b.N), "requests/op")
			})
		}
	}
}

// BenchmarkApply creates exports of 3 seconds and waits for them, ten at a
// time, as the client waits and with a GET for each at fixed intervals.
func BenchmarkApply(b *testing.B) {
	const takes, parallelism = 3 * time.Second, 10
	every := func(interval time.Duration) func(*fullstory.Client, string) error {
		return func(c *fullstory.Client, id string) error {
			for {
				operation, err := c.GetOperation(b.Context(), id)
				if err != nil || operation.State.Final() {
					return err
				}
				time.Sleep(interval)
			}
		}
	}
	ways := map[string]func(*fullstory.Client, string) error{
		"shared": func(c *fullstory.Client, id string) error {
			_, err := c.WaitForOperation(b.Context(), id, fullstory.Wait{})
			return err
		},
		"GET every 2 s": every(2 * time.Second),
		"GET every 5 s": every(5 * time.Second),
	}
	for _, jobs := range []int{10, 40} {
		for way, wait := range ways {
			b.Run(fmt.Sprintf("exports=%d/%s", jobs, way), func(b *testing.B) {
				requests, connections := 0, 0
				for range b.N {
					server, client := overSocket(b, fullstorytest.Script{After: takes})
					inParallel(parallelism, make([]string, jobs), func(string) {
						operation, err := client.CreateExport(b.Context(), everyone)
						if err == nil {
							err = wait(client, operation.ID)
						}
						if err != nil {
							b.Error(err)
						}
					})
					requests, connections = requests+len(server.Requests()), connections+server.Connections()
					server.Close()
				}
				b.ReportMetric(float64(requests)/float64(b.N), "requests/op")
				b.ReportMetric(float64(connections)/float64(b.N), "connections/op")
			})
		}
	}
}

// BenchmarkInterval computes, for 200 jobs of 0.9 to 1.1 times a duration, how
// late their completion is discovered (in seconds) and how often they are
// polled.
func BenchmarkInterval(b *testing.B) {
	const jobs = 200
	for _, duration := range []time.Duration{5 * time.Second, 20 * time.Second, time.Minute, 10 * time.Minute, time.Hour} {
		b.Run(duration.String(), func(b *testing.B) {
			for b.Loop() {
				var sum, latest time.Duration
				polls := 0
				for i := range jobs {
					job := duration*9/10 + duration/5*time.Duration(i)/jobs
					elapsed := time.Duration(0)
					for polls++; elapsed < job; polls++ {
						elapsed += fullstory.Interval(elapsed)
					}
					sum, latest = sum+elapsed-job, max(latest, elapsed-job)
				}
				b.ReportMetric((sum / jobs).Seconds(), "late-mean")
				b.ReportMetric(latest.Seconds(), "late-max")
				b.ReportMetric(float64(polls)/jobs, "polls")
			}
		})
	}
}
