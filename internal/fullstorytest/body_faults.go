package fullstorytest

import (
	"context"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"time"
)

// StallBody sends the header and half of the body, then nothing until the
// client disconnects or the server is closed.
func StallBody() Fault {
	return Fault{body: func(b *bodySender) {
		b.announce(len(b.body))
		b.send(b.body[:len(b.body)/2])
		<-b.ctx.Done()
		drop(b.w)
	}}
}

// Trickle sends the body in at most twenty parts, with a pause before each.
func Trickle(pause time.Duration) Fault {
	return Fault{body: func(b *bodySender) {
		b.announce(len(b.body))
		for part := range slices.Chunk(b.body, len(b.body)/20+1) {
			if !sleep(b.ctx, pause) {
				drop(b.w)
			}
			b.send(part)
		}
	}}
}

// TruncatedBody announces the whole body, sends half of it and closes the
// connection.
func TruncatedBody() Fault {
	return Fault{body: func(b *bodySender) { b.cutAfter(len(b.body) / 2) }}
}

// CutAfter announces the whole body, sends n bytes of it and closes the
// connection.
func CutAfter(n int64) Fault {
	return Fault{body: func(b *bodySender) { b.cutAfter(int(n)) }}
}

// FlippedBit sends the whole body with one bit of the byte at an offset
// inverted.
func FlippedBit(at int64) Fault {
	return Fault{body: func(b *bodySender) {
		if at < int64(len(b.body)) {
			b.body[at] ^= 1
		}
		b.announce(len(b.body))
		b.send(b.body)
	}}
}

// WrongLength announces a body that is longer than the real one by so many
// bytes.
func WrongLength(by int64) Fault {
	return Fault{body: func(b *bodySender) {
		b.announce(len(b.body) + int(by))
		b.send(b.body)
	}}
}

// BOM sends a UTF-8 byte order mark before the body.
func BOM() Fault {
	return Fault{body: func(b *bodySender) {
		b.announce(len(bom) + len(b.body))
		b.send([]byte(bom))
		b.send(b.body)
	}}
}

// bom is the UTF-8 byte order mark.
const bom = "\ufeff"

// bodySender sends a complete response as a fault wants it.
type bodySender struct {
	w      http.ResponseWriter
	ctx    context.Context
	status int
	body   []byte
}

// withBodyFault returns a response with the header of another one, and the body
// that a fault makes of its body, which is kept in memory.
func withBodyFault(respond response, fault func(*bodySender)) response {
	return func(w http.ResponseWriter, r *http.Request) {
		recorded := httptest.NewRecorder()
		respond(recorded, r)
		maps.Copy(w.Header(), recorded.Header())
		fault(&bodySender{w, r.Context(), recorded.Code, recorded.Body.Bytes()})
	}
}

// announce sends the header.
func (b *bodySender) announce(length int) {
	b.w.Header().Set("Content-Length", strconv.Itoa(length))
	b.w.WriteHeader(b.status)
}

// send sends a part of the body at once.
func (b *bodySender) send(part []byte) {
	_, _ = b.w.Write(part) // the client may have closed the connection
	_ = http.NewResponseController(b.w).Flush()
}

// cutAfter closes the connection in order, so that what was sent arrives: a
// reset may overtake it.
func (b *bodySender) cutAfter(n int) {
	b.announce(len(b.body))
	b.send(b.body[:min(n, len(b.body))])
	if n < len(b.body) {
		panic(http.ErrAbortHandler)
	}
}
