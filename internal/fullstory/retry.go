package fullstory

import (
	"context"
	"crypto/tls"
	"errors"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxRetryAfter bounds a Retry-After that is slept through; a longer one is an
// error that says so.
const maxRetryAfter = 2 * time.Minute

// checkRetry decides whether an attempt is repeated. It has retryablehttp's
// form.
func checkRetry(ctx context.Context, response *http.Response, err error) (bool, error) {
	if ctx.Err() != nil {
		return false, nil //nolint:nilerr // what the attempt ended in says more than "context canceled"
	}
	of := callOf(ctx)
	if of.hasty {
		return false, nil
	}
	if err != nil {
		return of.meets(err, retryableFailure(err, of.once)), nil
	}
	after, given := retryAfter(response.Header, time.Now())
	if given && after > patience(ctx) {
		return false, nil
	}
	return of.meets(errors.New(response.Status), retryableStatus(response.StatusCode, given, of.once)), nil
}

// meets notes what an attempt ended in where it is repeated: the end of the
// context during the pause tells nothing of it.
func (c call) meets(outcome error, repeated bool) bool {
	if repeated && c.met != nil {
		*c.met = outcome
	}
	return repeated
}

// patience is the longest Retry-After worth sleeping through.
func patience(ctx context.Context) time.Duration {
	if deadline, ok := ctx.Deadline(); ok {
		return min(maxRetryAfter, time.Until(deadline))
	}
	return maxRetryAfter
}

func retryableFailure(err error, once bool) bool {
	if isUntrusted(err) || errors.Is(err, errTooLarge) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false
	}
	_, neverSent := errors.AsType[*neverSentError](err)
	return neverSent || !once
}

// isUntrusted tells whether nobody vouches for the server's certificate.
func isUntrusted(err error) bool {
	_, untrusted := errors.AsType[*tls.CertificateVerificationError](err)
	return untrusted
}

func retryableStatus(status int, retryAfterGiven, once bool) bool {
	switch {
	case status == http.StatusTooManyRequests:
		return true
	case status == http.StatusServiceUnavailable:
		// With Retry-After it is a refusal; without, it may come from a proxy
		// that lost the answer.
		return retryAfterGiven || !once
	case status >= 500 && status != http.StatusNotImplemented:
		return !once
	}
	return false
}

// backoff is how long to sleep before the next attempt: what the server asks
// for, else twice as long each time, both jittered so that many callers do not
// return at the same moment. It has retryablehttp's form; attempt begins at 0.
func backoff(least, most time.Duration, attempt int, response *http.Response) time.Duration {
	if response != nil {
		if after, given := retryAfter(response.Header, time.Now()); given {
			return after + rand.N(after/10+100*time.Millisecond) //nolint:gosec // jitter needs no secrecy
		}
	}
	pause := most
	if attempt < 16 {
		pause = min(most, least<<attempt)
	}
	return pause/2 + rand.N(pause/2) //nolint:gosec // jitter needs no secrecy
}

// retryAfter reads the header of that name: seconds (documented), or an HTTP
// date. A time in the past is 0; what is neither is as good as absent.
func retryAfter(header http.Header, now time.Time) (after time.Duration, given bool) {
	text := strings.TrimSpace(header.Get("Retry-After"))
	if text == "" {
		return 0, false
	}
	if seconds, err := strconv.ParseInt(text, 10, 64); err == nil || errors.Is(err, strconv.ErrRange) { // then it is the bound of int64
		if seconds < 0 {
			return 0, false
		}
		const most = int64((1 << 62) / time.Second)
		return time.Duration(min(seconds, most)) * time.Second, true
	}
	if date, err := http.ParseTime(text); err == nil {
		return max(0, date.Sub(now)), true
	}
	return 0, false
}
