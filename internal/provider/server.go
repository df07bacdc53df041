package provider

import (
	"context"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// stopTimeout limits how long a stop waits for running actions. A submission in
// flight takes a minute at most.
const stopTimeout = 65 * time.Second

// frameworkServer is what the framework serves: the interfaces that tf6server
// asks for by type assertion are part of it, so that wrapping hides none.
type frameworkServer interface {
	tfprotov6.ProviderServer
	tfprotov6.ActionServer
	tfprotov6.ListResourceServer
	tfprotov6.StateStoreServer
}

// Server is the provider as a protocol 6 server. It makes a stop wait until
// running actions have reported their end: terraform-plugin-go closes the
// streams of actions as soon as StopProvider returns, and a stream that is
// closed early looks like success to Terraform.
type Server struct {
	frameworkServer

	mu      sync.Mutex
	running int           // invocations
	idle    chan struct{} // closed when none is running
}

// NewServer returns a server of a provider version; opts are those of [New].
func NewServer(version string, opts ...Option) *Server {
	served, ok := providerserver.NewProtocol6(New(version, opts...)())().(frameworkServer)
	if !ok {
		panic("the framework's server lacks an interface of protocol 6") // every test would find it
	}
	s := &Server{frameworkServer: served, idle: make(chan struct{})}
	close(s.idle)
	return s
}

// InvokeAction counts the invocation until its last event was sent.
func (s *Server) InvokeAction(ctx context.Context, req *tfprotov6.InvokeActionRequest) (*tfprotov6.InvokeActionServerStream, error) {
	done := s.begin()
	stream, err := s.frameworkServer.InvokeAction(ctx, req)
	if err != nil {
		done()
		return nil, err
	}
	events := stream.Events
	stream.Events = func(yield func(tfprotov6.InvokeActionEvent) bool) {
		defer done()
		events(yield)
	}
	return stream, nil
}

// nilMessagePack is null in MessagePack.
var nilMessagePack = []byte{0xc0}

// CallFunction calls a function. OpenTofu sends a null argument without data
// (seen with 1.12.6), which the framework cannot read.
func (s *Server) CallFunction(ctx context.Context, req *tfprotov6.CallFunctionRequest) (*tfprotov6.CallFunctionResponse, error) {
	for i, argument := range req.Arguments {
		if argument != nil && len(argument.MsgPack)+len(argument.JSON) == 0 {
			req.Arguments[i] = &tfprotov6.DynamicValue{MsgPack: nilMessagePack}
		}
	}
	return s.frameworkServer.CallFunction(ctx, req)
}

// begin counts an invocation until done is called.
func (s *Server) begin() (done func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running++; s.running == 1 {
		s.idle = make(chan struct{})
	}
	return sync.OnceFunc(func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.running--; s.running == 0 {
			close(s.idle)
		}
	})
}

// StopProvider cancels what is running and waits for actions to report.
func (s *Server) StopProvider(ctx context.Context, req *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	resp, err := s.frameworkServer.StopProvider(ctx, req)
	s.mu.Lock()
	idle := s.idle
	s.mu.Unlock()
	timeout := time.NewTimer(stopTimeout)
	defer timeout.Stop()
	select {
	case <-idle:
	case <-timeout.C:
	}
	return resp, err
}
