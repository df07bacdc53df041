package fullstory

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"

	"github.com/hashicorp/go-cleanhttp"
)

const (
	// attemptTimeout bounds one attempt, from connecting to the answer's last
	// byte. The API documents no time; its answers are small.
	attemptTimeout = 60 * time.Second
	// maxAnswer bounds the bytes of one answer; a page of 100 operations has
	// some 50 kB.
	maxAnswer = 8 << 20
)

// roundTrip is one handler of the chain.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// chain assembles the handlers that an attempt passes, outermost first. Retries
// lie outside of it, so that each attempt queues, and is logged, on its own and
// a sleep between attempts holds no place.
func (c *Client) chain(base http.RoundTripper) http.RoundTripper {
	var next roundTrip = base.RoundTrip
	next = buffer(next)         // innermost: its time covers the network alone
	next = c.authenticate(next) // after logging, which so never sees the key
	next = c.heed(next)         // sees every attempt, those that are repeated too
	next = c.logged(next)       // after limit: what it times is the request, not the queue
	return c.limit(next)
}

func newTransport(connections int) *http.Transport {
	transport := cleanhttp.DefaultPooledTransport()
	transport.MaxIdleConns = connections
	transport.MaxIdleConnsPerHost = connections
	// Without this bound a connection may be opened for a request that another
	// one, freed meanwhile, has carried already.
	transport.MaxConnsPerHost = connections
	return transport
}

// limit keeps the number of requests in flight, and lets none begin before the
// server wants to be asked again.
func (c *Client) limit(next roundTrip) roundTrip {
	return func(r *http.Request) (*http.Response, error) {
		for {
			if err := c.inFlight.Acquire(r.Context(), 1); err != nil {
				return nil, &neverSentError{err}
			}
			held := c.watch.held()
			if held <= 0 {
				break
			}
			// The place is given back: who comes next shall see for himself.
			c.inFlight.Release(1)
			if !sleep(r.Context(), held) {
				return nil, &neverSentError{r.Context().Err()}
			}
		}
		defer c.inFlight.Release(1)
		return next(r)
	}
}

func (c *Client) logged(next roundTrip) roundTrip {
	return func(r *http.Request) (*http.Response, error) {
		began := time.Now()
		response, err := next(r)
		fields := map[string]any{"method": r.Method, "path": r.URL.EscapedPath(), "duration": time.Since(began).String()}
		if err != nil {
			fields["error"] = c.redact(err.Error())
			c.log(r.Context(), "FullStory did not answer", fields)
			return nil, err
		}
		fields["status"] = response.StatusCode
		c.log(r.Context(), "FullStory answered", fields)
		return response, nil
	}
}

func (c *Client) authenticate(next roundTrip) roundTrip {
	return func(r *http.Request) (*http.Response, error) {
		r = r.Clone(r.Context())
		r.Header.Set("Authorization", "Basic "+c.apiKey) // the key as it is, not base64 of user:password (documented)
		r.Header.Set("User-Agent", c.userAgent)
		return next(r)
	}
}

// heed tells all requests what the server asks of any: it is the account that
// may ask only so often.
func (c *Client) heed(next roundTrip) roundTrip {
	return func(r *http.Request) (*http.Response, error) {
		response, err := next(r)
		if err == nil && (response.StatusCode == http.StatusTooManyRequests || response.StatusCode == http.StatusServiceUnavailable) {
			if after, given := retryAfter(response.Header, time.Now()); given {
				c.watch.hold(after)
			}
		}
		return response, err
	}
}

// buffer makes an attempt whole: within its time the answer is read to the
// end, so that a broken answer is a failed attempt and the connection is free.
//
// A request that is sent once outlives its caller's context: cancelled halfway
// it could have made an export whose id nobody reads.
func buffer(next roundTrip) roundTrip {
	return func(r *http.Request) (*http.Response, error) {
		ctx := r.Context()
		of := callOf(ctx)
		if of.once {
			ctx = context.WithoutCancel(ctx)
		}
		if of.sent != nil {
			*of.sent = time.Now()
		}
		ctx, cancel := context.WithTimeoutCause(ctx, attemptTimeout, errStalled)
		defer cancel()
		ctx, neverConnected := traceConnection(ctx)

		response, err := next(r.WithContext(ctx))
		if err != nil {
			err = attemptError(ctx, err)
			if neverConnected() {
				return nil, &neverSentError{err}
			}
			return nil, err
		}
		defer response.Body.Close()
		var text bytes.Buffer
		if _, err := text.ReadFrom(io.LimitReader(response.Body, maxAnswer+1)); err != nil {
			return nil, attemptError(ctx, err)
		}
		if text.Len() > maxAnswer {
			return nil, errTooLarge
		}
		response.Body = io.NopCloser(&text)
		return response, nil
	}
}

var (
	errStalled  = fmt.Errorf("no complete answer within %s", attemptTimeout)
	errTooLarge = fmt.Errorf("the answer is larger than %d MB", maxAnswer>>20)
)

func attemptError(ctx context.Context, err error) error {
	if errors.Is(context.Cause(ctx), errStalled) {
		return errStalled
	}
	return notOurs(ctx, err)
}

// notOurs keeps a time limit of the network's own, such as the operating
// system's for a connection, from passing for the end of a context: errors.Is
// takes the one for the other.
func notOurs(ctx context.Context, err error) error {
	if ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded) {
		return errors.New(err.Error())
	}
	return err
}

// neverSentError marks a request that cannot have reached the server.
type neverSentError struct{ err error }

func (e *neverSentError) Error() string { return e.err.Error() }
func (e *neverSentError) Unwrap() error { return e.err }

// traceConnection tells, once the attempt has failed, whether a connection was
// asked for and never had. Where the transport does not say, it is false.
func traceConnection(ctx context.Context) (context.Context, func() bool) {
	var seeking atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { seeking.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { seeking.Store(false) },
	})
	return ctx, seeking.Load
}
