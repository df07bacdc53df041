package fullstorytest

import (
	"bytes"
	"context"
	"net/http"
	"time"
)

// A Request is one request that reached the server, in the order of arrival.
type Request struct {
	Method   string
	Path     string // As received, escaped.
	RawQuery string
	Header   http.Header
	Body     []byte
	Route    Route // Empty where no endpoint has that path.
	Status   int   // 0 while there is no answer, and for good when the connection was dropped.
	At       time.Time
}

func (r *Request) copied() Request {
	c := *r
	c.Header = r.Header.Clone()
	c.Body = bytes.Clone(r.Body)
	return c
}

// Requests returns every request so far, refused and dropped ones too.
func (s *Server) Requests() []Request {
	return s.requests(func(*Request) bool { return true })
}

// RequestsTo returns every request to a route so far.
func (s *Server) RequestsTo(route Route) []Request {
	return s.requests(func(r *Request) bool { return r.Route == route })
}

// Count is the number of requests to a route so far.
func (s *Server) Count(route Route) int { return len(s.RequestsTo(route)) }

func (s *Server) requests(wanted func(*Request) bool) []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []Request
	for _, r := range s.log {
		if wanted(r) {
			found = append(found, r.copied())
		}
	}
	return found
}

// Total is the number of requests so far, also where none is kept.
func (s *Server) Total() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.total
}

// ResetLog forgets the requests so far, and the peak of requests in flight.
func (s *Server) ResetLog() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.log = nil
	s.peak = s.inFlight
}

// PeakInFlight is the highest number of requests to the API, downloads apart, that were in flight at once.
func (s *Server) PeakInFlight() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.peak
}

// arrived writes a request down, and the way to end it.
func (s *Server) arrived(r *http.Request, route Route, body []byte, cancel context.CancelFunc) *Request {
	entry := &Request{
		Method:   r.Method,
		Path:     r.URL.EscapedPath(),
		RawQuery: r.URL.RawQuery,
		Header:   r.Header.Clone(),
		Body:     body,
		Route:    route,
		At:       time.Now(),
	}
	if s.settings.arrival != nil {
		s.settings.arrival(entry.copied())
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.total++
	if !s.settings.noLog {
		s.log = append(s.log, entry)
	}
	s.active[entry] = cancel
	if route != RouteDownload {
		s.inFlight++
		s.peak = max(s.peak, s.inFlight)
	}
	return entry
}

func (s *Server) ended(entry *Request) {
	s.mu.Lock()
	delete(s.active, entry)
	if entry.Route != RouteDownload {
		s.inFlight--
	}
	told := entry.copied()
	s.mu.Unlock()
	if s.settings.hook != nil {
		s.settings.hook(told)
	}
}

func (s *Server) isClosed() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closed
}

// statusWriter notes the status in the log before the client can see it, so that a test never finds it missing.
type statusWriter struct {
	http.ResponseWriter
	server *Server
	entry  *Request
}

func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *statusWriter) WriteHeader(status int) {
	w.server.mu.Lock()
	w.entry.Status = status
	w.server.mu.Unlock()
	w.ResponseWriter.WriteHeader(status)
}
