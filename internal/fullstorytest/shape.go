package fullstorytest

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"
)

// pieces is how many pieces a body trickles in.
const pieces = 20

// A shape is how the body of an answer goes wrong.
type shape struct {
	halfOnly bool          // Only half of it is sent,
	hang     bool          // and then nothing happens, instead of the end.
	pause    time.Duration // Before each piece.

	cut       bool // The connection drops after cutAfter bytes.
	cutAfter  int64
	flip      bool // A bit of the byte at flipAt is wrong.
	flipAt    int64
	lengthOff int64 // By how much the announced length is wrong.
}

var errCutShort = errors.New("fullstorytest: the answer was cut short")

// shapedWriter sends a body in a shape. It has no ReadFrom, so every byte of a download passes through Write.
type shapedWriter struct {
	http.ResponseWriter
	ctx   context.Context
	shape shape
	total int64 // Length of the body in bytes; 0 is not known, and then nothing is cut.
	sent  int64
}

func (w *shapedWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *shapedWriter) WriteHeader(status int) {
	w.total, _ = strconv.ParseInt(w.Header().Get("Content-Length"), 10, 64)
	if w.shape.lengthOff != 0 {
		w.Header().Set("Content-Length", strconv.FormatInt(w.total+w.shape.lengthOff, 10))
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *shapedWriter) Write(p []byte) (int, error) {
	written := 0
	for len(p) > 0 {
		room := int64(len(p))
		if w.shape.halfOnly && w.total > 0 {
			room = min(room, w.total/2-w.sent)
		}
		if w.shape.cut {
			if room = min(room, w.shape.cutAfter-w.sent); room <= 0 {
				w.dropAfterFlush()
			}
		}
		if room <= 0 {
			return written, w.cut()
		}
		if off := w.shape.lengthOff; off < 0 && w.total > 0 {
			if room = min(room, w.total+off-w.sent); room <= 0 {
				return written + len(p), nil // What was not announced cannot be sent.
			}
		}
		if at := w.shape.flipAt - w.sent; w.shape.flip && at >= 0 && at < room {
			p = bytes.Clone(p)
			p[at] ^= 1
		}
		if w.shape.pause > 0 {
			room = min(room, w.total/pieces+1)
			if !sleep(w.ctx, w.shape.pause) {
				drop(w)
			}
		}
		n, err := w.ResponseWriter.Write(p[:room])
		written += n
		w.sent += int64(n)
		if err == nil {
			err = http.NewResponseController(w.ResponseWriter).Flush()
		}
		if err != nil {
			return written, err
		}
		p = p[room:]
	}
	return written, nil
}

// cut ends the body at its half. The server behind w sees that less was sent than announced, and hangs up.
func (w *shapedWriter) cut() error {
	if w.shape.hang {
		_ = http.NewResponseController(w.ResponseWriter).Flush()
		<-w.ctx.Done()
		drop(w)
	}
	return errCutShort
}

// dropAfterFlush breaks the connection off in order, so that what was sent arrives: a reset may overtake it.
func (w *shapedWriter) dropAfterFlush() {
	_ = http.NewResponseController(w.ResponseWriter).Flush()
	panic(http.ErrAbortHandler)
}
