package fullstory_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

// submitInParallel submits n exports at once, and returns the errors.
func submitInParallel(ctx context.Context, client *fullstory.Client, n int) (failed []error) {
	var all sync.WaitGroup
	var mu sync.Mutex
	for range n {
		all.Go(func() {
			if _, err := client.CreateExport(ctx, everyone); err != nil {
				mu.Lock()
				defer mu.Unlock()
				failed = append(failed, err)
			}
		})
	}
	all.Wait()
	return failed
}

// All requests fail together, instead of each after retries of its own.
func TestUnit_RateLimit_PersistentRefusalFailsAllRequests(t *testing.T) {
	for retries, requests := range map[int]int{0: 2, 1: 2, 5: 6} { // without retries, one unsent request still gets its attempt
		inVirtualTime(t, func(t *testing.T, server *fullstorytest.Server) {
			server.Always(fullstorytest.RouteCreateExport, fullstorytest.TooManyRequests("1"))
			client := newClient(t, server, func(o *fullstory.Options) { o.MaxRetries = retries })
			began := time.Now()
			failed := submitInParallel(within(t, time.Hour), client, 25)
			if len(failed) != 25 {
				t.Errorf("%d of 25 submissions failed", len(failed))
			}
			for _, err := range failed {
				if rest.StatusOf(err) != 429 || isAmbiguous(err) {
					t.Errorf("got %v, want 429", err)
				}
			}
			wantRequests(t, server, fullstorytest.RouteCreateExport, requests)
			if took := time.Since(began); took > 2*time.Minute {
				t.Errorf("%d retries took %s", retries, took)
			}
		}, fullstorytest.WithLatency(latency))
	}
}

func isAmbiguous(err error) bool {
	_, ambiguous := errors.AsType[*fullstory.AmbiguousSubmissionError](err)
	return ambiguous
}

// A request does not wait behind another one that has more time.
func TestUnit_RateLimit_PauseIsTooLongForSomeRequests(t *testing.T) {
	inVirtualTime(t, func(t *testing.T, server *fullstorytest.Server) {
		server.Inject(fullstorytest.RouteCreateExport, fullstorytest.TooManyRequests("3600"))
		client := newClient(t, server)
		began := time.Now()
		var all sync.WaitGroup
		for range 2 { // one is in flight, and one is the next
			all.Go(func() {
				if failed := submitInParallel(within(t, 3*time.Hour), client, 1); failed != nil {
					t.Error(failed)
				}
			})
			synctest.Wait()
		}
		for _, ctx := range []context.Context{within(t, 5*time.Minute), t.Context()} {
			all.Go(func() {
				if failed := submitInParallel(ctx, client, 3); len(failed) != 3 || time.Since(began) > time.Second {
					t.Errorf("%d of 3 submissions failed after %s, want all at once", len(failed), time.Since(began))
				}
			})
		}
		all.Wait()
		wantRequests(t, server, fullstorytest.RouteCreateExport, 3)
	}, fullstorytest.WithLatency(latency))
}

// The deadline bounds everything but an answered submission.
func TestUnit_RateLimit_EndsWithTheContext(t *testing.T) {
	inVirtualTime(t, func(t *testing.T, server *fullstorytest.Server) {
		client := newClient(t, server)
		server.Inject(fullstorytest.RouteGetMe, fullstorytest.TooManyRequests("60"))
		go func() { _, _ = client.GetMe(t.Context()) }()
		synctest.Wait()
		began := time.Now()
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(5*time.Second, cancel)
		_, err := client.CreateExport(ctx, everyone)
		if isAmbiguous(err) || !errors.Is(err, context.Canceled) || time.Since(began) != 5*time.Second {
			t.Errorf("got %v after %s, want the cancellation", err, time.Since(began))
		}
		wantRequests(t, server, fullstorytest.RouteCreateExport, 0)
		time.Sleep(2 * time.Minute) // the read ends
	})
}

// The next request comes after the pause that the server asks for, and never
// sooner than without a header.
func TestUnit_RateLimit_RetryAfter(t *testing.T) {
	for name, c := range map[string]struct {
		fault    fullstorytest.Fault
		min, max time.Duration
	}{
		"seconds":             {fullstorytest.TooManyRequests("7"), 7 * time.Second, 7100 * time.Millisecond},
		"date":                {fullstorytest.TooManyRequests("Sat, 01 Jan 2000 00:00:30 GMT"), 30 * time.Second, 30100 * time.Millisecond}, // a bubble begins at midnight
		"zero":                {fullstorytest.TooManyRequests("0"), time.Second, 1100 * time.Millisecond},
		"past date":           {fullstorytest.TooManyRequests("Fri, 31 Dec 1999 00:00:00 GMT"), time.Second, 1100 * time.Millisecond},
		"epoch seconds":       {fullstorytest.TooManyRequests("1767225600"), time.Second, 1100 * time.Millisecond},
		"absurd date":         {fullstorytest.TooManyRequests("Fri, 31 Dec 9999 00:00:00 GMT"), time.Second, 1100 * time.Millisecond},
		"negative":            {fullstorytest.TooManyRequests("-5"), time.Second, 1100 * time.Millisecond},
		"words":               {fullstorytest.TooManyRequests("soon"), time.Second, 1100 * time.Millisecond},
		"absent":              {fullstorytest.TooManyRequests(""), time.Second, 1100 * time.Millisecond},
		"503 with the header": {fullstorytest.Unavailable("7"), 7 * time.Second, 7100 * time.Millisecond},
	} {
		runInVirtualTime(t, name, func(t *testing.T, server *fullstorytest.Server) {
			server.Inject(fullstorytest.RouteGetMe, c.fault)
			client := newClient(t, server)
			began := time.Now()
			go func() { _, _ = client.GetMe(t.Context()) }()
			synctest.Wait()
			// The account is limited: other requests wait, too.
			submit(t, client)
			if took := time.Since(began); took < c.min || took > c.max {
				t.Errorf("the next request came after %s, want %s to %s", took, c.min, c.max)
			}
			time.Sleep(time.Minute)
			wantRequests(t, server, fullstorytest.RouteGetMe, 2)
		})
	}
}

func TestUnit_RateLimit_DateIsReadByTheServersClock(t *testing.T) {
	for name, skew := range map[string]time.Duration{"ahead": 3 * time.Hour, "behind": -3 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				clock := func() time.Time { return time.Now().Add(skew) }
				server := newServer(t, fullstorytest.WithDate(clock))
				server.Inject(fullstorytest.RouteGetMe, fullstorytest.TooManyRequests(clock().Add(20*time.Second).UTC().Format("Mon, 02 Jan 2006 15:04:05 GMT")))
				began := time.Now()
				if _, err := newClient(t, server).GetMe(t.Context()); err != nil {
					t.Fatal(err)
				}
				if took := time.Since(began); took < 20*time.Second || took > 21*time.Second {
					t.Errorf("the retry came after %s, want 20 s", took)
				}
			})
		})
	}
}

// The server limits submissions only: once its pause is over, reads go on at
// full speed.
func TestUnit_RateLimit_LimitedSubmissionsDoNotSlowReads(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := fullstorytest.New(fullstorytest.WithRateLimit(fullstorytest.RateLimit{
			Routes: []fullstorytest.Route{fullstorytest.RouteCreateExport}, Interval: 10 * time.Second, NoRetryAfter: true,
		}))
		defer server.Close()
		client := newClient(t, server, func(o *fullstory.Options) { o.MaxRetries = 5 })
		done := make(chan []error)
		go func() { done <- submitInParallel(t.Context(), client, 30) }()
		time.Sleep(time.Minute) // the rate is known
		began := time.Now()
		inParallel(10, make([]string, 100), func(string) {
			if _, err := client.GetMe(t.Context()); err != nil {
				t.Error(err)
			}
		})
		// A refusal may pause all requests once for up to 10 s.
		if took := time.Since(began); took > 11*time.Second {
			t.Errorf("100 reads took %s", took)
		}
		if failed := <-done; failed != nil {
			t.Errorf("submissions failed: %v", failed)
		}
	})
}

// A request that is refused while others are accepted ends all the same, even
// without a deadline.
func TestUnit_RateLimit_OneRequestIsRefusedForever(t *testing.T) {
	inVirtualTime(t, func(t *testing.T, server *fullstorytest.Server) {
		server.Always(fullstorytest.RouteGetMe, fullstorytest.TooManyRequests("1"))
		client := newClient(t, server)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() {
			defer close(done)
			for ctx.Err() == nil {
				_, _ = client.GetSegment(ctx, "everyone")
				time.Sleep(500 * time.Millisecond)
			}
		}()
		_, err := client.GetMe(t.Context())
		if rest.StatusOf(err) != 429 {
			t.Errorf("got %v, want 429", err)
		}
		wantRequests(t, server, fullstorytest.RouteGetMe, 4)
		cancel()
		<-done
	})
}

func TestUnit_RateLimit_RequestsInFlight(t *testing.T) {
	for _, limit := range []int{1, 3, 10} {
		inVirtualTime(t, func(t *testing.T, server *fullstorytest.Server) {
			client := newClient(t, server, func(o *fullstory.Options) { o.MaxConcurrentRequests = limit })
			server.Inject(fullstorytest.RouteGetMe, repeated(5, fullstorytest.Status(500))...)
			var all sync.WaitGroup
			for i := range 100 {
				all.Go(func() {
					switch i % 4 {
					case 0:
						if _, err := client.GetMe(t.Context()); err != nil {
							t.Error(err)
						}
					case 1:
						if _, err := client.GetSegment(t.Context(), "everyone"); err != nil {
							t.Error(err)
						}
					default:
						submitAndWait(t, client)
					}
				})
			}
			all.Wait()
			if peak := server.PeakInFlight(); peak != limit {
				t.Errorf("%d requests were in flight at once, want %d", peak, limit)
			}
			wantRequests(t, server, fullstorytest.RouteCreateExport, 50)
		}, fullstorytest.WithLatency(latency), fullstorytest.WithDefaultScript(fullstorytest.Script{After: time.Minute}))
	}
}
