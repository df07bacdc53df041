package rest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
	"time"
)

const (
	// attemptTimeout limits one attempt, from connecting to the last byte of
	// the response. The API documents no limit; its responses are small.
	attemptTimeout = 60 * time.Second
	// submissionGrace is how long a submission in flight may outlive the
	// deadline of its caller: a late response still has the ID.
	submissionGrace = 10 * time.Second
	// maxResponse limits the bytes of one response; a page of 100 operations
	// has about 50 kB, or some megabytes with long reasons for failures.
	maxResponse = 32 << 20

	// freshConnections gives every request a connection of its own.
	freshConnections = -1
	// unlimitedConnections is for the store, which no setting limits.
	unlimitedConnections = 0
)

// newHTTPClient returns a client with base as its transport, or with a new
// transport with at most that many connections if base is nil.
//
// It follows no redirect: neither the API nor a store redirects (inferred), and
// following one could carry the key to another host or replay a POST.
func newHTTPClient(base http.RoundTripper, connections int) *http.Client {
	if base == nil {
		base = newTransport(connections)
	}
	return &http.Client{
		Transport:     base,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

func newTransport(connections int) *http.Transport {
	transport := &http.Transport{}
	if standard, ok := http.DefaultTransport.(*http.Transport); ok {
		transport = standard.Clone()
	}
	// The error of a refused CONNECT would not mention the proxy.
	transport.OnProxyConnectResponse = func(_ context.Context, proxy *url.URL, _ *http.Request, response *http.Response) error {
		if response.StatusCode != http.StatusOK {
			return fmt.Errorf("the proxy %s refused the connection with status %d", proxy.Host, response.StatusCode)
		}
		return nil
	}
	transport.DisableKeepAlives = connections == freshConnections
	transport.MaxIdleConnsPerHost = max(connections, 0)
	// Without this limit, net/http may dial a connection for a request that an
	// idle one has already served.
	transport.MaxConnsPerHost = max(connections, 0)
	return transport
}

// attempt sends a request once, reads the whole response, so that a broken one
// is a failed attempt, and judges it.
//
// A submission outlives ctx: cancelled in flight, it could have created an
// export whose ID is lost. Nothing else limits it, because it must not be
// repeated.
func (c *Client) attempt(ctx context.Context, r Request) error {
	client, limit := c.api, attemptTimeout
	stalled := fmt.Errorf("no complete response within %s", attemptTimeout)
	if r.Submission {
		client = c.submit
		if deadline, ok := ctx.Deadline(); ok {
			limit = time.Until(deadline) + submissionGrace
			stalled = fmt.Errorf("no complete response until %s after the timeout", submissionGrace)
		}
		ctx = outlive(ctx, attemptTimeout)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, limit, stalled)
	defer cancel()
	ctx, neverConnected := traceConnection(ctx)

	sent := time.Now()
	got, err := c.roundTrip(ctx, client, r)
	got.requested = sent
	if err != nil {
		if ctx.Err() != nil {
			err = context.Cause(ctx) // the caller's own, or why this attempt ended
		}
		err = c.RedactError(notContextError(ctx, err))
	}
	fields := map[string]any{"method": r.Method, "request": c.name(r), "duration": time.Since(sent).String()}
	if got.status == 0 {
		fields["error"] = err.Error()
		c.log(ctx, slog.LevelDebug, "FullStory did not respond", fields)
		if neverConnected() {
			return &notSentError{err}
		}
		return err
	}
	fields["status"] = got.status
	c.log(ctx, slog.LevelDebug, "FullStory responded", fields)
	return c.judge(r, got, err)
}

// outlive returns a context that ends grace after ctx.
func outlive(ctx context.Context, grace time.Duration) context.Context {
	longer, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	interrupted := fmt.Errorf("no complete response within %s after the interruption", grace)
	context.AfterFunc(ctx, func() { time.AfterFunc(grace, func() { cancel(interrupted) }) })
	return longer
}

func (c *Client) roundTrip(ctx context.Context, client *http.Client, r Request) (response, error) {
	var body io.Reader
	if r.Body != nil {
		body = bytes.NewReader(r.Body)
	}
	req, err := http.NewRequestWithContext(ctx, r.Method, c.url(r).String(), body)
	if err != nil {
		return response{}, err
	}
	req.Header.Set("Accept", "application/json")
	if r.Body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	req.Header.Set("User-Agent", c.userAgent)
	req.Header.Set("Authorization", "Basic "+c.apiKey) // the key itself, not base64 of user:password (documented)
	got, err := client.Do(req)
	if err != nil {
		if wrapped, ok := errors.AsType[*url.Error](err); ok {
			err = wrapped.Err // it repeats the method, and the URL with its query
		}
		return response{}, err
	}
	defer got.Body.Close()
	text, err := io.ReadAll(io.LimitReader(got.Body, maxResponse+1))
	if err == nil && len(text) > maxResponse {
		err = errTooLarge
	}
	return response{status: got.StatusCode, header: got.Header, body: text}, err
}

var errTooLarge = fmt.Errorf("the response is larger than %d MB", maxResponse>>20)

// notContextError keeps a timeout of the network, such as the operating
// system's for a connection, from looking like the end of ctx: errors.Is
// matches both.
func notContextError(ctx context.Context, err error) error {
	if ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded) {
		return errors.New(err.Error())
	}
	return err
}

// traceConnection returns a function that reports whether a failed attempt
// asked for a connection and never got one. It is false if the transport does
// not report connections.
func traceConnection(ctx context.Context) (context.Context, func() bool) {
	var waiting atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { waiting.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { waiting.Store(false) },
	})
	return ctx, waiting.Load
}
