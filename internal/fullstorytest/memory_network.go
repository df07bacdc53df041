package fullstorytest

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"syscall"
)

// Network is a round tripper that sends requests to any host to the server by
// net/http's own client and server, over connections in memory. It shows what
// those two do themselves when a connection fails. It opens no socket, so that
// the clock of a synctest bubble can advance; use it only in the bubble that
// created it.
type Network struct {
	server    *Server
	transport *http.Transport
}

// Network starts to serve in memory, until [Server.Close].
func (s *Server) Network() *Network {
	l := &memoryListener{accepted: make(chan net.Conn), closed: make(chan struct{})}
	s.mu.Lock()
	server := s.newHTTPServer(l)
	s.mu.Unlock()
	go func() { _ = server.Serve(l) }() // returns ErrServerClosed after Close
	// A read passes data from one goroutine to another, so a large buffer saves
	// time.
	return &Network{server: s, transport: &http.Transport{DialContext: l.dial, ReadBufferSize: 64 << 10}}
}

// RoundTrip sends a request to the server, unless the next fault for its route
// is one of the transport.
func (n *Network) RoundTrip(r *http.Request) (*http.Response, error) {
	if fault, ok := n.server.takeTransportFault(RouteOf(r)); ok {
		return nil, fault.transport(r)
	}
	return n.transport.RoundTrip(r)
}

// CloseIdleConnections is for [http.Client.CloseIdleConnections].
func (n *Network) CloseIdleConnections() { n.transport.CloseIdleConnections() }

// memoryListener accepts connections in memory.
type memoryListener struct {
	accepted chan net.Conn
	once     sync.Once
	closed   chan struct{}
}

func (l *memoryListener) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	client, server := newPipe()
	select {
	case l.accepted <- server:
		return client, nil
	case <-l.closed:
		return nil, connectionError("dial", syscall.ECONNREFUSED)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (l *memoryListener) Accept() (net.Conn, error) {
	select {
	case conn := <-l.accepted:
		return conn, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *memoryListener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

// Addr returns a loopback address, for which clients allow plain HTTP.
func (l *memoryListener) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 9} }

// newPipe returns the ends of a connection in memory that can be reset, as a
// TCP connection can.
func newPipe() (client, server net.Conn) {
	a, b := net.Pipe()
	reset := &atomic.Bool{}
	return pipeEnd{a, reset}, pipeEnd{b, reset}
}

type pipeEnd struct {
	net.Conn
	reset *atomic.Bool
}

// SetLinger makes the next Close a reset, whatever the seconds.
func (e pipeEnd) SetLinger(int) error {
	e.reset.Store(true)
	return nil
}

func (e pipeEnd) Read(p []byte) (int, error) {
	n, err := e.Conn.Read(p)
	if errors.Is(err, io.EOF) && e.reset.Load() {
		err = connectionError("read", syscall.ECONNRESET)
	}
	return n, err
}
