package fullstorytest

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"os"
	"sync/atomic"
	"syscall"
)

// Network is a round tripper that sends every request to the server, whatever
// its host, over connections in memory. It opens no socket, so that the clock of
// a synctest bubble can advance. Use a server and its networks in one bubble
// only.
//
// A dropped connection is an error that wraps [syscall.ECONNRESET], as with a
// socket. Requests with https are not encrypted; their signed links have that
// scheme, too.
type Network struct {
	server    *Server
	transport *http.Transport
}

// Transport returns a [Network] that uses each connection for one request. It
// leaves nothing behind, whether or not the server is closed.
func (s *Server) Transport() *Network {
	dial := func(scheme string) func(ctx context.Context, network, address string) (net.Conn, error) {
		return func(context.Context, string, string) (net.Conn, error) { return s.dial(scheme) }
	}
	return &Network{server: s, transport: &http.Transport{
		DialContext:       dial("http"),
		DialTLSContext:    dial("https"),
		DisableKeepAlives: true,
		// A read passes data from one goroutine to another, so a large buffer
		// saves time.
		ReadBufferSize: 64 << 10,
	}}
}

// Network returns a [Network] that keeps connections open, and so shows what
// net/http itself does when one of them fails. [Server.URL] returns an address
// for it.
func (s *Server) Network() *Network {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.address == "" {
		s.address = "http://127.0.0.1:9" // a loopback address, for which clients allow plain HTTP
	}
	n := s.Transport()
	n.transport.DisableKeepAlives = false
	return n
}

// RoundTrip sends a request to the server, unless the next fault for its route
// is one of the transport.
func (n *Network) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := n.server.takeTransportFault(RouteOf(r)); err != nil {
		// This is what net/http does on the way to such an error.
		if trace := httptrace.ContextClientTrace(r.Context()); trace != nil && trace.GetConn != nil {
			trace.GetConn(r.URL.Host)
		}
		if r.Body != nil {
			_ = r.Body.Close()
		}
		return nil, err
	}
	return n.transport.RoundTrip(r)
}

// CloseIdleConnections is for [http.Client.CloseIdleConnections].
func (n *Network) CloseIdleConnections() { n.transport.CloseIdleConnections() }

// dial connects to the server in memory.
func (s *Server) dial(scheme string) (net.Conn, error) {
	a, b := net.Pipe()
	reset := &atomic.Bool{}
	if err := s.http.Serve(&singleListener{pipeEnd{b, scheme, reset}}); errors.Is(err, http.ErrServerClosed) {
		_ = a.Close()
		return nil, connectionError("dial", "connect", syscall.ECONNREFUSED)
	}
	return pipeEnd{a, scheme, reset}, nil
}

// singleListener accepts one connection, and then no longer listens.
type singleListener struct{ conn net.Conn }

func (l *singleListener) Accept() (net.Conn, error) {
	if l.conn == nil {
		return nil, net.ErrClosed
	}
	conn := l.conn
	l.conn = nil
	return conn, nil
}

func (l *singleListener) Close() error { return nil }

func (l *singleListener) Addr() net.Addr { return &net.TCPAddr{} }

// pipeEnd is an end of a connection in memory that can be reset, as a TCP
// connection can.
type pipeEnd struct {
	net.Conn
	scheme string
	reset  *atomic.Bool
}

// SetLinger makes the next Close a reset, whatever the seconds.
func (e pipeEnd) SetLinger(int) error {
	e.reset.Store(true)
	return nil
}

func (e pipeEnd) Read(p []byte) (int, error) {
	n, err := e.Conn.Read(p)
	if errors.Is(err, io.EOF) && e.reset.Load() {
		err = connectionError("read", "read", syscall.ECONNRESET)
	}
	return n, err
}

func (e pipeEnd) Write(p []byte) (int, error) {
	n, err := e.Conn.Write(p)
	if errors.Is(err, io.ErrClosedPipe) && e.reset.Load() {
		err = connectionError("write", "write", syscall.ECONNRESET)
	}
	return n, err
}

func connectionError(op, call string, errno syscall.Errno) error {
	return &net.OpError{Op: op, Net: "tcp", Err: os.NewSyscallError(call, errno)}
}
