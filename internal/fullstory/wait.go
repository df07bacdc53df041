package fullstory

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Wait is how [Client.WaitForOperation] waits.
type Wait struct {
	// Pace is how long to sleep before the next look, from the time waited so
	// far; nil means [Pace].
	Pace func(waited time.Duration) time.Duration
	// Changed hears the first look and each that differs from the one before
	// in state, percentage or step; nil is fine.
	Changed func(Operation)
}

// missesBelieved is how many looks in a row must find no such operation before
// it is taken for gone. One that was just made may lag behind (inferred).
const missesBelieved = 3

// WaitForOperation looks, and sleeps, until an operation is over or ctx ends.
//
// It always returns the last operation that it saw (the zero one where it saw
// none) together with any error: the context's, a refusal of the key
// ([IsDenied]), that it is gone ([IsNotFound]), or another refusal that a later
// look cannot change. A look that fails otherwise does not end the wait.
func (c *Client) WaitForOperation(ctx context.Context, id string, wait Wait) (Operation, error) {
	pace := wait.Pace
	if pace == nil {
		pace = Pace
	}
	var (
		last   Operation
		misses int
		began  = time.Now()
	)
	for {
		seen, err := c.GetOperation(ctx, id)
		switch {
		case err == nil:
			if wait.Changed != nil && differs(last, seen) {
				wait.Changed(seen)
			}
			last, misses = seen, 0
			if seen.State.Over() {
				return last, nil
			}
		case ctx.Err() != nil:
			return last, ctx.Err()
		case IsNotFound(err):
			if misses++; misses == missesBelieved {
				return last, err
			}
		case !IsTransient(err):
			return last, err
		}
		pause := time.NewTimer(max(pace(time.Since(began)), askedPause(err)))
		select {
		case <-ctx.Done():
			pause.Stop()
			if err != nil {
				return last, fmt.Errorf("%w; the last look failed: %w", ctx.Err(), err)
			}
			return last, ctx.Err()
		case <-pause.C:
		}
	}
}

// askedPause is what the server asked to wait, within reason.
func askedPause(err error) time.Duration {
	if refusal, ok := errors.AsType[*Error](err); ok {
		return min(refusal.RetryAfter, maxRetryAfter)
	}
	return 0
}

func differs(a, b Operation) bool {
	return a.State != b.State || a.PercentComplete != b.PercentComplete || a.Step != b.Step
}

// Pace looks soon at short jobs and seldom at long ones: the sleep grows with
// the time waited, so that completion is noticed late by some 3 % of it in the
// mean, and an hour takes about 140 looks.
func Pace(waited time.Duration) time.Duration {
	const least, most = 500 * time.Millisecond, time.Minute
	return min(max(least, waited*6/100), most)
}
