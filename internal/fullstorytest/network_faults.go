package fullstorytest

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/binary"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"sync"
	"syscall"
	"time"
)

// Refused lets nobody connect. This and the faults below happen on a [Network].
func Refused() Fault {
	return unconnected(func(context.Context) (net.Conn, error) {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}
	})
}

// NoSuchHost lets nobody find the server.
func NoSuchHost() Fault {
	return unconnected(func(context.Context) (net.Conn, error) {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: &net.DNSError{Err: "no such host", Name: serverName, IsNotFound: true}}
	})
}

// ConnectTimeout has the operating system wait in vain for a connection; the time itself is left out.
func ConnectTimeout() Fault {
	return unconnected(func(ctx context.Context) (net.Conn, error) {
		return (&net.Dialer{Timeout: -1}).DialContext(ctx, "tcp", "127.0.0.1:9")
	})
}

// Untrusted has a server answer whose certificate nobody vouches for.
func Untrusted() Fault {
	return network(&tls.Config{RootCAs: x509.NewCertPool(), ServerName: serverName, MinVersion: tls.VersionTLS12},
		func(_ *Server, r *http.Request, conn net.Conn) { _ = secured(conn).HandshakeContext(r.Context()) })
}

// NotTLS has a server answer that does not speak TLS.
func NotTLS() Fault {
	return network(&tls.Config{ServerName: serverName, MinVersion: tls.VersionTLS12},
		func(_ *Server, _ *http.Request, conn net.Conn) {
			_, _ = conn.Read(make([]byte, 16<<10)) // The client's first word, whole.
			_, _ = io.WriteString(conn, "HTTP/1.1 400 Bad Request\r\n\r\n")
		})
}

// GoAway carries the request out, by HTTP/2, and instead of an answer sends GOAWAY and hangs up.
func GoAway() Fault {
	trusted := x509.NewCertPool()
	trusted.AddCert(certificate().Leaf)
	return network(&tls.Config{RootCAs: trusted, ServerName: serverName, NextProtos: []string{"h2"}, MinVersion: tls.VersionTLS12},
		func(s *Server, r *http.Request, conn net.Conn) {
			conn = secured(conn)
			if takeHTTP2(conn) != nil {
				return
			}
			// The client is still about to acknowledge the settings.
			go func() { _, _ = io.Copy(io.Discard, conn) }()
			s.carryOut(r)
			_, _ = conn.Write(frame(7, binary.BigEndian.AppendUint64(nil, 1<<32))) // GOAWAY after stream 1: no error.
			_ = conn.Close()
		})
}

const serverName = "fullstory.test"

func unconnected(dial func(context.Context) (net.Conn, error)) Fault {
	return Fault{network: func(_ *Server, r *http.Request) (*http.Response, error) {
		transport := &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) { return dial(ctx) }}
		return transport.RoundTrip(r)
	}}
}

// network has a request met, on a connection of its own that is to be secured by TLS, by what serve does with it.
func network(config *tls.Config, serve func(*Server, *http.Request, net.Conn)) Fault {
	return Fault{network: func(s *Server, r *http.Request) (*http.Response, error) {
		again, secure := r.Clone(context.WithoutCancel(r.Context())), r.Clone(r.Context())
		if r.GetBody != nil {
			again.Body, _ = r.GetBody() // Bytes in memory.
		}
		secure.URL.Scheme = "https"
		transport := &http.Transport{
			ForceAttemptHTTP2: true,
			TLSClientConfig:   config.Clone(), // A transport changes its own.
			DialContext: func(context.Context, string, string) (net.Conn, error) {
				client, server := pipe()
				server = &eager{Conn: server}
				go func() {
					defer func() { _ = server.Close() }()
					serve(s, again, server)
				}()
				return client, nil
			},
		}
		defer transport.CloseIdleConnections()
		return transport.RoundTrip(secure)
	}}
}

// takeNetworkFault takes the next fault of a route where it is one of the network.
func (s *Server) takeNetworkFault(route Route) (Fault, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	next := s.always[route]
	waiting := s.faults[route]
	if len(waiting) > 0 {
		next = waiting[0]
	}
	if next.network == nil {
		return Fault{}, false
	}
	if len(waiting) > 0 {
		s.faults[route] = waiting[1:]
	}
	return next, true
}

// carryOut has a request take effect, and nothing else.
func (s *Server) carryOut(r *http.Request) {
	route, args := match(r.Method, r.URL.EscapedPath())
	var body []byte
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body) // Bytes in memory.
	}
	entry := s.arrived(r, route, body, func() {})
	defer s.ended(entry)
	s.act(route, call{args: args, query: r.URL.Query(), body: body, base: baseURL(r), now: entry.At, r: r})
}

// eager is a connection whose writes wait for no reader, as those that a socket has room for.
type eager struct {
	net.Conn
	last chan struct{} // Closed when all that was written before has been read.
}

func (e *eager) Write(p []byte) (int, error) {
	before, last := e.last, make(chan struct{})
	e.last = last
	p = bytes.Clone(p)
	go func() {
		defer close(last)
		if before != nil {
			<-before
		}
		_, _ = e.Conn.Write(p) // A reader that has gone reads no more.
	}()
	return len(p), nil
}

// SetWriteDeadline does nothing: it would cut off what is written already.
func (e *eager) SetWriteDeadline(time.Time) error { return nil }

func (e *eager) Close() error {
	if e.last != nil {
		<-e.last
	}
	return e.Conn.Close()
}

// takeHTTP2 reads a connection up to the end of its first request.
func takeHTTP2(conn net.Conn) error {
	if _, err := io.CopyN(io.Discard, conn, int64(len("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))); err != nil {
		return err
	}
	if _, err := conn.Write(frame(4, nil)); err != nil { // SETTINGS
		return err
	}
	for header := make([]byte, 9); ; {
		if _, err := io.ReadFull(conn, header); err != nil {
			return err
		}
		if _, err := io.CopyN(io.Discard, conn, int64(binary.BigEndian.Uint32(header)>>8)); err != nil {
			return err
		}
		if kind, flags := header[3], header[4]; kind <= 1 && flags&1 != 0 { // DATA or HEADERS that end the stream.
			return nil
		}
	}
}

// frame is an HTTP/2 frame without flags on stream 0.
func frame(kind byte, payload []byte) []byte {
	return append([]byte{0, 0, byte(len(payload)), kind, 0, 0, 0, 0, 0}, payload...)
}

func secured(conn net.Conn) *tls.Conn {
	return tls.Server(conn, &tls.Config{
		Certificates: []tls.Certificate{certificate()}, NextProtos: []string{"h2"}, MinVersion: tls.VersionTLS12,
	})
}

// certificate signs itself, and is good at any time, also that of a synctest bubble.
var certificate = sync.OnceValue(func() tls.Certificate {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{serverName}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Unix(0, 0), NotAfter: time.Unix(1<<33, 0), KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		panic(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		panic(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}
})
