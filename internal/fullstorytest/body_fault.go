package fullstorytest

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"
)

// trickleParts is the number of parts in which [Trickle] sends a body.
const trickleParts = 20

// bom is the UTF-8 byte order mark.
const bom = "\ufeff"

// bodyFault defines what goes wrong with the body of a response.
type bodyFault struct {
	prefix   string        // sent before the body
	halfOnly bool          // only half of it is sent,
	hang     bool          // and then nothing, instead of the end
	pause    time.Duration // before each part

	cut       bool // the connection drops after cutAfter bytes
	cutAfter  int64
	flip      bool // a bit of the byte at flipAt is inverted
	flipAt    int64
	lengthOff int64 // added to the announced length
}

var errBodyCut = errors.New("fullstorytest: the body was cut")

// bodyFaultWriter applies a body fault. It has no ReadFrom, so that every byte
// of a download passes through Write.
type bodyFaultWriter struct {
	http.ResponseWriter
	ctx    context.Context
	fault  bodyFault
	length int64 // of the body; 0 if unknown, which disables cuts
	sent   int64
}

func (w *bodyFaultWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *bodyFaultWriter) WriteHeader(status int) {
	w.length, _ = strconv.ParseInt(w.Header().Get("Content-Length"), 10, 64)
	if off := w.fault.lengthOff + int64(len(w.fault.prefix)); off != 0 && w.length > 0 {
		w.Header().Set("Content-Length", strconv.FormatInt(w.length+off, 10))
	}
	w.ResponseWriter.WriteHeader(status)
	if w.fault.prefix != "" {
		_, _ = w.ResponseWriter.Write([]byte(w.fault.prefix)) // the client may have closed the connection
	}
}

func (w *bodyFaultWriter) Write(p []byte) (int, error) {
	written := 0
	for len(p) > 0 {
		part, err := w.nextPart(p)
		if err != nil {
			return written, err
		}
		if len(part) == 0 {
			return written + len(p), nil // as far as the server is concerned
		}
		n, err := w.ResponseWriter.Write(part)
		written += n
		w.sent += int64(n)
		if err == nil {
			err = http.NewResponseController(w.ResponseWriter).Flush()
		}
		if err != nil {
			return written, err
		}
		p = p[len(part):]
	}
	return written, nil
}

// nextPart returns what to send next of p, which is nothing if the rest was not
// announced.
func (w *bodyFaultWriter) nextPart(p []byte) ([]byte, error) {
	room := int64(len(p))
	if w.fault.halfOnly && w.length > 0 {
		if room = min(room, w.length/2-w.sent); room <= 0 {
			return nil, w.endAtHalf()
		}
	}
	if w.fault.cut {
		if room = min(room, w.fault.cutAfter-w.sent); room <= 0 {
			w.abort()
		}
	}
	if off := w.fault.lengthOff; off < 0 && w.length > 0 {
		if room = min(room, w.length+off-w.sent); room <= 0 {
			return nil, nil
		}
	}
	if w.fault.pause > 0 {
		room = min(room, w.length/trickleParts+1)
		if !sleep(w.ctx, w.fault.pause) {
			drop(w)
		}
	}
	part := p[:room]
	if at := w.fault.flipAt - w.sent; w.fault.flip && at >= 0 && at < room {
		part = bytes.Clone(part)
		part[at] ^= 1
	}
	return part, nil
}

// endAtHalf ends the body. The server sees that less was sent than announced,
// and closes the connection.
func (w *bodyFaultWriter) endAtHalf() error {
	if w.fault.hang {
		_ = http.NewResponseController(w.ResponseWriter).Flush()
		<-w.ctx.Done()
		drop(w)
	}
	return errBodyCut
}

// abort closes the connection in order, so that what was sent arrives: a reset
// may overtake it.
func (w *bodyFaultWriter) abort() {
	_ = http.NewResponseController(w.ResponseWriter).Flush()
	panic(http.ErrAbortHandler)
}
