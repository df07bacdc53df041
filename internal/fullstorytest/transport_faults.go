package fullstorytest

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"syscall"
)

// The faults in this file prevent a request from reaching the server. They
// return the errors of net/http and need [Server.Transport] or
// [Server.Network].

// Refused fails to connect: no server listens.
func Refused() Fault {
	return Fault{unreachable: connectionError("dial", "connect", syscall.ECONNREFUSED)}
}

// NoSuchHost fails to resolve the host's name.
func NoSuchHost() Fault {
	return Fault{unreachable: &net.OpError{
		Op: "dial", Net: "tcp", Err: &net.DNSError{Err: "no such host", Name: "fullstory.test", IsNotFound: true},
	}}
}

// ConnectTimeout fails to connect because nothing responds. It takes no time.
func ConnectTimeout() Fault {
	_, err := (&net.Dialer{Timeout: -1}).DialContext(context.Background(), "tcp", "127.0.0.1:9")
	return Fault{unreachable: err}
}

// Untrusted fails the TLS handshake: no trusted authority signed the
// certificate.
func Untrusted() Fault {
	return Fault{unreachable: &tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}}
}

// NotTLS fails the TLS handshake: the server speaks plain HTTP.
func NotTLS() Fault {
	return Fault{unreachable: tls.RecordHeaderError{
		Msg: "first record does not look like a TLS handshake", RecordHeader: [5]byte([]byte("HTTP/")),
	}}
}
