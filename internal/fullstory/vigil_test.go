package fullstory_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

func TestUnit_Wait_WaitsTogetherAsLongAsTheServerAsks(t *testing.T) {
	for name, route := range map[string]fullstorytest.Route{
		"a page":      fullstorytest.RouteListOperations,
		"a look":      fullstorytest.RouteGetOperation,
		"another job": fullstorytest.RouteListSegments,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := fullstorytest.New(fullstorytest.WithLatency(latency))
				defer server.Close()
				client := newClient(t, server, func(o *fullstory.Options) { o.MaxRetries = 0 })
				ids := running(server, "ours", 5)
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				var all sync.WaitGroup
				for _, id := range ids {
					all.Go(func() { _, _ = client.WaitForOperation(ctx, id, fullstory.Wait{}) })
				}
				time.Sleep(10 * time.Second)
				server.Inject(route, fullstorytest.TooManyRequests("20"))
				switch route {
				case fullstorytest.RouteGetOperation:
					if _, err := client.GetOperation(ctx, ids[0]); err == nil {
						t.Error("the look was not refused")
					}
				case fullstorytest.RouteListSegments:
					if err := drained(client.ListSegments(ctx, "")); err == nil {
						t.Error("the list was not refused")
					}
				}
				time.Sleep(5 * time.Second) // by now each has run into it
				synctest.Wait()
				server.ResetLog()
				time.Sleep(14 * time.Second)
				synctest.Wait()
				if n := len(server.Requests()); n != 0 {
					t.Errorf("%d requests while the server wants none", n)
				}
				time.Sleep(5 * time.Second)
				synctest.Wait()
				if n := len(server.Requests()); n == 0 {
					t.Error("no request afterwards")
				}
				cancel()
				all.Wait()
			})
		})
	}
}

// Of ten waits one is cancelled while a page is under way and one while all
// sleep. The others neither notice nor ask again.
func TestUnit_Wait_CancelledAmongOthers(t *testing.T) {
	attempt := func(t *testing.T, cancelled bool) (ended []time.Duration, requests int) {
		synctest.Test(t, func(t *testing.T) {
			server := fullstorytest.New(fullstorytest.WithLatency(latency), fullstorytest.WithDefaultScript(fullstorytest.Script{After: time.Minute}))
			defer server.Close()
			client := newClient(t, server)
			ended = make([]time.Duration, 10)
			began := time.Now()
			var all sync.WaitGroup
			for i := range ended {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				if cancelled && i < 2 {
					// The first page is asked for 60 ms after the POSTs.
					time.AfterFunc([]time.Duration{latency + 20*time.Millisecond, 5 * time.Second}[i], cancel)
				}
				all.Go(func() {
					operation, err := client.CreateExport(ctx, everyone)
					if err != nil {
						t.Error(err)
						return
					}
					operation, err = client.WaitForOperation(ctx, operation.ID, fullstory.Wait{})
					if cancelled && i < 2 {
						if !errors.Is(err, context.Canceled) {
							t.Errorf("the cancelled wait ended in %v", err)
						}
						return
					}
					if err != nil || operation.State != fullstory.StateCompleted {
						t.Errorf("got %q and %v", operation.State, err)
					}
					ended[i] = time.Since(began)
				})
			}
			all.Wait()
			requests = len(server.Requests())
		})
		return ended, requests
	}
	alone, before := attempt(t, false)
	ended, after := attempt(t, true)
	for i := 2; i < len(ended); i++ {
		if ended[i] != alone[i] {
			t.Errorf("wait %d ended after %s, and after %s without the cancelled ones", i, ended[i], alone[i])
		}
	}
	if before != after {
		t.Errorf("%d requests, %d without the cancelled waits", after, before)
	}
}

// Waits, refreshes and cancellations at once, each to its own end.
func TestUnit_Wait_AmongRefreshes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := fullstorytest.New(fullstorytest.WithLatency(latency), fullstorytest.WithDefaultScript(fullstorytest.Script{After: 20 * time.Second}))
		defer server.Close()
		ids := running(server, "ours", 150)
		client := newClient(t, server)
		var all sync.WaitGroup
		for range 30 {
			all.Go(func() { export(t, client) })
		}
		for range 20 {
			all.Go(func() { lookAtAll(t, client, 10, ids) })
			time.Sleep(time.Second)
		}
		all.Wait()
		got := len(server.Requests()) - server.Count(fullstorytest.RouteCreateExport)
		t.Logf("%d looks and pages", got)
		if got > 60 {
			t.Errorf("%d looks and pages for 30 waits and 3,000 refreshes, want at most 60", got)
		}
	})
}

// Waits that began at other times have other times to look, until a page for
// one of them tells the others as well.
func TestUnit_Wait_TellsThoseAsleep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := fullstorytest.New(fullstorytest.WithLatency(latency), fullstorytest.WithDefaultScript(fullstorytest.Script{After: 10 * time.Minute, NoPct: true}))
		defer server.Close()
		client := newClient(t, server)
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() { export(t, client) })
			time.Sleep(777 * time.Millisecond)
		}
		all.Wait()
		got := len(server.Requests()) - server.Count(fullstorytest.RouteCreateExport)
		t.Logf("%d looks and pages", got)
		// One wait alone makes 97 looks.
		if got > 150 {
			t.Errorf("%d looks and pages for 20 waits, want at most 150", got)
		}
	})
}

// Waits that begin together make as many requests as one alone.
func TestUnit_Wait_FiftyAskAsOftenAsOne(t *testing.T) {
	asked := map[int]int{}
	for _, waits := range []int{1, 50} {
		synctest.Test(t, func(t *testing.T) {
			server := fullstorytest.New(fullstorytest.WithLatency(latency), fullstorytest.WithDefaultScript(fullstorytest.Script{After: 10 * time.Minute, NoPct: true}))
			defer server.Close()
			client := newClient(t, server, func(o *fullstory.Options) { o.MaxConcurrentRequests = waits })
			atOnce(waits, make([]string, waits), func(string) { export(t, client) })
			asked[waits] = len(server.Requests()) - server.Count(fullstorytest.RouteCreateExport)
		})
	}
	if asked[1] != asked[50] {
		t.Errorf("%d looks and pages for 50 waits, %d for one", asked[50], asked[1])
	}
}

func TestUnit_Wait_WaitsSinglyWhereTheListFails(t *testing.T) {
	for name, fault := range map[string]fullstorytest.Fault{
		"403": fullstorytest.Status(403), "503": fullstorytest.Unavailable(""), "HTML": fullstorytest.StatusBody(200, "text/html", "<html>"),
	} {
		synctest.Test(t, func(t *testing.T) {
			server := fullstorytest.New(fullstorytest.WithLatency(latency), fullstorytest.WithDefaultScript(fullstorytest.Script{After: 20 * time.Second}))
			defer server.Close()
			server.Always(fullstorytest.RouteListOperations, fault)
			client := newClient(t, server)
			atOnce(10, make([]string, 10), func(string) { export(t, client) })
			if n := server.Count(fullstorytest.RouteListOperations); n > 2 {
				t.Errorf("%s: the list was asked %d times, want at most 2", name, n)
			}
		})
	}
}

func TestUnit_Wait_LeavesNothingBehind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := fullstorytest.New()
		defer server.Close()
		server.Always(fullstorytest.RouteListOperations, fullstorytest.Stall())
		client := newClient(t, server)
		ids := running(server, "ours", 5)
		ctx, cancel := context.WithCancel(t.Context())
		for i, id := range ids {
			go func() {
				if i%2 == 0 {
					_, _ = client.WaitForOperation(ctx, id, fullstory.Wait{})
				} else {
					_, _ = client.LookAtOperation(ctx, id)
				}
			}()
		}
		time.Sleep(time.Second)
		if n := server.PeakInFlight(); n != 1 {
			t.Fatalf("%d requests in flight, want the page", n)
		}
		cancel()
		synctest.Wait()
		server.ResetLog()
		if n := server.PeakInFlight(); n != 0 {
			t.Errorf("%d requests in flight after all waits and looks were cancelled", n)
		}
		time.Sleep(time.Hour)
		if n := len(server.Requests()); n != 0 {
			t.Errorf("%d requests for nobody", n)
		}
	})
}

// The same with real goroutines, which a bubble would only wait for.
func TestUnit_Wait_LeavesNoGoroutineBehind(t *testing.T) {
	server := fullstorytest.New(fullstorytest.WithDefaultScript(fullstorytest.Script{Polls: 1}))
	defer server.Close()
	client := newClient(t, server)
	ids := running(server, "ours", 10)
	before := goleak.IgnoreCurrent()

	lookAtAll(t, client, 10, ids)
	atOnce(5, make([]string, 5), func(string) { export(t, client) })
	goleak.VerifyNone(t, before)

	ctx, cancel := context.WithCancel(t.Context())
	var all sync.WaitGroup
	var first sync.Once
	looked := make(chan struct{})
	for _, id := range ids {
		all.Go(func() {
			_, _ = client.WaitForOperation(ctx, id, fullstory.Wait{
				Changed: func(fullstory.Operation) { first.Do(func() { close(looked) }) },
			})
		})
	}
	<-looked
	cancel()
	all.Wait()
	goleak.VerifyNone(t, before)
}
