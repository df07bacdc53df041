package fullstory

import (
	"context"
	"crypto/tls"
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

// interruptedRetryError is the end of a context between two attempts.
type interruptedRetryError struct {
	err         error // of the context
	lastAttempt error
}

func (e *interruptedRetryError) Error() string {
	return fmt.Sprintf("%v, after %v", e.err, e.lastAttempt)
}

func (e *interruptedRetryError) Unwrap() error { return e.err }

// send sends a request until it is answered, must not be sent again, or ctx
// ends. A refusal because of the rate limit does not count as a retry: the
// throttle decides how long the request waits and when to give up.
func (c *Client) send(ctx context.Context, r request) (response, error) {
	queued := c.throttle.join(r.submission)
	var last error // what the last attempt failed with
	for retries := 0; ; {
		refusal, err := c.throttle.acquire(ctx, queued)
		switch {
		case err != nil && last != nil:
			return response{}, fmt.Errorf("%s: %w", c.name(r), &interruptedRetryError{&notSentError{err}, last})
		case err != nil:
			return response{}, fmt.Errorf("%s: %w", c.name(r), &notSentError{err})
		case refusal != nil:
			return *refusal, nil
		}
		got, err := c.try(ctx, r)
		limited := err == nil && isRateLimited(got)
		c.throttle.release(queued, got, limited)
		if limited && !r.noRetry {
			last = statusError(got.status)
			continue // the throttle decides when, and whether at all
		}
		if r.noRetry || retries >= c.maxRetries || ctx.Err() != nil || !retryable(got, err, r.submission) {
			if err != nil {
				err = fmt.Errorf("%s: %w", c.name(r), err)
			}
			return got, err
		}
		if last = err; err == nil {
			last = statusError(got.status)
		}
		if !Sleep(ctx, Backoff(retries)) {
			return response{}, fmt.Errorf("%s: %w", c.name(r), &interruptedRetryError{ctx.Err(), last})
		}
		retries++
	}
}

// try makes one attempt, unless the key may not create exports.
func (c *Client) try(ctx context.Context, r request) (response, error) {
	if denied := c.denied.Load(); denied != nil && r.submission {
		return response{}, &DeniedSubmissionError{denied}
	}
	got, err := c.attempt(ctx, r)
	if err == nil && r.onResponse != nil {
		r.onResponse(got)
	}
	return got, err
}

func statusError(status int) error {
	return fmt.Errorf("%d %s", status, http.StatusText(status))
}

func isContextError(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// retryable reports whether an attempt that ended with this response or error
// may be repeated.
func retryable(got response, err error, submission bool) bool {
	if err != nil {
		if IsUntrusted(err) || errors.Is(err, errTooLarge) || isContextError(err) {
			return false
		}
		_, notSent := errors.AsType[*notSentError](err)
		_, denied := errors.AsType[*DeniedSubmissionError](err)
		return (notSent || !submission) && !denied
	}
	return !submission && (got.status == http.StatusRequestTimeout || got.status >= 500 && got.status != http.StatusNotImplemented)
}

// isRateLimited reports whether a response refuses a request because of the
// rate limit, so that it had no effect: 429, or 503 with Retry-After. A 503
// without that header may come from a proxy that lost the response.
func isRateLimited(got response) bool {
	_, given := RetryAfter(got.header, got.requested)
	return got.status == http.StatusTooManyRequests || got.status == http.StatusServiceUnavailable && given
}

// IsUntrusted reports whether the server's certificate was rejected.
func IsUntrusted(err error) bool {
	_, untrusted := errors.AsType[*tls.CertificateVerificationError](err)
	return untrusted
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
// date, which is compared with the response's own Date. A past date is zero;
// malformed and absurd values count as absent.
func RetryAfter(header http.Header, now time.Time) (after time.Duration, given bool) {
	text := strings.TrimSpace(header.Get("Retry-After"))
	if seconds, err := strconv.ParseInt(text, 10, 64); err == nil {
		if seconds < 0 || seconds > int64(maxRetryAfter/time.Second) {
			return 0, false
		}
		return time.Duration(seconds) * time.Second, true
	}
	date, err := http.ParseTime(text)
	if err != nil {
		return 0, false
	}
	if sent, err := http.ParseTime(header.Get("Date")); err == nil {
		now = sent
	}
	if after = date.Sub(now); after > maxRetryAfter {
		return 0, false
	}
	return max(0, after), true
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
