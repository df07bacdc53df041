package fullstory_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

// waitFor submits an export with a script and waits for it, without retries.
func waitFor(ctx context.Context, t *testing.T, server *fullstorytest.Server, script fullstorytest.Script, wait fullstory.Wait) (fullstory.Operation, error) {
	t.Helper()
	server.Next(script)
	client := newClient(t, server, noRetries)
	return client.WaitForOperation(ctx, submit(t, client).ID, wait)
}

// The tests of internal/provider run a wait through the catalogue of faults.
// These are not in it, or pass only for a wait.
func TestUnit_Wait_ContinuesAfterFailedPolls(t *testing.T) {
	for name, fault := range map[string]fullstorytest.Fault{
		"429 for a day": fullstorytest.TooManyRequests("86400"),
		"no state":      fullstorytest.StatusBody(200, "application/json", "{}"),
		"foreign text":  fullstorytest.StatusBody(404, "text/plain", "404 page not found"),
		"408":           fullstorytest.Status(408),
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

// A refusal that is no 404 ends a wait once it was repeated for some seconds; one
// that may pass never does.
func TestUnit_Wait_EndsAfterRepeatedRefusals(t *testing.T) {
	for status, ends := range map[int]bool{400: true, 401: true, 403: true, 410: true, 302: true, 409: false, 421: false, 425: false, 500: false} {
		runInVirtualTime(t, fmt.Sprint(status), func(t *testing.T, server *fullstorytest.Server) {
			server.Inject(fullstorytest.RouteGetOperation, fullstorytest.Fault{})
			server.Always(fullstorytest.RouteGetOperation, fullstorytest.Status(status))
			operation, err := waitFor(within(t, 10*time.Minute), t, server, fullstorytest.Script{Stall: true}, fullstory.Wait{Limit: "10m"})
			ended, timedOut := errors.AsType[*fullstory.WaitError](err)
			if operation.ID == "" || timedOut == ends || ends && rest.StatusOf(err) != status || timedOut && ended.Limit != "10m" {
				t.Errorf("got %+v and %v", operation, err)
			}
			polls := server.RequestsTo(fullstorytest.RouteGetOperation)[1:] // after the one that succeeded
			if lasted := polls[len(polls)-1].At.Sub(polls[0].At); len(polls) < 3 || ends && (lasted < 10*time.Second || lasted > 20*time.Second) {
				t.Errorf("%d polls over %s", len(polls), lasted)
			}
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
			if took := time.Since(began); !errors.Is(err, context.DeadlineExceeded) || operation.State != fullstory.StatePending || took != 10*time.Second {
				t.Errorf("got %q and %v after %s", operation.State, err, took)
			}
		})
	}
}

func TestUnit_Wait_ReportsChangesOnly(t *testing.T) {
	inVirtualTime(t, func(t *testing.T, server *fullstorytest.Server) {
		for _, body := range []string{
			`{"state":"PENDING"}`, `{"state":"PENDING"}`, `{"state":"QUEUED"}`,
			`{"state":"RUNNING","estimatePctComplete":"50"}`, `{"state":"RUNNING","estimatePctComplete":50.4}`,
			`{"state":"RUNNING","estimatePctComplete":50,"step":"write"}`, `{"state":"COMPLETED"}`,
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

// A wait is logged at each change of state, every ten seconds in its first
// minute, and then once a minute; other polls are for debugging.
func TestUnit_Wait_LogsStatesAndEveryMinute(t *testing.T) {
	inVirtualTime(t, func(t *testing.T, server *fullstorytest.Server) {
		var at []time.Duration
		var states []string
		debug := 0
		began := time.Now()
		client := newClient(t, server, func(o *fullstory.Options) {
			o.Log = func(_ context.Context, level slog.Level, message string, _ map[string]any) {
				status, ok := strings.CutPrefix(message, "Waiting for the segment export: ")
				state := strings.Trim(strings.Fields(status + " -")[0], ",")
				switch {
				case ok && level == slog.LevelInfo:
					at, states = append(at, time.Since(began)), append(states, state)
				case ok:
					debug++
				}
			}
		})
		server.Next(fullstorytest.Script{After: 190 * time.Second})
		if _, err := client.WaitForOperation(t.Context(), submit(t, client).ID, fullstory.Wait{}); err != nil {
			t.Fatal(err)
		}
		for i := 1; i < len(at); i++ {
			least := 10 * time.Second
			if at[i] > time.Minute {
				least = time.Minute
			}
			if gap := at[i] - at[i-1]; states[i] == states[i-1] && (gap < least || gap > least*13/10) {
				t.Errorf("the lines at %s and %s: want %s in between", at[i-1], at[i], least)
			}
		}
		if changes := slices.Compact(slices.Clone(states)); !slices.Equal(changes, []string{"PENDING", "RUNNING", "COMPLETED"}) || len(at) < 9 || debug < 20 {
			t.Errorf("lines after %v: %q; %d for debugging", at, states, debug)
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
