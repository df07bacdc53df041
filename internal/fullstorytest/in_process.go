package fullstorytest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"sync"
	"syscall"
)

// Transport returns a round tripper that serves requests to any host in
// process. Signed links point to the scheme and host of the request for them.
//
// Each request is served by a goroutine that ends when the response's body has
// been read to its end or closed, or when the request's context is done. A
// dropped connection is an error that wraps [syscall.ECONNRESET], as with a
// socket; a body that ends early is [io.ErrUnexpectedEOF].
func (s *Server) Transport() http.RoundTripper { return inProcessTransport{s} }

type inProcessTransport struct{ server *Server }

func (t inProcessTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		defer func() { _ = req.Body.Close() }()
	}
	if err := context.Cause(req.Context()); err != nil {
		return nil, err
	}
	if fault, ok := t.server.takeTransportFault(RouteOf(req)); ok {
		return nil, fault.transport(req)
	}
	if t.server.isClosed() {
		return nil, connectionError("dial", syscall.ECONNREFUSED)
	}
	ctx, cancel := context.WithCancel(req.Context())
	body, pipe := io.Pipe()
	w := &pipeWriter{header: http.Header{}, pipe: pipe, started: make(chan struct{})}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		defer cancel()
		// A handler that writes to a client that stopped reading ends with the
		// request.
		stop := context.AfterFunc(ctx, func() { _ = pipe.CloseWithError(context.Cause(ctx)) })
		defer stop()
		var failure error
		if w.serve(t.server, serverRequest(ctx, req)) {
			// A client that cancelled gets its own error.
			if failure = context.Cause(req.Context()); failure == nil {
				failure = connectionError("read", syscall.ECONNRESET)
			}
		}
		w.finish(failure)
	}()
	select {
	case <-w.started:
	case <-ended:
	}
	if w.response == nil {
		return nil, w.failure
	}
	w.response.Request = req
	w.response.Body = &inProcessBody{body, cancel, ended}
	return w.response, nil
}

// serverRequest returns the client's request as a server sees it.
func serverRequest(ctx context.Context, req *http.Request) *http.Request {
	r := req.Clone(ctx)
	r.RequestURI = req.URL.RequestURI()
	if r.Host == "" {
		r.Host = req.URL.Host
	}
	if r.Body == nil {
		r.Body = http.NoBody
	}
	return r
}

func connectionError(op string, errno syscall.Errno) error {
	return &net.OpError{Op: op, Net: "tcp", Err: os.NewSyscallError(op, errno)}
}

// inProcessBody is the body of a response. Closing it ends the handler, as
// closing the connection does.
type inProcessBody struct {
	*io.PipeReader
	cancel context.CancelFunc
	ended  <-chan struct{}
}

func (b *inProcessBody) Close() error {
	b.cancel()
	err := b.PipeReader.Close()
	<-b.ended
	return err
}

// pipeWriter passes a response to the caller of RoundTrip as it is written.
type pipeWriter struct {
	header   http.Header
	pipe     *io.PipeWriter
	once     sync.Once
	started  chan struct{} // closed once response is set
	response *http.Response
	written  int64
	failure  error // why there is no response
}

func (w *pipeWriter) Header() http.Header { return w.header }

// Flush sends the header. The body is not buffered.
func (w *pipeWriter) Flush() { w.WriteHeader(http.StatusOK) }

func (w *pipeWriter) WriteHeader(status int) {
	w.once.Do(func() {
		length, err := strconv.ParseInt(w.header.Get("Content-Length"), 10, 64)
		if err != nil {
			length = -1
		}
		w.response = &http.Response{
			Status:        fmt.Sprintf("%d %s", status, http.StatusText(status)),
			StatusCode:    status,
			Proto:         "HTTP/1.1",
			ProtoMajor:    1,
			ProtoMinor:    1,
			Header:        w.header.Clone(),
			ContentLength: length,
		}
		close(w.started)
	})
}

func (w *pipeWriter) Write(p []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	n, err := w.pipe.Write(p)
	w.written += int64(n)
	return n, err
}

// serve runs the handler and reports whether it dropped the connection.
func (w *pipeWriter) serve(s *Server, r *http.Request) (aborted bool) {
	defer func() {
		if p := recover(); p != nil {
			if err, ok := p.(error); !ok || !errors.Is(err, http.ErrAbortHandler) {
				panic(p)
			}
			aborted = true
		}
	}()
	s.serve(w, r)
	return false
}

// finish ends the body as the connection would have.
func (w *pipeWriter) finish(failure error) {
	if failure != nil {
		w.failure = failure
		_ = w.pipe.CloseWithError(failure)
		return
	}
	w.WriteHeader(http.StatusOK)
	if w.written < w.response.ContentLength {
		_ = w.pipe.CloseWithError(io.ErrUnexpectedEOF)
		return
	}
	_ = w.pipe.Close()
}
