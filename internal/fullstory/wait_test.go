package fullstory_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

// everySecond is a pace that makes looks easy to count.
func everySecond(fullstory.Progress) time.Duration { return time.Second }

// waitFor submits an export that goes by a script, and waits for it.
func waitFor(t *testing.T, ctx context.Context, server *fullstorytest.Server, script fullstorytest.Script,
	wait fullstory.Wait) (fullstory.Operation, error) {
	t.Helper()
	server.Next(script)
	client := newClient(t, server, func(o *fullstory.Options) { o.MaxRetries = 0 })
	operation, err := client.CreateExport(ctx, everyone)
	if err != nil {
		t.Fatal(err)
	}
	return client.WaitForOperation(ctx, operation.ID, wait)
}

func TestUnit_Wait_LooksFirstAndSeesCompletionWithinALook(t *testing.T) {
	for _, c := range []struct {
		after time.Duration
		looks int
	}{{0, 1}, {time.Second, 2}, {1500 * time.Millisecond, 3}, {time.Hour, 3601}} {
		synctest.Test(t, func(t *testing.T) {
			server := fullstorytest.New()
			defer server.Close()
			began := time.Now()
			operation, err := waitFor(t, t.Context(), server, fullstorytest.Script{After: c.after}, fullstory.Wait{Pace: everySecond})
			if err != nil || operation.State != fullstory.StateCompleted || operation.PercentComplete != 100 {
				t.Fatalf("got %+v and %v", operation, err)
			}
			if late := time.Since(began) - c.after; late > time.Second {
				t.Errorf("completion after %s was seen %s late", c.after, late)
			}
			if got := server.Count(fullstorytest.RouteGetOperation); got != c.looks {
				t.Errorf("%d looks for %s, want %d", got, c.after, c.looks)
			}
			if operation.SearchExportID == "" || operation.ExpiresAt.IsZero() || operation.CreatedAt.IsZero() || operation.FinishedAt.IsZero() {
				t.Errorf("got %+v, want everything that a completed export tells", operation)
			}
		})
	}
}

func TestUnit_Wait_EndsWithTheOperation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := fullstorytest.New()
		defer server.Close()
		script := fullstorytest.Script{Polls: 2, Final: "FAILED", ErrorDetails: "the segment\nis empty", FinishedAtWhilePending: true}
		operation, err := waitFor(t, t.Context(), server, script, fullstory.Wait{Pace: everySecond})
		if err != nil || operation.State != fullstory.StateFailed || operation.ErrorDetails != "the segment is empty" {
			t.Errorf("got %+v and %v", operation, err)
		}
		if got := server.Count(fullstorytest.RouteGetOperation); got != 3 {
			t.Errorf("%d looks, want 3", got)
		}
	})
}

func TestUnit_Wait_OutlivesFailingLooks(t *testing.T) {
	for name, fault := range map[string]fullstorytest.Fault{
		"429":         fullstorytest.TooManyRequests("20"),
		"429 too far": fullstorytest.TooManyRequests("86400"),
		"503":         fullstorytest.Unavailable(""),
		"500":         fullstorytest.Status(500),
		"reset":       fullstorytest.ResetBefore(),
		"HTML":        fullstorytest.StatusBody(200, "text/html", "<html>"),
		"no state":    fullstorytest.StatusBody(200, "application/json", "{}"),
		"stall":       fullstorytest.Stall(),
		"a 404":       fullstorytest.Status(404),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := fullstorytest.New()
				defer server.Close()
				server.Inject(fullstorytest.RouteGetOperation, fault, fullstorytest.Fault{}, fault)
				operation, err := waitFor(t, t.Context(), server, fullstorytest.Script{Polls: 2}, fullstory.Wait{Pace: everySecond})
				if err != nil || operation.State != fullstory.StateCompleted {
					t.Errorf("got %q and %v", operation.State, err)
				}
			})
		})
	}
}

func TestUnit_Wait_WaitsAsLongAsTheServerAsks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := fullstorytest.New()
		defer server.Close()
		server.Inject(fullstorytest.RouteGetOperation, fullstorytest.TooManyRequests("20"))
		if _, err := waitFor(t, t.Context(), server, fullstorytest.Script{}, fullstory.Wait{Pace: everySecond}); err != nil {
			t.Fatal(err)
		}
		looks := server.RequestsTo(fullstorytest.RouteGetOperation)
		if pause := looks[1].At.Sub(looks[0].At); pause < 20*time.Second || pause > 20100*time.Millisecond {
			t.Errorf("the next look came after %s, want 20 s", pause)
		}
	})
}

func TestUnit_Wait_EndsWhereLookingIsInVain(t *testing.T) {
	for name, c := range map[string]struct {
		fault fullstorytest.Fault
		looks int
		is    func(error) bool
	}{
		"401":     {fullstorytest.Status(401), 1, fullstory.IsDenied},
		"403":     {fullstorytest.Status(403), 1, fullstory.IsDenied},
		"400":     {fullstorytest.Status(400), 1, func(err error) bool { return fullstory.StatusOf(err) == 400 }},
		"no such": {fullstorytest.Status(404), 3, fullstory.IsNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := fullstorytest.New()
				defer server.Close()
				server.Inject(fullstorytest.RouteGetOperation, fullstorytest.Fault{}) // one look passes
				server.Always(fullstorytest.RouteGetOperation, c.fault)
				operation, err := waitFor(t, t.Context(), server, fullstorytest.Script{Stall: true}, fullstory.Wait{Pace: everySecond})
				if !c.is(err) {
					t.Errorf("got %v", err)
				}
				if operation.ID == "" || operation.State != fullstory.StatePending {
					t.Errorf("got %+v, want what the first look saw", operation)
				}
				if got := server.Count(fullstorytest.RouteGetOperation); got != 1+c.looks {
					t.Errorf("%d looks, want %d", got, 1+c.looks)
				}
			})
		})
	}
}

func TestUnit_Wait_ObeysItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, stalled := range []bool{false, true} {
			server := fullstorytest.New()
			if stalled {
				server.Inject(fullstorytest.RouteGetOperation, fullstorytest.Fault{})
				server.Always(fullstorytest.RouteGetOperation, fullstorytest.Stall())
			}
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second+time.Millisecond)
			began := time.Now()
			operation, err := waitFor(t, ctx, server, fullstorytest.Script{Stall: true, Running: "PENDING"}, fullstory.Wait{Pace: everySecond})
			if !errors.Is(err, context.DeadlineExceeded) || operation.State != fullstory.StatePending {
				t.Errorf("stalled = %t: got %q and %v", stalled, operation.State, err)
			}
			if took := time.Since(began); took != 10*time.Second+time.Millisecond {
				t.Errorf("stalled = %t: it took %s", stalled, took)
			}
			cancel()
			server.Close()
		}
	})
}

func TestUnit_Wait_TellsChangesOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := fullstorytest.New()
		defer server.Close()
		for _, body := range []string{
			`{"id":"x","state":"PENDING"}`, `{"id":"x","state":"PENDING"}`, `{"id":"x","state":"QUEUED"}`,
			`{"id":"x","state":"RUNNING","estimatePctComplete":"50"}`, `{"id":"x","state":"RUNNING","estimatePctComplete":50.4}`,
			`{"id":"x","state":"RUNNING","estimatePctComplete":50,"step":"write"}`, `{"id":"x","state":"COMPLETED"}`,
		} {
			server.Inject(fullstorytest.RouteGetOperation, fullstorytest.StatusBody(200, "application/json", body))
		}
		var told []string
		_, err := waitFor(t, t.Context(), server, fullstorytest.Script{}, fullstory.Wait{Pace: everySecond, Changed: func(o fullstory.Operation) {
			told = append(told, fmt.Sprint(o.State, o.PercentComplete, o.Step))
		}})
		want := []string{"PENDING0", "QUEUED0", "RUNNING50", "RUNNING50write", "COMPLETED0"}
		if err != nil || !slices.Equal(told, want) {
			t.Errorf("told %v (%v), want %v", told, err, want)
		}
	})
}

// One look that finds no such operation may lag behind: the wait that ends then
// has its own end, and the look is told beside it.
func TestUnit_Wait_EndsByItsContextAfterALookInVain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := fullstorytest.New()
		defer server.Close()
		server.Always(fullstorytest.RouteGetOperation, fullstorytest.Status(404))
		ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
		defer cancel()
		_, err := waitFor(t, ctx, server, fullstorytest.Script{Stall: true}, fullstory.Wait{Pace: everySecond})
		blind, ok := errors.AsType[*fullstory.WaitError](err)
		if !ok || !blind.NeverPolled || !fullstory.IsNotFound(blind.Look) || fullstory.IsNotFound(err) || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		if n := server.Count(fullstorytest.RouteGetOperation); n != 1 {
			t.Errorf("%d looks, want 1", n)
		}
	})
}

// Whose time is up while a look is being repeated is told what it met.
func TestUnit_Wait_EndsBlindDuringTheRetriesOfALook(t *testing.T) {
	for name, first := range map[string]bool{"the first look": true, "a later one": false} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := fullstorytest.New()
				defer server.Close()
				server.Next(fullstorytest.Script{Stall: true})
				client := newClient(t, server)
				operation, err := client.CreateExport(t.Context(), everyone)
				if err != nil {
					t.Fatal(err)
				}
				fail := func() { server.Always(fullstorytest.RouteGetOperation, fullstorytest.Status(500)) }
				if first {
					fail()
				}
				ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
				defer cancel()
				_, err = client.WaitForOperation(ctx, operation.ID, fullstory.Wait{Pace: everySecond, Changed: func(fullstory.Operation) { fail() }})
				blind, ok := errors.AsType[*fullstory.WaitError](err)
				if !ok || blind.NeverPolled != first || !strings.Contains(blind.Look.Error(), "500 Internal Server Error") ||
					!errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("got %v", err)
				}
			})
		})
	}
}

// A look that had to be repeated shows how the job stands when it is answered,
// not when it was first asked for: else one refusal makes a slow job look fast,
// and it is looked at ever so often.
func TestUnit_Wait_CountsFromTheAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := fullstorytest.New(fullstorytest.WithDefaultScript(fullstorytest.Script{After: time.Minute}))
		defer server.Close()
		client := newClient(t, server)
		made, err := client.CreateExport(t.Context(), everyone)
		if err != nil {
			t.Fatal(err)
		}
		server.Inject(fullstorytest.RouteGetOperation, fullstorytest.TooManyRequests("7"))
		if _, err := client.WaitForOperation(t.Context(), made.ID, fullstory.Wait{}); err != nil {
			t.Fatal(err)
		}
		if n := server.Count(fullstorytest.RouteGetOperation); n > 12 {
			t.Errorf("%d looks at a job of a minute", n)
		}
	})
}
