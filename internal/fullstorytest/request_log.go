package fullstorytest

import (
	"bytes"
	"net/http"
	"slices"
	"time"
)

// Request is a request that the server received.
type Request struct {
	Method   string
	Path     string // as received, escaped
	RawQuery string
	Header   http.Header
	Body     []byte
	Route    Route // "" if no endpoint has the path
	Status   int   // 0 until there is a response, and if the connection was dropped
	At       time.Time
}

func (r *Request) clone() Request {
	c := *r
	c.Header = r.Header.Clone()
	c.Body = bytes.Clone(r.Body)
	return c
}

// Requests returns all requests so far in order of arrival, including rejected
// and dropped ones.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	var requests []Request
	for _, r := range s.log {
		requests = append(requests, r.clone())
	}
	return requests
}

// RequestsTo returns the requests to a route so far.
func (s *Server) RequestsTo(route Route) []Request {
	return slices.DeleteFunc(s.Requests(), func(r Request) bool { return r.Route != route })
}

// Count returns the number of requests to a route so far.
func (s *Server) Count(route Route) int { return len(s.RequestsTo(route)) }

// ResetLog removes the requests so far, and resets the peak of requests in
// flight.
func (s *Server) ResetLog() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.log = nil
	s.peak = s.inFlight
}

// PeakInFlight returns the highest number of API requests, without downloads,
// that were in flight at once.
func (s *Server) PeakInFlight() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.peak
}

func (s *Server) logArrival(r *http.Request, route Route, body []byte) *Request {
	entry := &Request{
		Method:   r.Method,
		Path:     r.URL.EscapedPath(),
		RawQuery: r.URL.RawQuery,
		Header:   r.Header.Clone(),
		Body:     body,
		Route:    route,
		At:       time.Now(),
	}
	if s.settings.arrivalHook != nil {
		s.settings.arrivalHook(entry.clone())
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.log = append(s.log, entry)
	if route != RouteDownload {
		s.inFlight++
		s.peak = max(s.peak, s.inFlight)
	}
	return entry
}

func (s *Server) logEnd(entry *Request) {
	s.mu.Lock()
	if entry.Route != RouteDownload {
		s.inFlight--
	}
	ended := entry.clone()
	s.mu.Unlock()
	if s.settings.requestHook != nil {
		s.settings.requestHook(ended)
	}
}

// statusWriter records the status before the client can see it, so that a test
// never finds it missing.
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
