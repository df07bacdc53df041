package fullstory_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

// waitFor submits an export with a script and waits for it, without retries.
func waitFor(ctx context.Context, t *testing.T, server *fullstorytest.Server, script fullstorytest.Script, wait fullstory.Wait) (fullstory.Operation, error) {
	t.Helper()
	server.Next(script)
	client := newClient(t, server, noRetries)
	return client.WaitForOperation(ctx, submit(t, client).ID, wait)
}

func TestUnit_Wait_ReturnsTheCompletedOperation(t *testing.T) {
	for after, polls := range map[time.Duration]int{0: 1, time.Second: 4} { // 0.4 s apart
		inVirtualTime(t, func(t *testing.T, server *fullstorytest.Server) {
			operation, err := waitFor(t.Context(), t, server, fullstorytest.Script{After: after}, fullstory.Wait{})
			if err != nil || operation.State != fullstory.StateCompleted || operation.PercentComplete != 100 {
				t.Fatalf("got %+v and %v", operation, err)
			}
			if operation.SearchExportID == "" || operation.ExpiresAt.IsZero() || operation.CreatedAt.IsZero() || operation.FinishedAt.IsZero() {
				t.Errorf("got %+v, want all that a completed export has", operation)
			}
			wantRequests(t, server, fullstorytest.RouteGetOperation, polls)
		})
	}
}

func TestUnit_Wait_EndsWithFailure(t *testing.T) {
	inVirtualTime(t, func(t *testing.T, server *fullstorytest.Server) {
		script := fullstorytest.Script{Polls: 2, ErrorDetails: "the segment\nis empty", FinishedAtWhilePending: true}
		operation, err := waitFor(t.Context(), t, server, script, fullstory.Wait{})
		if err != nil || operation.State != fullstory.StateFailed || operation.ErrorDetails != "the segment is empty" {
			t.Errorf("got %+v and %v", operation, err)
		}
		wantRequests(t, server, fullstorytest.RouteGetOperation, 3)
	})
}

func TestUnit_Wait_ContinuesAfterFailedPolls(t *testing.T) {
	for name, fault := range map[string]fullstorytest.Fault{
		"429":             fullstorytest.TooManyRequests("20"),
		"429 for an hour": fullstorytest.TooManyRequests("3600"),
		"503":             fullstorytest.Unavailable(""),
		"500":             fullstorytest.Status(500),
		"reset":           fullstorytest.ResetBefore(),
		"no state":        fullstorytest.StatusBody(200, "application/json", "{}"),
		"stall":           fullstorytest.Stall(),
		"404":             fullstorytest.Status(404),
		"foreign page":    fullstorytest.ForeignPage(200),
		"foreign 403":     fullstorytest.ForeignPage(403),
		"foreign 404":     fullstorytest.ForeignPage(404),
		"foreign text":    fullstorytest.StatusBody(404, "text/plain", "404 page not found"),
		"truncated body":  fullstorytest.TruncatedBody(),
		"error in a 200":  fullstorytest.StatusBody(200, "application/json", `{"code":429,"message":"quota exceeded"}`),
		"connect timeout": fullstorytest.ConnectTimeout(),
	} {
		runInVirtualTime(t, name, func(t *testing.T, server *fullstorytest.Server) {
			server.Inject(fullstorytest.RouteGetOperation, fault, fullstorytest.Fault{}, fault)
			operation, err := waitFor(t.Context(), t, server, fullstorytest.Script{Polls: 2}, fullstory.Wait{})
			if err != nil || operation.State != fullstory.StateCompleted {
				t.Errorf("got %q and %v", operation.State, err)
			}
		})
	}
}

func TestUnit_Wait_EndsWithRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		fault fullstorytest.Fault
		is    func(error) bool
	}{
		"401": {fullstorytest.Status(401), fullstory.IsDenied},
		"403": {fullstorytest.Status(403), fullstory.IsDenied},
		"400": {fullstorytest.Status(400), func(err error) bool { return fullstory.StatusOf(err) == 400 }},
	} {
		runInVirtualTime(t, name, func(t *testing.T, server *fullstorytest.Server) {
			server.Inject(fullstorytest.RouteGetOperation, fullstorytest.Fault{}) // the first poll succeeds
			server.Always(fullstorytest.RouteGetOperation, c.fault)
			operation, err := waitFor(t.Context(), t, server, fullstorytest.Script{Stall: true}, fullstory.Wait{})
			if !c.is(err) {
				t.Errorf("got %v", err)
			}
			if operation.ID == "" || operation.State != fullstory.StatePending {
				t.Errorf("got %+v, want the last status", operation)
			}
			wantRequests(t, server, fullstorytest.RouteGetOperation, 2)
		})
	}
}

func TestUnit_Wait_EndsWithItsContext(t *testing.T) {
	for name, stalled := range map[string]bool{"between polls": false, "during a poll": true} {
		runInVirtualTime(t, name, func(t *testing.T, server *fullstorytest.Server) {
			if stalled {
				server.Inject(fullstorytest.RouteGetOperation, fullstorytest.Fault{})
				server.Always(fullstorytest.RouteGetOperation, fullstorytest.Stall())
			}
			began := time.Now()
			operation, err := waitFor(within(t, 10*time.Second), t, server, fullstorytest.Script{Stall: true, Running: "PENDING"}, fullstory.Wait{})
			if !errors.Is(err, context.DeadlineExceeded) || operation.State != fullstory.StatePending {
				t.Errorf("got %q and %v", operation.State, err)
			}
			if took := time.Since(began); took != 10*time.Second {
				t.Errorf("it took %s", took)
			}
		})
	}
}

func TestUnit_Wait_EndsWithCancellation(t *testing.T) {
	inVirtualTime(t, func(t *testing.T, server *fullstorytest.Server) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Hour, cancel)
		began := time.Now()
		operation, err := waitFor(ctx, t, server, fullstorytest.Script{Stall: true}, fullstory.Wait{})
		if !errors.Is(err, context.Canceled) || operation.ID == "" || time.Since(began) != time.Hour {
			t.Errorf("got %+v and %v after %s", operation, err, time.Since(began))
		}
		if n := server.Count(fullstorytest.RouteGetOperation); n > 250 {
			t.Errorf("%d polls in an hour", n)
		}
		wantRequests(t, server, fullstorytest.RouteCancelOperation, 0)
	})
}

func TestUnit_Wait_ReportsChangesOnly(t *testing.T) {
	inVirtualTime(t, func(t *testing.T, server *fullstorytest.Server) {
		for _, body := range []string{
			`{"id":"x","state":"PENDING"}`, `{"id":"x","state":"PENDING"}`, `{"id":"x","state":"QUEUED"}`,
			`{"id":"x","state":"RUNNING","estimatePctComplete":"50"}`, `{"id":"x","state":"RUNNING","estimatePctComplete":50.4}`,
			`{"id":"x","state":"RUNNING","estimatePctComplete":50,"step":"write"}`, `{"id":"x","state":"COMPLETED"}`,
		} {
			server.Inject(fullstorytest.RouteGetOperation, fullstorytest.StatusBody(200, "application/json", body))
		}
		var reported []string
		_, err := waitFor(t.Context(), t, server, fullstorytest.Script{}, fullstory.Wait{OnChange: func(o fullstory.Operation) {
			reported = append(reported, fmt.Sprint(o.State, o.PercentComplete, o.Step))
		}})
		want := []string{"PENDING0", "QUEUED0", "RUNNING50", "RUNNING50write", "COMPLETED0"}
		if err != nil || !slices.Equal(reported, want) {
			t.Errorf("got %v and %v, want %v", reported, err, want)
		}
	})
}

// The error of a wait that times out while polls fail has the failure, too.
func TestUnit_Wait_TimeoutWhilePollsFail(t *testing.T) {
	for name, c := range map[string]struct {
		neverPolled bool
		timeout     time.Duration
	}{
		"during the retries of the first poll": {true, time.Second},
		"from the first poll":                  {true, 10 * time.Second},
		"later":                                {false, 3 * time.Second},
	} {
		runInVirtualTime(t, name, func(t *testing.T, server *fullstorytest.Server) {
			server.Next(fullstorytest.Script{Stall: true})
			client := newClient(t, server) // with retries
			id := submit(t, client).ID
			fail := func() { server.Always(fullstorytest.RouteGetOperation, fullstorytest.Status(500)) }
			if c.neverPolled {
				fail()
			}
			_, err := client.WaitForOperation(within(t, c.timeout), id, fullstory.Wait{OnChange: func(fullstory.Operation) { fail() }})
			wait, ok := errors.AsType[*fullstory.WaitError](err)
			if !ok || wait.NeverPolled != c.neverPolled || !errors.Is(err, context.DeadlineExceeded) ||
				!strings.Contains(wait.LastPollErr.Error(), "500 Internal Server Error") || strings.Contains(wait.LastPollErr.Error(), "context") {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestUnit_Wait_RetriedPollDoesNotSpeedUpPolling(t *testing.T) {
	inVirtualTime(t, func(t *testing.T, server *fullstorytest.Server) {
		client := newClient(t, server)
		operation := submit(t, client)
		server.Inject(fullstorytest.RouteGetOperation, fullstorytest.TooManyRequests("7"))
		if _, err := client.WaitForOperation(t.Context(), operation.ID, fullstory.Wait{}); err != nil {
			t.Fatal(err)
		}
		polls := server.RequestsTo(fullstorytest.RouteGetOperation)
		if pause := polls[1].At.Sub(polls[0].At); pause < 7*time.Second || pause > 8*time.Second {
			t.Errorf("the second poll came after %s, want 7 s", pause)
		}
		if len(polls) > 50 {
			t.Errorf("%d polls of a job of a minute", len(polls))
		}
	}, fullstorytest.WithDefaultScript(fullstorytest.Script{After: time.Minute}))
}
