package fullstorytest

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"
)

// Server is one FullStory organization. It is safe for concurrent use. Create
// it with [New]; the zero value is not usable.
type Server struct {
	settings settings
	validate validator

	// mu guards the fields below. It is never held while waiting: the clock of
	// a synctest bubble could not advance.
	mu          sync.Mutex
	operations  []*operation
	byID        map[string]*operation
	queue       []Script
	bySegment   map[string]Script
	segments    []Segment
	faults      map[Route][]Fault
	always      map[Route]Fault
	storeHeader map[string]string
	limiter     rateLimiter
	log         []*Request
	inFlight    int
	peak        int
	connections int
	closed      bool
	address     string

	http *http.Server
	// handlers counts the requests that http serves.
	handlers sync.WaitGroup
}

// New returns a server with the built-in segments and no exports. It listens
// only once [Server.URL] or [Server.Serve] is called. New panics on an invalid
// option.
func New(opts ...Option) *Server {
	s := &Server{
		settings:  defaultSettings(),
		byID:      map[string]*operation{},
		bySegment: map[string]Script{},
		segments:  BuiltInSegments(),
		faults:    map[Route][]Fault{},
		always:    map[Route]Fault{},
	}
	s.http = &http.Server{
		Handler:           http.HandlerFunc(s.serveTracked),
		ReadHeaderTimeout: time.Minute,
		ConnState:         s.countConnection,
		ConnContext:       withScheme,
	}
	for _, opt := range opts {
		opt(&s.settings)
	}
	var err error
	if s.validate, err = newValidator(s.settings.wireFormat); err != nil {
		panic(fmt.Sprintf("fullstorytest: %v", err))
	}
	return s
}

// now returns the server's time, which [WithDate] can set apart from the
// client's.
func (s *Server) now() time.Time { return s.settings.date() }

// URL returns the server's address on the loopback interface, such as
// "http://127.0.0.1:40123". The first call starts to listen, unless
// [Server.Serve] does already.
func (s *Server) URL() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.address != "" {
		return s.address
	}
	var lc net.ListenConfig
	l, err := lc.Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		panic(fmt.Sprintf("fullstorytest: no loopback port: %v", err))
	}
	s.address = "http://" + l.Addr().String()
	go func() { _ = s.http.Serve(l) }() // returns ErrServerClosed after Close
	return s.address
}

// Serve serves requests on l until the server is closed. It closes l and
// returns [http.ErrServerClosed].
func (s *Server) Serve(l net.Listener) error {
	s.mu.Lock()
	if s.address == "" {
		s.address = "http://" + l.Addr().String()
	}
	s.mu.Unlock()
	return s.http.Serve(l)
}

func (s *Server) countConnection(_ net.Conn, state http.ConnState) {
	if state == http.StateNew {
		s.mu.Lock()
		s.connections++
		s.mu.Unlock()
	}
}

// serveTracked serves a request that Close waits for.
func (s *Server) serveTracked(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		drop(w)
	}
	s.handlers.Add(1)
	s.mu.Unlock()
	defer s.handlers.Done()
	s.serve(w, r)
}

// Handler returns the server as a handler, for an HTTP server of the caller's
// own, which [Server.Close] does not close. Signed links point to the host that
// a request names.
func (s *Server) Handler() http.Handler { return http.HandlerFunc(s.serve) }

// Connections returns the number of connections accepted so far.
func (s *Server) Connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.connections
}

// Close stops listening, closes all connections, which ends pending requests,
// and waits for their handlers. Later requests get "connection refused".
// Calling Close again has no effect.
func (s *Server) Close() {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	_ = s.http.Close() // the connections are lost anyway
	s.handlers.Wait()
}
