package fullstorytest

import (
	"net/http"
	"strings"
	"time"
)

// A Fault is one thing that goes wrong with one request, made by the functions below. The zero Fault lets a request
// pass, which makes it a spacer in a row of faults.
type Fault struct {
	refuses bool                                                 // The request has no effect.
	stall   bool                                                 // Nothing is ever said.
	drops   bool                                                 // The connection is reset instead of an answer.
	instead answer                                               // Said in place of the real answer.
	shape   *shape                                               // How the answer's body goes wrong.
	network func(*Server, *http.Request) (*http.Response, error) // What a [Network] does instead of carrying the request.
}

func (f Fault) acts() bool { return !f.refuses }

// Status answers with a status and an error in the vendor's style. The request has no effect.
func Status(code int) Fault { return Fault{refuses: true, instead: statusAnswer(code)} }

// StatusBody answers with a status and a body as given. The request has no effect.
func StatusBody(code int, contentType, body string) Fault {
	return Fault{refuses: true, instead: textAnswer(code, contentType, body)}
}

// TooManyRequests answers 429, with a Retry-After header unless retryAfter is empty.
func TooManyRequests(retryAfter string) Fault {
	return retryLater(http.StatusTooManyRequests, retryAfter)
}

// Unavailable answers 503, with a Retry-After header unless retryAfter is empty.
func Unavailable(retryAfter string) Fault {
	return retryLater(http.StatusServiceUnavailable, retryAfter)
}

// ResetBefore drops the connection, and the request has no effect. Mind that [http.Transport] by itself repeats a GET
// that met this on a connection it used before.
func ResetBefore() Fault { return Fault{refuses: true, drops: true} }

// AnswerLost carries the request out and drops the connection instead of answering.
func AnswerLost() Fault { return Fault{drops: true} }

// ActThenStatus carries the request out, then answers with a status and an error in the vendor's style.
func ActThenStatus(code int) Fault { return Fault{instead: statusAnswer(code)} }

// ActThenBody carries the request out, then answers with a status and a body as given.
func ActThenBody(status int, contentType, body string) Fault {
	return Fault{instead: textAnswer(status, contentType, body)}
}

// Stall says nothing until the client goes away or the server is closed. The request has no effect.
func Stall() Fault { return Fault{refuses: true, stall: true} }

// StallBody sends the header and half of the body, then nothing until the client goes away or the server is closed.
func StallBody() Fault { return Fault{shape: &shape{halfOnly: true, hang: true}} }

// Trickle sends the body in at most twenty pieces, with a pause of every before each.
func Trickle(every time.Duration) Fault { return Fault{shape: &shape{pause: every}} }

// TruncatedBody announces the whole body, sends half of it and ends the connection.
func TruncatedBody() Fault { return Fault{shape: &shape{halfOnly: true}} }

// CutAfter announces the whole body, sends n bytes of it and drops the connection.
func CutAfter(n int64) Fault { return Fault{shape: &shape{cut: true, cutAfter: n}} }

// FlippedBit sends the whole body with one bit of the byte at a place the other way round.
func FlippedBit(at int64) Fault { return Fault{shape: &shape{flip: true, flipAt: at}} }

// WrongLength announces a body that is longer than the real one by so many bytes, or shorter.
func WrongLength(by int64) Fault { return Fault{shape: &shape{lengthOff: by}} }

// Redirect answers 307, which would take the request, body and all, to location.
func Redirect(location string) Fault {
	return Fault{
		refuses: true,
		instead: withHeader(statusAnswer(http.StatusTemporaryRedirect), "Location", location),
	}
}

// Raw sends text as it is, which need not be HTTP, and hangs up. The request has no effect. It takes a socket.
func Raw(text string) Fault {
	return Fault{refuses: true, instead: func(w http.ResponseWriter, _ *http.Request) {
		if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
			_, _ = conn.Write([]byte(text)) // A client that hung up is its own affair.
			_ = conn.Close()
		}
	}}
}

// HugeBody answers 200 with one JSON object of n bytes, or of 10 where n is less, and without a Content-Length.
func HugeBody(n int64) Fault {
	const head, tail = `{"pad":"`, `"}`
	return Fault{refuses: true, instead: func(w http.ResponseWriter, _ *http.Request) {
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

func retryLater(status int, retryAfter string) Fault {
	a := statusAnswer(status)
	if retryAfter != "" {
		a = withHeader(a, "Retry-After", retryAfter)
	}
	return Fault{refuses: true, instead: a}
}

func statusAnswer(status int) answer {
	return errorAnswer(status, "the server was told to answer "+http.StatusText(status))
}

// Inject makes the next requests to a route go wrong: one fault each, in order, after those injected before. Requests
// without the right key are refused before they take one.
func (s *Server) Inject(route Route, faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults[route] = append(s.faults[route], faults...)
}

// Always makes every request to a route go wrong that [Server.Inject] has no fault for.
func (s *Server) Always(route Route, fault Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.always[route] = fault
}

// ClearFaults takes back every fault that has not been met.
func (s *Server) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.faults)
	clear(s.always)
}

func (s *Server) takeFault(route Route) Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	next := s.always[route]
	if waiting := s.faults[route]; len(waiting) > 0 {
		s.faults[route], next = waiting[1:], waiting[0]
	}
	if next.network != nil {
		panic("fullstorytest: a fault of the network happens on a Network, and not at this door")
	}
	return next
}
