package exportfile

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

// source is an export's file in the store, read as one stream. An interrupted
// transfer is resumed where it stopped, with a fresh link if the old one has
// expired. At its end, length and checksums have been verified.
//
// It is used by one goroutine at a time.
type source struct {
	ctx       context.Context
	client    *fullstory.Client
	operation fullstory.Operation
	link      fullstory.Link

	body     *body // nil between two connections
	offset   int64 // bytes delivered
	total    int64 // size of the whole file; -1 if unknown
	version  string
	sums     []checksum
	failures int // in a row, without a new byte
	restarts int
	err      error // every further read returns it

	fileName    string
	contentType string
}

// errRestart is the error if the file has to be read from its first byte again:
// the store cannot resume, or the file changed. See [source.restart].
var errRestart = errors.New("the store cannot resume the download, or the file changed meanwhile")

// openSource connects to the file of a completed export.
func openSource(ctx context.Context, client *fullstory.Client, operation fullstory.Operation) (*source, error) {
	link, err := client.DownloadLink(ctx, operation)
	if err != nil {
		return nil, &LinkError{err}
	}
	s := &source{ctx: ctx, client: client, operation: operation, link: link, total: -1}
	return s, s.connect()
}

// Read implements [io.Reader]. It returns [io.EOF] only for a verified file.
func (s *source) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	for s.err == nil {
		if s.body == nil {
			if s.err = s.connect(); s.err != nil {
				break
			}
		}
		n, err := s.body.Read(p)
		s.received(p[:n])
		switch {
		case err == nil:
		case errors.Is(err, io.EOF) && (s.total < 0 || s.offset == s.total):
			if s.err = s.verify(); s.err == nil {
				s.err = io.EOF
			}
		default:
			s.err = s.interrupted(err)
		}
		if n > 0 {
			return n, s.err
		}
	}
	return 0, s.err
}

func (s *source) received(p []byte) {
	if len(p) == 0 {
		return
	}
	s.failures = 0
	s.offset += int64(len(p))
	for _, sum := range s.sums {
		_, _ = sum.hash.Write(p) // a hash never fails
	}
}

// interrupted closes a connection that failed. The error is nil if another one
// may resume.
func (s *source) interrupted(err error) error {
	err = s.client.RedactError(s.body.cause(err))
	s.close()
	if s.ctx.Err() != nil {
		return s.ctx.Err()
	}
	s.client.Log(s.ctx, "A download was interrupted", map[string]any{
		"offset": s.offset, "total": s.total, "error": err.Error(),
	})
	return s.failed(err)
}

// failed counts a failure and returns it if it was one too many.
func (s *source) failed(err error) error {
	if s.failures++; s.failures > s.client.MaxRetries() {
		return fmt.Errorf("the download was interrupted after %d bytes: %w", s.offset, err)
	}
	return nil
}

// restart prepares the source to be read from the first byte again, as often as
// a request is retried.
func (s *source) restart() error {
	if s.restarts++; s.restarts > s.client.MaxRetries() {
		return errRestart
	}
	s.err = nil
	return nil
}

func (s *source) close() {
	if s.body != nil {
		s.body.close()
		s.body = nil
	}
}
