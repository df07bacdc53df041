package fullstory

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// StoreError is an answer of the cloud store that refuses a download.
type StoreError struct {
	Status int
	// Redirect tells that it names another address, which is not followed.
	Redirect bool
	// RetryAfter is what the store asks to wait; 0 where it does not.
	RetryAfter time.Duration
}

func (e *StoreError) Error() string {
	text := fmt.Sprintf("the download link is answered with %d %s", e.Status, http.StatusText(e.Status))
	if e.RetryAfter > 0 {
		text += fmt.Sprintf("; the store asks to wait %s", e.RetryAfter.Round(time.Second))
	}
	return text
}

// transfer is one connection's part of a download.
type transfer struct {
	io.ReadCloser
	ctx   context.Context
	end   func()
	stall *time.Timer
}

// Read waits for a byte only so long. What the reader does in between takes
// the time that it takes.
func (t *transfer) Read(p []byte) (int, error) {
	t.stall.Reset(stallTimeout)
	defer t.stall.Stop()
	return t.ReadCloser.Read(p)
}

// connect opens a transfer from where the download stands. What may pass is
// tried again, as often as any request.
func (d *Download) connect() error {
	var asked time.Duration // by the store
	for {
		if d.failures > 0 {
			pause := backoff(d.client.http.RetryWaitMin, d.client.http.RetryWaitMax, d.failures-1, nil)
			if !sleep(d.ctx, max(pause, asked)) {
				return d.ctx.Err()
			}
		}
		response, err := d.ask() //nolint:bodyclose // the end of the transfer closes it
		if err == nil {
			err = d.accept(response)
		}
		if err == nil || d.client.Restarts(err) > 0 || d.ctx.Err() != nil || !passing(err) {
			return err
		}
		if refusal, ok := errors.AsType[*StoreError](err); ok {
			if asked = refusal.RetryAfter; asked > patience(d.ctx) {
				return err
			}
		}
		if err := d.failed(err); err != nil {
			return err
		}
	}
}

// passing tells whether another connection can fare better.
func passing(err error) bool {
	if _, api := errors.AsType[*LinkError](err); api || isUntrusted(err) {
		return false // the API was asked often enough
	}
	if refusal, ok := errors.AsType[*StoreError](err); ok {
		return refusal.Status >= 500 || refusal.Status == http.StatusTooManyRequests || refusal.Status == http.StatusRequestTimeout
	}
	return true
}

// ask sends the request. A link that the store refuses has expired, most
// likely: a fresh one is asked for, once.
func (d *Download) ask() (*http.Response, error) {
	response, err := d.send()
	if err != nil || !isDeadLink(response.StatusCode) {
		return response, err
	}
	d.hangUp()
	if d.link, err = d.client.FreshLink(d.ctx, d.operation); err != nil {
		return nil, &LinkError{err}
	}
	return d.send()
}

// isDeadLink tells whether a store's answer can mean that a link has expired.
func isDeadLink(status int) bool {
	return status == http.StatusForbidden || status == http.StatusBadRequest || status == http.StatusGone
}

var (
	// errInsecureLink says that a link would carry the data in clear text.
	errInsecureLink = errors.New("the download link is not https")
	errNoAddress    = errors.New("the download link is no address")
)

// send opens a connection, and makes it the download's transfer.
func (d *Download) send() (*http.Response, error) {
	ctx, cancel := context.WithCancelCause(d.ctx)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, d.link.Location.Reveal(), nil)
	if err != nil {
		cancel(nil)
		return nil, &LinkError{errNoAddress} // the error would hold the link
	}
	if request.URL.Scheme != "https" && !isLoopback(request.URL.Hostname()) {
		cancel(nil)
		return nil, &LinkError{errInsecureLink}
	}
	request.Header.Set("User-Agent", d.client.userAgent)
	// As it is stored, or a store that unpacks it could neither go on from the
	// middle nor give the length.
	request.Header.Set("Accept-Encoding", "gzip")
	if d.offset > 0 {
		request.Header.Set("Range", "bytes="+strconv.FormatInt(d.offset, 10)+"-")
		if d.version != "" {
			request.Header.Set("If-Range", d.version)
		}
	}
	stall := time.AfterFunc(stallTimeout, func() { cancel(errTransferStalled) })
	began := time.Now()
	response, err := d.client.store.Do(request)
	stall.Stop()
	fields := map[string]any{"host": request.URL.Host, "offset": d.offset, "duration": time.Since(began).String()}
	if err != nil {
		err = d.client.masked(storeFailure(ctx, err))
		cancel(nil)
		fields["error"] = err.Error()
		d.client.log(d.ctx, "The store did not answer", fields)
		return nil, err
	}
	fields["status"] = response.StatusCode
	d.client.log(d.ctx, "The store answered", fields)
	d.transfer = &transfer{ReadCloser: response.Body, ctx: ctx, stall: stall, end: func() {
		cancel(nil)
		_ = response.Body.Close() // nothing of it is wanted any more
	}}
	return response, nil
}

// storeFailure is why there was no answer, without the link, which url.Error
// repeats.
func storeFailure(ctx context.Context, err error) error {
	if errors.Is(context.Cause(ctx), errTransferStalled) {
		return errTransferStalled
	}
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		err = wrapped.Err
	}
	return notOurs(ctx, err)
}

// accept checks that an answer goes on where the download stands.
func (d *Download) accept(response *http.Response) (err error) {
	defer func() {
		if err != nil {
			d.hangUp()
		}
	}()
	switch status := response.StatusCode; {
	case status == http.StatusOK:
		return d.acceptWhole(response)
	case status == http.StatusPartialContent && d.offset > 0:
		return d.acceptRest(response)
	case status == http.StatusRequestedRangeNotSatisfiable && d.offset > 0:
		return ErrDownloadChanged // it is shorter than what came of it
	default:
		after, _ := retryAfter(response.Header, time.Now())
		return &StoreError{Status: status, Redirect: status >= 300 && status < 400, RetryAfter: after}
	}
}

// acceptWhole takes an answer that begins at the beginning. Where a part was
// handed out already, it must be the same file: then that part is passed over.
func (d *Download) acceptWhole(response *http.Response) error {
	header := response.Header
	if d.offset > 0 {
		d.skip = d.offset
		return d.same(header, response.ContentLength)
	}
	d.version, d.digest, d.total = versionOf(header), digestOf(header), response.ContentLength
	d.sums = checksums(header)
	d.ContentEncoding = strings.ToLower(header.Get("Content-Encoding"))
	d.ContentType, _, _ = mime.ParseMediaType(header.Get("Content-Type"))
	d.FileName = d.client.fileName(header.Get("Content-Disposition"))
	return nil
}

// same tells whether a whole answer is of the file that the download began
// with.
func (d *Download) same(header http.Header, length int64) error {
	version, digest := versionOf(header), digestOf(header)
	same := false
	switch {
	case digest != "" && d.digest != "":
		same = digest == d.digest
	case version != "" && d.version != "":
		same = version == d.version
	case length == d.total:
		return fmt.Errorf("the download broke off after %d bytes: %w", d.offset, ErrNotResumable)
	}
	if !same || length != d.total {
		return ErrDownloadChanged
	}
	return nil
}

// acceptRest takes the answer to a Range request.
func (d *Download) acceptRest(response *http.Response) error {
	var from, to, total int64
	_, err := fmt.Sscanf(response.Header.Get("Content-Range"), "bytes %d-%d/%d", &from, &to, &total)
	if err != nil || from != d.offset || d.total >= 0 && total != d.total {
		return ErrDownloadChanged
	}
	if version := versionOf(response.Header); d.version != "" && version != d.version {
		return ErrDownloadChanged
	}
	d.skip = 0
	return nil
}

// versionOf is what two answers about the same file share: a strong ETag, or
// the time of modification.
func versionOf(header http.Header) string {
	if tag := header.Get("ETag"); tag != "" && !strings.HasPrefix(tag, "W/") {
		return tag
	}
	return header.Get("Last-Modified")
}

// digestOf is what tells a file by its content.
func digestOf(header http.Header) string { return strings.Join(header.Values("X-Goog-Hash"), ",") }

// fileName reads a Content-Disposition; it is data, to be shown and not used.
func (c *Client) fileName(disposition string) string {
	_, parameters, err := mime.ParseMediaType(disposition)
	if err != nil {
		return ""
	}
	return c.show(parameters["filename"])
}
