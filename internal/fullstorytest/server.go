package fullstorytest

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"
)

// A Server is one FullStory organization. It is safe for concurrent use.
//
// The zero value is of no use: see [New].
type Server struct {
	settings settings
	validate validator

	// mu guards everything below. It is never held while waiting, or a synctest bubble could not move its clock.
	mu          sync.Mutex
	operations  []*operation
	byID        map[string]*operation
	queue       []Script
	bySegment   map[string]Script
	segments    []Segment
	faults      map[Route][]Fault
	always      map[Route]Fault
	storeHeader map[string]string
	log         []*Request
	total       int // requests
	active      map[*Request]context.CancelFunc
	inFlight    int
	peak        int
	connections int
	closed      bool

	// The socket door.
	address  string
	servers  []*http.Server
	handlers sync.WaitGroup
}

// New makes a server with the built-in segments and no exports. It listens nowhere until [Server.URL] or
// [Server.Serve] is called. It panics on an option that means nothing.
func New(opts ...Option) *Server {
	s := &Server{
		settings: settings{
			wireFormat:   wireSchema,
			apiKey:       APIKey,
			linkLifetime: 5 * time.Minute,
		},
		byID:      map[string]*operation{},
		bySegment: map[string]Script{},
		segments:  builtInSegments(),
		faults:    map[Route][]Fault{},
		always:    map[Route]Fault{},
		active:    map[*Request]context.CancelFunc{},
	}
	for _, opt := range opts {
		opt(&s.settings)
	}
	switch s.settings.wireFormat {
	case wireSchema:
		s.validate = newSchemaValidator()
	case wireReference:
		s.validate = validateReference
	default:
		panic(fmt.Sprintf("fullstorytest: no wire format %q", s.settings.wireFormat))
	}
	return s
}

// URL is the address of the socket door, "http://127.0.0.1:port". The first call starts it; where [Server.Serve]
// already listens, it is that address.
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
	server := s.listening(l)
	go func() { _ = server.Serve(l) }() // Ends with ErrServerClosed when Close is called.
	return s.address
}

// Serve answers requests on l until the server is closed, and then returns [http.ErrServerClosed]. It closes l.
func (s *Server) Serve(l net.Listener) error {
	s.mu.Lock()
	server := s.listening(l)
	s.mu.Unlock()
	return server.Serve(l)
}

// listening makes the HTTP server for a listener, and remembers it. The caller holds the mutex.
func (s *Server) listening(l net.Listener) *http.Server {
	server := &http.Server{
		Handler:           http.HandlerFunc(s.serveSocket),
		ReadHeaderTimeout: time.Minute,
		ConnState: func(_ net.Conn, state http.ConnState) {
			if state == http.StateNew {
				s.mu.Lock()
				s.connections++
				s.mu.Unlock()
			}
		},
	}
	if s.address == "" {
		s.address = "http://" + l.Addr().String()
	}
	s.servers = append(s.servers, server)
	if s.closed {
		_ = server.Close()
	}
	return server
}

// serveSocket is the handler behind a socket: one that Close waits for.
func (s *Server) serveSocket(w http.ResponseWriter, r *http.Request) {
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

// Handler is the server as a handler, for a server of the caller's own making. Signed links point to the host that a
// request names.
func (s *Server) Handler() http.Handler { return http.HandlerFunc(s.serve) }

// Connections is how many TCP connections the socket door has accepted so far.
func (s *Server) Connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.connections
}

// Close shuts both doors: it ends requests that are waiting, closes every connection, and returns when the socket
// door's requests have ended. Later requests find nobody listening. Closing twice is fine.
func (s *Server) Close() {
	s.mu.Lock()
	s.closed = true
	servers := s.servers
	for _, cancel := range s.active {
		cancel()
	}
	s.mu.Unlock()
	for _, server := range servers {
		_ = server.Close()
	}
	s.handlers.Wait()
}
