package fullstory

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

	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

// stallTimeout is how long a connection may deliver no byte before it counts as
// interrupted. A download as a whole has no limit.
const stallTimeout = 60 * time.Second

var errStalled = fmt.Errorf("no byte arrived for %s", stallTimeout)

// fileBody is the response body of one connection.
type fileBody struct {
	io.ReadCloser
	ctx   context.Context // of the request; it holds the cause of its end
	close func()
	stall *time.Timer
}

// Read limits the time that it waits for a byte, not the time between reads.
func (b *fileBody) Read(p []byte) (int, error) {
	b.stall.Reset(stallTimeout)
	defer b.stall.Stop()
	return b.ReadCloser.Read(p)
}

// cause returns why the body failed with err.
func (b *fileBody) cause(err error) error {
	if errors.Is(context.Cause(b.ctx), errStalled) {
		return errStalled // err is the context's
	}
	return err
}

// connect opens a connection that continues at the file's offset. Transient
// failures are retried.
func (f *File) connect() error {
	if f.offset > 0 && f.version == "" {
		f.offset = 0 // the rest could be that of another file
		return ErrRestart
	}
	var pause time.Duration // that the store asked for in its last response
	for {
		if f.failures > 0 && !rest.Sleep(f.ctx, max(pause, rest.Backoff(f.failures-1))) {
			return f.ctx.Err()
		}
		err := f.request()
		if err == nil {
			return nil
		}
		if f.ctx.Err() != nil {
			return f.ctx.Err()
		}
		if !reconnects(err) {
			return err
		}
		pause = 0
		if refusal, ok := errors.AsType[*StoreError](err); ok {
			if pause = refusal.RetryAfter; pause > rest.MaxRetryAfter(f.ctx) {
				return err
			}
		}
		if err := f.failed(err); err != nil {
			return err
		}
	}
}

// reconnects reports whether another connection can succeed.
func reconnects(err error) bool {
	_, noLink := errors.AsType[*LinkError](err) // the client has retried it
	if refusal, ok := errors.AsType[*StoreError](err); ok {
		return refusal.Status >= 500 || refusal.Status == http.StatusTooManyRequests || refusal.Status == http.StatusRequestTimeout
	}
	return !noLink && !rest.IsUntrusted(err) && !errors.Is(err, ErrRestart)
}

// request sends the request. If the store refuses the link, it has most likely
// expired: the request is repeated once with a fresh one.
func (f *File) request() error {
	response, err := f.send() //nolint:bodyclose // the file closes it
	if err != nil {
		return err
	}
	switch response.StatusCode {
	case http.StatusBadRequest, http.StatusForbidden, http.StatusGone:
		_ = f.Close() // it returns no error
		if f.link, err = f.client.freshLink(f.ctx, f.operation); err != nil {
			return &LinkError{err}
		}
		if response, err = f.send(); err != nil { //nolint:bodyclose // see above
			return err
		}
	}
	return f.accept(response)
}

// send opens a connection. The stall timer does not run while the transport
// establishes it, which has its own time limits.
func (f *File) send() (*http.Response, error) {
	ctx, cancel := context.WithCancelCause(f.ctx)
	stall := time.AfterFunc(stallTimeout, func() { cancel(errStalled) })
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { stall.Stop() },
		GotConn: func(httptrace.GotConnInfo) { stall.Reset(stallTimeout) },
	})
	// gzip is requested explicitly, so that the store sends the stored bytes: with
	// their length, and resumable.
	header := http.Header{"Accept-Encoding": {"gzip"}}
	if f.offset > 0 {
		header.Set("Range", "bytes="+strconv.FormatInt(f.offset, 10)+"-")
		header.Set("If-Range", f.version)
	}
	response, err := f.client.rest.Fetch(ctx, f.link.Location, header)
	stall.Stop()
	if err != nil {
		defer cancel(nil)
		if errors.Is(err, rest.ErrUnusableLink) {
			return nil, &LinkError{err}
		}
		return nil, (&fileBody{ctx: ctx}).cause(err)
	}
	f.body = &fileBody{ReadCloser: response.Body, ctx: ctx, stall: stall, close: func() {
		cancel(nil)
		_ = response.Body.Close() // the rest is not wanted
	}}
	return response, nil
}

// accept checks that a response continues at the file's offset. A store that
// cannot resume sends the whole file: reading then starts again with it.
func (f *File) accept(response *http.Response) error {
	resumes := f.offset > 0
	switch status := response.StatusCode; {
	case status == http.StatusOK:
		f.begin(response)
		if resumes {
			return ErrRestart
		}
		return nil
	case status == http.StatusPartialContent && resumes && f.continues(response.Header):
		return nil
	case resumes && (status == http.StatusPartialContent || status == http.StatusRequestedRangeNotSatisfiable):
		_ = f.Close() // it returns no error
		f.offset = 0
		return ErrRestart
	default:
		_ = f.Close() // it returns no error
		after, _ := rest.RetryAfter(response.Header, time.Now())
		return &StoreError{Status: status, Location: f.client.rest.RedirectTarget(response.Header), RetryAfter: after}
	}
}

// begin reads the header of a response with the whole file.
func (f *File) begin(response *http.Response) {
	header := response.Header
	f.offset, f.Size, f.version = 0, response.ContentLength, versionOf(header)
	f.ContentType, _, _ = mime.ParseMediaType(header.Get("Content-Type"))
	f.ContentEncoding = strings.Join(header.Values("Content-Encoding"), ",")
	_, parameters, _ := mime.ParseMediaType(header.Get("Content-Disposition")) // no parameters if it is invalid
	f.Name = f.client.rest.Text(parameters["filename"])
}

// continues reports whether the response to a range request continues the file.
func (f *File) continues(header http.Header) bool {
	if versionOf(header) != f.version {
		return false
	}
	positions, size, found := strings.Cut(header.Get("Content-Range"), "/")
	from, _, _ := strings.Cut(strings.TrimPrefix(positions, "bytes "), "-")
	if !found || from != strconv.FormatInt(f.offset, 10) {
		return false
	}
	total, err := strconv.ParseInt(size, 10, 64)
	if err != nil {
		return size == "*" // the store does not know the size
	}
	if f.Size < 0 {
		f.Size = total
	}
	return total == f.Size
}

// versionOf returns what identifies a version of the file: a strong ETag, or
// the time of its last modification. Without either it is empty.
func versionOf(header http.Header) string {
	if tag := header.Get("ETag"); tag != "" && !strings.HasPrefix(tag, "W/") {
		return tag
	}
	return header.Get("Last-Modified")
}
