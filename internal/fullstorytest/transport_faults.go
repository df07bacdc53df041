package fullstorytest

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
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
	return Fault{transport: func(r *http.Request) error {
		closeBody(r)
		_, err := (&net.Dialer{Timeout: -1}).DialContext(r.Context(), "tcp", "127.0.0.1:9")
		return err
	}}
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

func transportFault(err error) Fault {
	return Fault{transport: func(r *http.Request) error {
		closeBody(r)
		return err
	}}
}

func closeBody(r *http.Request) {
	if r.Body != nil {
		_ = r.Body.Close()
	}
}
