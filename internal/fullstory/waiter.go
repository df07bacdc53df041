package fullstory

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

const (
	// finalPollMargin is how long before the deadline of a wait its last poll
	// is, so that a timeout does not hide a completion.
	finalPollMargin = time.Second
	// logInterval is how often a wait is logged at INFO while its state does not
	// change, and firstLogInterval how often in the first minute.
	logInterval      = time.Minute
	firstLogInterval = 10 * time.Second
)

// Wait configures [Client.WaitForOperation].
type Wait struct {
	// OnChange is called with the first status, and with each that differs in
	// state, percentage or step; nil is fine.
	OnChange func(Operation)
	// Limit names the deadline of the context, such as "1h0m0s
	// (timeouts.create)". The [WaitError] has it.
	Limit string
}

// WaitError is the end of a wait's context.
type WaitError struct {
	// Err is the context's error.
	Err error
	// Limit is that of [Wait].
	Limit string
	// LastPollErr is what the last poll failed with; nil if it did not fail.
	LastPollErr error
	// NeverPolled reports that no earlier poll succeeded either.
	NeverPolled bool
}

func (e *WaitError) Error() string {
	if e.LastPollErr == nil {
		return e.Err.Error()
	}
	return fmt.Sprintf("%v; the last poll failed: %v", e.Err, e.LastPollErr)
}

func (e *WaitError) Unwrap() error { return e.Err }

// waiter is the progress of one wait.
type waiter struct {
	client   *Client
	wait     Wait
	began    time.Time
	last     Operation // of the last successful poll
	failure  error     // of the last poll
	patience patience
	loggedAt time.Time
}

// WaitForOperation polls an operation until it has ended or ctx ends. Polls
// share requests with those of other waits.
//
// It always returns the last status (the zero Operation if there is none)
// together with any error: a [*WaitError] if ctx ended, a 404 once the operation
// is gone, or another refusal once it was repeated. No single failed poll ends
// the wait.
func (c *Client) WaitForOperation(ctx context.Context, id string, wait Wait) (Operation, error) {
	if err := c.Ready(); err != nil {
		return Operation{}, err
	}
	w := &waiter{client: c, wait: wait, began: time.Now(), patience: patience{unfinished: true}}
	var maxAge time.Duration // of a shared status
	for {
		o, err := c.poller.status(ctx, id, w.notBefore(maxAge))
		if err != nil && ctx.Err() != nil {
			return w.last, w.contextError(ctx, err)
		}
		if done, err := w.record(o, err); done {
			w.log(ctx, id, "")
			return w.last, err
		}
		var pause time.Duration
		pause, maxAge = w.pause(ctx)
		w.log(ctx, id, ", next poll in "+pause.Round(100*time.Millisecond).String())
		if !rest.Sleep(ctx, pause) {
			return w.last, w.contextError(ctx, nil)
		}
	}
}

// notBefore returns the time after which a shared status must have been
// requested: the last poll, or maxAge ago if that is later.
func (w *waiter) notBefore(maxAge time.Duration) time.Time {
	if recent := time.Now().Add(-maxAge); recent.After(w.last.ReadAt) {
		return recent
	}
	return w.last.ReadAt
}

// record takes the result of a poll and reports whether the wait is over.
func (w *waiter) record(o Operation, err error) (done bool, _ error) {
	w.failure = err
	if believed := w.patience.believes(err, time.Now()); err != nil {
		return believed, err
	}
	if o.State != w.last.State {
		w.loggedAt = time.Time{}
	}
	if changed(w.last, o) && w.wait.OnChange != nil {
		w.wait.OnChange(o)
	}
	w.last = o
	return o.State.Final(), nil
}

// pause returns how long to sleep before the next poll, and how old a shared
// status may be that answers it.
//
// The interval counts from when the last status was requested. A status that
// another wait requested meanwhile therefore postpones the next request, and
// all waits of similar jobs soon share theirs. The last poll is just before the
// deadline, and needs a new status.
func (w *waiter) pause(ctx context.Context) (pause, maxAge time.Duration) {
	full := interval(time.Since(w.began))
	pause, maxAge = full, full*3/4
	if w.failure == nil {
		pause = max(full-time.Since(w.last.ReadAt), full/4)
	}
	if deadline, ok := ctx.Deadline(); ok {
		if final := time.Until(deadline.Add(-finalPollMargin)); final > 0 && final < pause {
			return final, 0
		}
	}
	return pause, maxAge
}

// log writes a line for each poll: at INFO for those who watch the wait, if the
// state has changed or the last such line is old enough, and otherwise at DEBUG.
func (w *waiter) log(ctx context.Context, id, next string) {
	elapsed, due, level := time.Since(w.began), logInterval, slog.LevelDebug
	if elapsed <= time.Minute {
		due = firstLogInterval
	}
	if time.Since(w.loggedAt) >= due {
		w.loggedAt, level = time.Now(), slog.LevelInfo
	}
	status := "status unknown"
	if w.last.ID != "" {
		status = string(w.last.State)
		if w.last.PercentComplete > 0 {
			status += fmt.Sprintf(", %d %%", w.last.PercentComplete)
		}
		if w.last.Step != "" {
			status += " (" + string(w.last.Step) + ")"
		}
	}
	message := fmt.Sprintf("Waiting for the segment export: %s, %s elapsed%s", status, elapsed.Round(time.Second), next)
	fields := map[string]any{"operation": id}
	if w.failure != nil {
		fields["error"] = w.failure.Error()
	}
	w.client.log(ctx, level, message, fields)
}

// contextError returns the error of a wait whose context ended, during a poll
// that failed with err if that is not nil.
func (w *waiter) contextError(ctx context.Context, err error) error {
	if retried, ok := errors.AsType[*rest.InterruptedError](err); ok && w.failure == nil {
		w.failure = retried.LastAttempt
	}
	return &WaitError{Err: ctx.Err(), Limit: w.wait.Limit, LastPollErr: w.failure, NeverPolled: w.failure != nil && w.last.ID == ""}
}

func changed(a, b Operation) bool {
	return a.State != b.State || a.PercentComplete != b.PercentComplete || a.Step != b.Step
}
