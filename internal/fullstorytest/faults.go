package fullstorytest

import (
	"maps"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Fault is one thing that goes wrong with one request. The functions below
// return faults. The zero Fault lets a request pass, as a placeholder in a
// sequence of faults.
type Fault struct {
	noEffect    bool              // the request is not carried out
	status      int               // the status of an error instead of the real response
	custom      response          // a response instead of the real one
	header      map[string]string // set on the response
	body        func(*bodySender) // sends the response's body
	unreachable error             // the request never reaches the server
}

// response returns what to send instead of the real response, or nil.
func (f Fault) response(s *Server) response {
	if f.status != 0 {
		return s.errorResponse(f.status, "injected error: "+http.StatusText(f.status))
	}
	return f.custom
}

// Status responds with a status and an error in the API's form. The request has
// no effect.
func Status(code int) Fault { return Fault{noEffect: true, status: code} }

// StatusBody responds with a status and a body. The request has no effect.
func StatusBody(code int, contentType, body string) Fault {
	return Fault{noEffect: true, custom: textResponse(code, contentType, body)}
}

// ForeignPage responds with the HTML page of a gateway, as if the request had
// not reached FullStory or its store.
func ForeignPage(status int) Fault {
	return StatusBody(status, "text/html; charset=utf-8",
		"<!DOCTYPE html>\n<html><head><title>Gateway</title></head><body><h1>"+http.StatusText(status)+"</h1></body></html>\n")
}

// TooManyRequests responds 429, with a Retry-After header unless retryAfter is
// empty. The request has no effect.
func TooManyRequests(retryAfter string) Fault {
	return retryLater(http.StatusTooManyRequests, retryAfter)
}

// Unavailable responds 503, with a Retry-After header unless retryAfter is
// empty. The request has no effect.
func Unavailable(retryAfter string) Fault {
	return retryLater(http.StatusServiceUnavailable, retryAfter)
}

func retryLater(status int, retryAfter string) Fault {
	f := Status(status)
	if retryAfter != "" {
		f.header = map[string]string{"Retry-After": retryAfter}
	}
	return f
}

// Dated returns the fault with another Date header. The zero Fault, which sends
// the usual response, can have one, too.
func (f Fault) Dated(at time.Time) Fault {
	header := map[string]string{"Date": at.UTC().Format(http.TimeFormat)}
	maps.Copy(header, f.header)
	f.header = header
	return f
}

// Cached sends the response as a cache does that has kept it for some time.
func Cached(age time.Duration) Fault {
	return Fault{header: map[string]string{"Age": strconv.Itoa(int(age.Seconds()))}}
}

// ResetBefore drops the connection. The request has no effect. Note that
// [http.Transport] itself retries a GET if that happens on a reused connection.
func ResetBefore() Fault { return Fault{noEffect: true, custom: reset} }

// ResponseLost carries the request out and drops the connection instead of
// responding.
func ResponseLost() Fault { return Fault{custom: reset} }

func reset(w http.ResponseWriter, _ *http.Request) { drop(w) }

// ActThenStatus carries the request out, then responds with a status and an
// error in the API's form.
func ActThenStatus(code int) Fault { return Fault{status: code} }

// ActThenBody carries the request out, then responds with a status and a body.
func ActThenBody(status int, contentType, body string) Fault {
	return Fault{custom: textResponse(status, contentType, body)}
}

// Stall sends no response until the client disconnects or the server is
// closed. The request has no effect.
func Stall() Fault {
	return Fault{noEffect: true, custom: func(w http.ResponseWriter, r *http.Request) {
		<-r.Context().Done()
		drop(w)
	}}
}

// Redirect responds 307, which asks the client to send the same request to
// location. The request has no effect.
func Redirect(location string) Fault {
	f := Status(http.StatusTemporaryRedirect)
	f.header = map[string]string{"Location": location}
	return f
}

// Raw sends text, which need not be HTTP, and closes the connection. The
// request has no effect.
func Raw(text string) Fault {
	return Fault{noEffect: true, custom: func(w http.ResponseWriter, _ *http.Request) {
		if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
			_, _ = conn.Write([]byte(text)) // the client may have closed the connection
			_ = conn.Close()
		}
	}}
}

// HugeBody responds 200 with one JSON object of n bytes (at least 10), without
// a Content-Length. The request has no effect.
func HugeBody(n int64) Fault {
	const head, tail = `{"pad":"`, `"}`
	return Fault{noEffect: true, custom: func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusOK)
		_, err := w.Write([]byte(head))
		chunk := []byte(strings.Repeat("x", 64<<10))
		for left := n - int64(len(head)+len(tail)); left > 0 && err == nil; left -= int64(len(chunk)) {
			_, err = w.Write(chunk[:min(left, int64(len(chunk)))])
		}
		if err == nil {
			_, _ = w.Write([]byte(tail))
		}
	}}
}
