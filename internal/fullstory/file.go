package fullstory

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

// File is the file of a completed export, read from the store as one stream. An
// interrupted or stalled transfer is resumed where it stopped, with a fresh
// link if the old one has expired.
//
// It is used by one goroutine at a time.
type File struct {
	// Name is the store's name for the file. It is safe to display, is not to
	// be used as a path, and may be empty.
	Name rest.Text
	// Size is the number of bytes; -1 if the store does not report it.
	Size int64
	// ContentType is the media type without parameters.
	ContentType string
	// ContentEncoding is the header as it was sent.
	ContentEncoding string

	ctx       context.Context // of OpenFile; io.Reader has none
	client    *Client
	operation Operation
	link      Link

	body     *fileBody // nil between two connections
	offset   int64     // bytes delivered
	version  string
	failures int // in a row, without a new byte
	restarts int
	err      error // every further read returns it
}

// ErrRestart is the error of a read if the file has to be read from its first
// byte again: the store cannot resume, or the file changed. See [File.Restart].
var ErrRestart = errors.New("the store cannot resume the download, or the file changed meanwhile")

// LinkError is the error if the API returned no usable download link.
type LinkError struct{ Err error }

func (e *LinkError) Error() string { return e.Err.Error() }
func (e *LinkError) Unwrap() error { return e.Err }

// StoreError is a response of the cloud store that refuses a download.
type StoreError struct {
	Status int
	// Location is the scheme and host that a redirect leads to; redirects are
	// not followed.
	Location rest.Text
	// RetryAfter is how long the store asks to wait; 0 if it does not.
	RetryAfter time.Duration
}

func (e *StoreError) Error() string {
	text := fmt.Sprintf("the store responded with %d %s", e.Status, http.StatusText(e.Status))
	if e.Location != "" {
		text += " to " + string(e.Location)
	}
	if e.RetryAfter > 0 {
		text += fmt.Sprintf(" and asks to retry after %s", e.RetryAfter.Round(time.Second))
	}
	return text
}

// IsRedirect reports whether the store redirected the request. A 304 leads
// nowhere.
func (e *StoreError) IsRedirect() bool {
	return e.Status/100 == 3 && e.Status != http.StatusNotModified
}

// OpenFile connects to the file of a completed export. The caller closes it.
// Reads end with ctx.
//
// That the store resumes a download and identifies the file by a header is
// inferred; where it does not, the download starts again.
func (c *Client) OpenFile(ctx context.Context, operation Operation) (*File, error) {
	f := &File{Size: -1, ctx: ctx, client: c}
	err := c.patiently(ctx, operation, func(operation Operation) (err error) {
		f.operation = operation
		if f.link, err = c.downloadLink(ctx, operation); err != nil {
			return &LinkError{err}
		}
		return f.connect()
	})
	if err != nil {
		return nil, err
	}
	return f, nil
}

// Read implements [io.Reader]. It returns [io.EOF] only if as many bytes have
// arrived as the store announced.
func (f *File) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	for f.err == nil {
		if f.body == nil {
			if f.err = f.connect(); f.err != nil {
				break
			}
		}
		n, err := f.body.Read(p)
		if n > 0 {
			f.failures = 0
			f.offset += int64(n)
		}
		switch {
		case err == nil:
		case errors.Is(err, io.EOF) && (f.Size < 0 || f.offset == f.Size):
			f.err = io.EOF
		default:
			f.err = f.interrupted(err)
		}
		if n > 0 {
			return n, f.err
		}
	}
	return 0, f.err
}

// Restart prepares the file to be read from the first byte again after
// [ErrRestart]. The file may have another name, size and type then. It may be
// restarted as often as a request is retried.
func (f *File) Restart() error {
	if f.restarts++; f.restarts > f.client.rest.MaxRetries() {
		return ErrRestart
	}
	f.err = nil
	return nil
}

// Close closes the connection, if there is one.
func (f *File) Close() error {
	if f.body != nil {
		f.body.close()
		f.body = nil
	}
	return nil
}

// Excerpt returns the beginning of a text that was read from the file, fit to
// be shown: an error message of a store quotes the link.
func (f *File) Excerpt(text []byte) string {
	return string(f.client.rest.Text(string(text[:min(len(text), 200)])))
}

// interrupted closes a connection that failed. The error is nil if another one
// may resume.
func (f *File) interrupted(err error) error {
	err = f.client.rest.RedactError(f.body.cause(err))
	_ = f.Close() // it returns no error
	if f.ctx.Err() != nil {
		return f.ctx.Err()
	}
	f.client.log(f.ctx, slog.LevelDebug, "A download was interrupted", map[string]any{
		"offset": f.offset, "total": f.Size, "error": err.Error(),
	})
	return f.failed(err)
}

// failed counts a failure and returns it if it was one too many.
func (f *File) failed(err error) error {
	if f.failures++; f.failures > f.client.rest.MaxRetries() {
		return fmt.Errorf("the download was interrupted after %d bytes: %w", f.offset, err)
	}
	return nil
}
