package fullstorytest

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"net/http/httptrace"
	"os"
	"syscall"
)

// The faults in this file prevent a request from reaching the server. They
// return the errors of net/http and need [Server.Transport] or
// [Server.Network].

const unreachableHost = "fullstory.test"

// Refused fails to connect: no server listens.
func Refused() Fault {
	return transportFault(&net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)})
}

// NoSuchHost fails to resolve the host's name.
func NoSuchHost() Fault {
	return transportFault(&net.OpError{
		Op: "dial", Net: "tcp", Err: &net.DNSError{Err: "no such host", Name: unreachableHost, IsNotFound: true},
	})
}

// ConnectTimeout fails to connect because nothing responds. It takes no time.
func ConnectTimeout() Fault {
	_, err := (&net.Dialer{Timeout: -1}).DialContext(context.Background(), "tcp", "127.0.0.1:9")
	return transportFault(err)
}

// Untrusted fails the TLS handshake: no trusted authority signed the
// certificate.
func Untrusted() Fault {
	return transportFault(&tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}})
}

// NotTLS fails the TLS handshake: the server speaks plain HTTP.
func NotTLS() Fault {
	return transportFault(tls.RecordHeaderError{
		Msg: "first record does not look like a TLS handshake", RecordHeader: [5]byte([]byte("HTTP/")),
	})
}

// transportFault returns a fault that ends in an error while it looks for a
// connection, which it reports as net/http does.
func transportFault(err error) Fault {
	return Fault{transport: func(r *http.Request) error {
		if trace := httptrace.ContextClientTrace(r.Context()); trace != nil && trace.GetConn != nil {
			trace.GetConn(r.URL.Host)
		}
		if r.Body != nil {
			_ = r.Body.Close()
		}
		return err
	}}
}
