package fullstory

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"
)

// stallTimeout is how long a transfer may go without a byte before it counts as
// cut. There is no limit on the whole time: an export may have any size.
const stallTimeout = 60 * time.Second

var (
	// ErrDownloadChanged says that the file behind a download is not the one that
	// its beginning was of: begin anew.
	ErrDownloadChanged = errors.New("the file changed while it was downloaded")
	// ErrNotResumable says that nobody knows whether it is: begin anew, too.
	ErrNotResumable = errors.New("the store sends files from the beginning only, and does not tell whether this is the same one")
)

// Restarts is how often a download that ended in err is worth beginning anew. A
// file that changes time and again has something wrong with it; a connection
// that breaks is tried again as often as any request.
func (c *Client) Restarts(err error) int {
	switch {
	case errors.Is(err, ErrDownloadChanged):
		return 3
	case errors.Is(err, ErrNotResumable):
		return c.http.RetryMax
	}
	return 0
}

// ErrNotData says that what a store sent is a page, and not an export.
var ErrNotData = errors.New("it is a web page or an error message, and not an export")

// LinkError says that the API gave no link to a file, or none that can be used.
type LinkError struct{ Err error }

func (e *LinkError) Error() string { return e.Err.Error() }
func (e *LinkError) Unwrap() error { return e.Err }

// errTransferStalled is what a cut for want of bytes ends in.
var errTransferStalled = fmt.Errorf("no byte came for %s", stallTimeout)

// Download is the file of a completed export, as the store holds it: usually
// gzip (observed). It goes on from where a connection broke, with a fresh link
// where the old one died, so that a reader sees one stream. At the end of it
// the store's own checksums and length have been verified.
//
// It is read by one goroutine.
type Download struct {
	// FileName is the store's name for the file, from Content-Disposition; it
	// may be empty, and is never to be used as a path.
	FileName string
	// ContentEncoding is the header of that name.
	ContentEncoding string
	// ContentType is the media type that the store declares, if any.
	ContentType string

	client    *Client
	ctx       context.Context
	operation Operation
	link      Link

	transfer *transfer // nil between two connections
	offset   int64     // bytes handed out
	skip     int64     // bytes of this transfer that were handed out before
	total    int64     // of the whole file; -1 where the store does not tell
	version  string
	digest   string
	sums     []checksum
	failures int // in a row, without a new byte in between
}

// Download opens the file of a completed export. The error is a [*LinkError]
// where there is no link, a [*StoreError] where the store refuses, and else
// about the connection; none holds the link. The end of ctx ends the download.
func (c *Client) Download(ctx context.Context, operation Operation) (*Download, error) {
	link, err := c.DownloadLink(ctx, operation)
	if err != nil {
		return nil, &LinkError{err}
	}
	d := &Download{client: c, ctx: ctx, operation: operation, link: link, total: -1}
	if err := d.connect(); err != nil {
		return nil, err
	}
	return d, nil
}

// Read reads on. The error at the end is [io.EOF] only where all that can be
// verified holds.
func (d *Download) Read(p []byte) (int, error) {
	for {
		if d.transfer == nil {
			if err := d.connect(); err != nil {
				return 0, err
			}
		}
		n, err := d.transfer.Read(p)
		n = d.take(p[:n])
		switch {
		case err == nil && n == 0:
			continue
		case err == nil:
			return n, nil
		case errors.Is(err, io.EOF) && d.skip == 0 && (d.total < 0 || d.offset == d.total):
			return n, d.verified()
		}
		if err := d.broke(err); err != nil || n > 0 {
			return n, err
		}
	}
}

// take counts what came, and moves what is new to the front.
func (d *Download) take(p []byte) int {
	again := min(d.skip, int64(len(p)))
	d.skip -= again
	n := copy(p, p[again:])
	if n == 0 {
		return 0
	}
	d.failures = 0
	d.offset += int64(n)
	for _, sum := range d.sums {
		_, _ = sum.hash.Write(p[:n]) // a hash never fails
	}
	return n
}

// broke ends a transfer that broke; the error is nil where another may go on.
func (d *Download) broke(err error) error {
	if cause := context.Cause(d.transfer.ctx); cause != nil && d.ctx.Err() == nil {
		err = cause // a stall shows as the end of the transfer's context
	}
	err = d.client.masked(err)
	d.hangUp()
	if d.ctx.Err() != nil {
		return d.ctx.Err()
	}
	d.client.log(d.ctx, "A download broke off", map[string]any{
		"offset": d.offset, "total": d.total, "error": err.Error(),
	})
	return d.failed(err)
}

// failed counts a failure, and returns it where it was one too many.
func (d *Download) failed(err error) error {
	if d.failures++; d.failures > d.client.http.RetryMax {
		return fmt.Errorf("the download broke off after %d bytes: %w", d.offset, err)
	}
	return nil
}

func (d *Download) hangUp() {
	if d.transfer != nil {
		d.transfer.end()
		d.transfer = nil
	}
}

// Close ends the download.
func (d *Download) Close() error {
	d.hangUp()
	return nil
}
