package exportfile

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/http/httptrace"
	"strconv"
	"strings"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

// stallTimeout is how long a connection may deliver no byte before it counts as
// interrupted. A download as a whole has no limit.
const stallTimeout = 60 * time.Second

var errStalled = fmt.Errorf("no byte arrived for %s", stallTimeout)

// body is the response body of one connection.
type body struct {
	io.ReadCloser
	ctx   context.Context
	close func()
	stall *time.Timer
}

// Read limits the time that it waits for a byte, not the time between reads.
func (b *body) Read(p []byte) (int, error) {
	b.stall.Reset(stallTimeout)
	defer b.stall.Stop()
	return b.ReadCloser.Read(p)
}

// cause returns why the body failed with err.
func (b *body) cause(err error) error {
	if errors.Is(context.Cause(b.ctx), errStalled) {
		return errStalled // err is the context's
	}
	return err
}

// connect opens a connection that continues at the source's offset. Transient
// failures are retried.
func (s *source) connect() error {
	var pause time.Duration // that the store asked for in its last response
	for {
		if s.failures > 0 && !rest.Sleep(s.ctx, max(pause, rest.Backoff(s.failures-1))) {
			return s.ctx.Err()
		}
		err := s.request()
		if err == nil {
			return nil
		}
		if s.ctx.Err() != nil {
			return s.ctx.Err()
		}
		if !isTransient(err) {
			return err
		}
		pause = 0
		if refusal, ok := errors.AsType[*StoreError](err); ok {
			if pause = refusal.RetryAfter; pause > fullstory.MaxRetryAfter(s.ctx) {
				return err
			}
		}
		if err := s.failed(err); err != nil {
			return err
		}
	}
}

// isTransient reports whether another connection can succeed.
func isTransient(err error) bool {
	_, noLink := errors.AsType[*LinkError](err) // the client has retried it
	_, encoding := errors.AsType[*EncodingError](err)
	if refusal, ok := errors.AsType[*StoreError](err); ok {
		return refusal.Status >= 500 || refusal.Status == http.StatusTooManyRequests || refusal.Status == http.StatusRequestTimeout
	}
	return !noLink && !rest.IsUntrusted(err) && !encoding && !errors.Is(err, errRestart)
}

// request sends the request. If the store refuses the link, it has most likely
// expired: the request is repeated once with a fresh one.
func (s *source) request() error {
	response, err := s.send() //nolint:bodyclose // the source closes it
	if err != nil {
		return err
	}
	switch response.StatusCode {
	case http.StatusBadRequest, http.StatusForbidden, http.StatusGone:
		s.close()
		if s.link, err = s.client.FreshLink(s.ctx, s.operation); err != nil {
			return &LinkError{err}
		}
		if response, err = s.send(); err != nil { //nolint:bodyclose // see above
			return err
		}
	}
	return s.validate(response)
}

// send opens a connection. The stall timer does not run while the transport
// establishes it, which has its own time limits.
func (s *source) send() (*http.Response, error) {
	ctx, cancel := context.WithCancelCause(s.ctx)
	stall := time.AfterFunc(stallTimeout, func() { cancel(errStalled) })
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { stall.Stop() },
		GotConn: func(httptrace.GotConnInfo) { stall.Reset(stallTimeout) },
	})
	// gzip is requested explicitly, so that the store sends the stored bytes: with
	// their length, and resumable.
	header := http.Header{"Accept-Encoding": {"gzip"}}
	if s.offset > 0 {
		header.Set("Range", "bytes="+strconv.FormatInt(s.offset, 10)+"-")
		if s.version != "" {
			header.Set("If-Range", s.version)
		}
	}
	response, err := s.client.GetSigned(ctx, s.link, header)
	stall.Stop()
	if err != nil {
		defer cancel(nil)
		if errors.Is(err, rest.ErrUnusableLink) {
			return nil, &LinkError{err}
		}
		return nil, (&body{ctx: ctx}).cause(err)
	}
	s.body = &body{ReadCloser: response.Body, ctx: ctx, stall: stall, close: func() {
		cancel(nil)
		_ = response.Body.Close() // the rest is not wanted
	}}
	return response, nil
}

// validate checks that a response continues at the source's offset. A store
// that cannot resume sends the whole file: the source then starts again with
// it.
func (s *source) validate(response *http.Response) error {
	restarts := s.offset > 0
	switch status := response.StatusCode; {
	case status == http.StatusOK:
		if err := s.begin(response); err != nil || !restarts {
			return err
		}
		return errRestart
	case status == http.StatusPartialContent && restarts && s.continues(response.Header):
		return nil
	case restarts && (status == http.StatusPartialContent || status == http.StatusRequestedRangeNotSatisfiable):
		s.close()
		s.offset = 0
		return errRestart
	default:
		s.close()
		after, _ := rest.RetryAfter(response.Header, time.Now())
		return &StoreError{Status: status, Location: s.client.RedirectTarget(response.Header), RetryAfter: after}
	}
}

// begin reads the header of a response with the whole file.
func (s *source) begin(response *http.Response) error {
	header := response.Header
	for coding := range strings.SplitSeq(strings.Join(header.Values("Content-Encoding"), ","), ",") {
		switch strings.ToLower(strings.TrimSpace(coding)) {
		case "", "identity", "gzip", "x-gzip": // gzip is recognized by its content
		default:
			s.close()
			return &EncodingError{s.client.Sanitize(strings.TrimSpace(coding))}
		}
	}
	s.offset, s.total, s.version, s.sums = 0, response.ContentLength, versionOf(header), checksums(header)
	s.contentType, _, _ = mime.ParseMediaType(header.Get("Content-Type"))
	s.fileName = fileName(s.client, header.Get("Content-Disposition"))
	return nil
}

// fileName returns the file name in a Content-Disposition, safe to display. It
// is never used as a path.
func fileName(client *fullstory.Client, disposition string) string {
	_, parameters, err := mime.ParseMediaType(disposition)
	if err != nil {
		return ""
	}
	return client.Sanitize(parameters["filename"])
}

// continues reports whether the response to a range request continues the file.
func (s *source) continues(header http.Header) bool {
	version := versionOf(header)
	if s.version != "" && version != s.version {
		return false
	}
	positions, size, found := strings.Cut(header.Get("Content-Range"), "/")
	from, _, _ := strings.Cut(strings.TrimPrefix(positions, "bytes "), "-")
	if !found || from != strconv.FormatInt(s.offset, 10) {
		return false
	}
	total, err := strconv.ParseInt(size, 10, 64)
	if err != nil {
		return size == "*" // the store does not know the size
	}
	if s.total < 0 {
		s.total = total
	}
	return total == s.total
}

// versionOf returns what identifies a version of the file: a strong ETag, or
// the time of its last modification.
func versionOf(header http.Header) string {
	if tag := header.Get("ETag"); tag != "" && !strings.HasPrefix(tag, "W/") {
		return tag
	}
	return header.Get("Last-Modified")
}
