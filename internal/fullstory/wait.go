package fullstory

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Wait is how [Client.WaitForOperation] waits.
type Wait struct {
	// Pace is how long to sleep before the next look; nil means [Pace].
	Pace func(Progress) time.Duration
	// Changed hears the first look and each that differs from the one before
	// in state, percentage or step; nil is fine.
	Changed func(Operation)
}

// BlindWaitError is the end of a wait's context while its looks failed.
type BlindWaitError struct {
	// Err is the context's.
	Err error
	// Look is what the last look ended in. It is no cause of the end.
	Look error
	// SawNothing tells that no look before it succeeded either.
	SawNothing bool
}

func (e *BlindWaitError) Error() string {
	return fmt.Sprintf("%v; the last look failed: %v", e.Err, e.Look)
}

func (e *BlindWaitError) Unwrap() error { return e.Err }

// WaitForOperation looks, and sleeps, until an operation is over or ctx ends.
// Its looks share requests with those of other waits and refreshes where they
// can, and every answer that shows the operation counts as a look.
//
// It always returns the last operation that it saw (the zero one where it saw
// none) together with any error: the context's, a refusal of the key
// ([IsDenied]), that it is gone ([IsNotFound]), or another refusal that a later
// look cannot change. A look that fails otherwise does not end the wait.
func (c *Client) WaitForOperation(ctx context.Context, id string, wait Wait) (Operation, error) {
	v := c.newVigil(id, wait)
	c.watch.attend(v)
	defer c.watch.dismiss(v)
	for {
		seen, err := c.lookFor(ctx, v)
		if err != nil && ctx.Err() != nil {
			if _, failing := errors.AsType[*cutShortError](err); failing && v.failure == nil {
				v.failure = err // an earlier look's says more
			}
			return v.last, v.ended(ctx)
		}
		if over, err := v.take(seen, err); over {
			return v.last, err
		}
		if over, err := c.sleepFor(ctx, v); over {
			return v.last, err
		}
	}
}

// lookFor looks once, and not before the server wants to be asked.
func (c *Client) lookFor(ctx context.Context, v *vigil) (row, error) {
	v.looked = time.Now()
	found, ok, err := c.watch.look(ctx, v.id, v)
	if ok || err != nil {
		return found, err
	}
	// A page that was refused may have said for how long.
	if held := c.watch.held(); held > 0 && !sleep(ctx, held) {
		return row{}, ctx.Err()
	}
	asked := time.Now()
	operation, err := c.getOperation(ctx, v.id, &asked)
	return row{operation, asked}, err
}

// sleepFor sleeps until it is time to look. What a page shows meanwhile is
// taken for a look, and moves the next one.
func (c *Client) sleepFor(ctx context.Context, v *vigil) (over bool, err error) {
	for {
		pause := time.NewTimer(max(time.Until(v.next), c.watch.held()))
		select {
		case <-ctx.Done():
			pause.Stop()
			return true, v.ended(ctx)
		case seen := <-v.shown:
			pause.Stop()
			if !seen.asked.After(v.asked) {
				continue
			}
			v.looked = seen.asked
			if over, err := v.take(seen, nil); over {
				return true, err
			}
		case <-pause.C:
			if c.watch.held() <= 0 {
				return false, nil
			}
		}
	}
}
