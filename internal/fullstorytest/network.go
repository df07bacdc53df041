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

// Network is the door over HTTP in memory: a round tripper that takes requests to any host, as [Server.Transport] does,
// but by way of net/http's own client and server. It shows what those two do by themselves where a network fails, and
// the faults of the network happen here alone. It opens no socket, so that a synctest bubble can move its clock; it
// belongs to the bubble that it was made in.
type Network struct {
	server  *Server
	healthy *http.Transport
}

// Network opens the door. [Server.Close] shuts it.
func (s *Server) Network() *Network {
	l := &pipeListener{accepted: make(chan net.Conn), closed: make(chan struct{})}
	s.mu.Lock()
	server := s.listening(l)
	s.mu.Unlock()
	go func() { _ = server.Serve(l) }() // Ends with ErrServerClosed when Close is called.
	const room = 64 << 10               // Each read is a meeting of two goroutines, of which a large body needs very many.
	return &Network{server: s, healthy: &http.Transport{DialContext: l.dial, ReadBufferSize: room}}
}

// RoundTrip carries a request to the server, or runs into the fault of the network that is next for its route.
func (n *Network) RoundTrip(r *http.Request) (*http.Response, error) {
	route, _ := match(r.Method, r.URL.EscapedPath())
	if fault, ok := n.server.takeNetworkFault(route); ok {
		return fault.network(n.server, r)
	}
	return n.healthy.RoundTrip(r)
}

// CloseIdleConnections is what [http.Client.CloseIdleConnections] calls.
func (n *Network) CloseIdleConnections() { n.healthy.CloseIdleConnections() }

// pipeListener accepts connections that are made in memory.
type pipeListener struct {
	accepted chan net.Conn
	once     sync.Once
	closed   chan struct{}
}

func (l *pipeListener) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	client, server := pipe()
	select {
	case l.accepted <- server:
		return client, nil
	case <-l.closed:
		return nil, connectionError("dial", syscall.ECONNREFUSED)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case conn := <-l.accepted:
		return conn, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

// Addr is a loopback address, where clients allow plain http.
func (l *pipeListener) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 9} }

// pipe is a connection in memory that can be reset, as one of TCP can.
func pipe() (client, server net.Conn) {
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
