package rest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	minBackoff = 500 * time.Millisecond
	maxBackoff = 30 * time.Second
	// maxRetryWait is the longest pause that a request without a deadline
	// waits for.
	maxRetryWait = 2 * time.Minute
	// maxRetryAfter is the longest Retry-After that is believed: a longer one
	// is a mistake, such as a time in epoch seconds.
	maxRetryAfter = 24 * time.Hour
)

// InterruptedError is the end of a context between two attempts.
type InterruptedError struct {
	Err         error // of the context
	LastAttempt error
}

func (e *InterruptedError) Error() string { return fmt.Sprintf("%v, after %v", e.Err, e.LastAttempt) }
func (e *InterruptedError) Unwrap() error { return e.Err }

// withRetries repeats attempts that failed, until one succeeds, must not be
// repeated, or was the last one.
func (c *Client) withRetries(next handler) handler {
	return func(ctx context.Context, r Request) error {
		var last error
		for retries := 0; ; retries++ {
			err := next(ctx, r)
			if err != nil && last != nil && IsNotSent(err) && ctx.Err() != nil {
				return &InterruptedError{err, brief(last)}
			}
			if r.NoRetry || retries >= c.maxRetries || ctx.Err() != nil || !retryable(r, err) {
				return err
			}
			if last = err; !Sleep(ctx, Backoff(retries)) {
				return &InterruptedError{ctx.Err(), brief(last)}
			}
		}
	}
}

// brief returns the status of a response, because the request is named already,
// or another error as it is.
func brief(err error) error {
	if e, ok := errors.AsType[*Error](err); ok {
		return fmt.Errorf("%d %s", e.Status, http.StatusText(e.Status))
	}
	return err
}

// retryable reports whether a request that failed with err may be repeated, and
// whether that may help.
func retryable(r Request, err error) bool {
	if e, ok := errors.AsType[*Error](err); ok {
		switch {
		case r.Submission, e.isRateLimit(), e.Status == http.StatusNotImplemented:
			return false // the throttle has waited for the rate limit as long as it may
		case e.Status == http.StatusRequestTimeout, e.Status == http.StatusMisdirectedRequest, e.Status == http.StatusTooEarly:
			return true
		}
		// A web page with status 200 is a login page, or the endpoint is wrong.
		return e.Status >= 500 || e.Err != nil && e.body != bodyHTML
	}
	if err == nil || IsUntrusted(err) || errors.Is(err, errTooLarge) || IsContextError(err) {
		return false
	}
	_, denied := errors.AsType[*DeniedSubmissionError](err)
	return (IsNotSent(err) || !r.Submission) && !denied
}

// Backoff returns the pause after a failed attempt (the first is 0): twice as
// long each time, with jitter.
func Backoff(attempt int) time.Duration {
	pause := maxBackoff
	if attempt < 16 {
		pause = min(maxBackoff, minBackoff<<attempt)
	}
	return pause/2 + rand.N(pause/2) //nolint:gosec // jitter needs no secrecy
}

// RetryAfter parses the Retry-After header: seconds (documented) or an HTTP
// date, which is compared with the response's own Date. A past date is zero,
// and so is a value that cannot be read or is absurd: the header was given all
// the same.
func RetryAfter(header http.Header, now time.Time) (after time.Duration, given bool) {
	text := strings.TrimSpace(header.Get("Retry-After"))
	if seconds, err := strconv.ParseInt(text, 10, 64); err == nil {
		if seconds >= 0 && seconds <= int64(maxRetryAfter/time.Second) {
			after = time.Duration(seconds) * time.Second
		}
		return after, true
	}
	date, err := http.ParseTime(text)
	if err != nil {
		return 0, text != ""
	}
	if sent, err := http.ParseTime(header.Get("Date")); err == nil {
		now = sent
	}
	if after = max(0, date.Sub(now)); after > maxRetryAfter {
		after = 0
	}
	return after, true
}

// Sleep pauses for d and reports whether ctx is still alive.
func Sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
