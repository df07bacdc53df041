package rest

import (
	"context"
	"errors"
	"fmt"
)

// handler sends a request, once or more often. Its error is nil if the answer
// was FullStory's own and could be used.
type handler func(context.Context, Request) error

// chain assembles the handlers that a request passes, from the inside out.
func (c *Client) chain() handler {
	// The innermost handler sends the request once, and judges the response
	// before anything else sees it: everything further out trusts its result.
	h := c.attempt

	// A submission is not sent if FullStory has refused another one for the
	// key. This is inside the throttle, because most submissions wait in its
	// queue when the first one is refused.
	h = c.withDenial(h)

	// Every attempt takes its turn, and goes back into the queue if it is
	// refused because of the rate limit. The throttle is inside the retries,
	// so that such refusals do not count as retries, and a request that pauses
	// between two attempts does not hold up the queue.
	h = c.withThrottle(h)

	// An attempt that failed is repeated if that is safe.
	h = c.withRetries(h)

	// The outermost handler names the request in errors, once.
	return c.withName(h)
}

// Do sends a request and gives the answer to its Decode.
//
// The error is an [*Error] if there was a response, whether it was a refusal or
// could not be used. Every other error is a failure to get a response. None
// contains a secret.
func (c *Client) Do(ctx context.Context, r Request) error {
	if err := c.Ready(); err != nil {
		return err
	}
	for _, element := range r.Path {
		if element == "" {
			return errors.New("the ID is empty")
		}
	}
	return c.send(ctx, r)
}

// withName adds the request to errors that do not name it.
func (c *Client) withName(next handler) handler {
	return func(ctx context.Context, r Request) error {
		err := next(ctx, r)
		if _, named := errors.AsType[*Error](err); named || err == nil {
			return err
		}
		return fmt.Errorf("%s: %w", c.name(r), err)
	}
}

// DeniedSubmissionError means that a submission was not sent, because an
// earlier one of this client was refused for its key.
type DeniedSubmissionError struct{ Err *Error }

func (e *DeniedSubmissionError) Error() string {
	return fmt.Sprintf("not sent, because FullStory refused an earlier submission: %v", e.Err)
}

func (e *DeniedSubmissionError) Unwrap() error { return e.Err }

// withDenial remembers the first refusal of a submission for its key.
func (c *Client) withDenial(next handler) handler {
	return func(ctx context.Context, r Request) error {
		if !r.Submission {
			return next(ctx, r)
		}
		if denied := c.denied.Load(); denied != nil {
			return &DeniedSubmissionError{denied}
		}
		err := next(ctx, r)
		if refusal, ok := errors.AsType[*Error](err); ok && IsDenied(err) {
			c.denied.CompareAndSwap(nil, refusal)
		}
		return err
	}
}
