package provider

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// The framework's server keeps the context of every call until it is stopped:
// registerContext in internal/proto6server/serve.go of
// terraform-plugin-framework appends to a slice. A context holds the loggers
// and the request of its call: a plan of 1,000 exports takes 168 MB, and 32 MB
// if they are released (BenchmarkOverhead). The methods in this file give the
// framework a context that can be released after the call, for the calls that
// Terraform makes for each instance.

// releasableContext is a context until it is released, and a cancelled one
// afterwards.
type releasableContext struct {
	current atomic.Pointer[context.Context]
}

func (c *releasableContext) Deadline() (time.Time, bool) { return (*c.current.Load()).Deadline() }
func (c *releasableContext) Done() <-chan struct{}       { return (*c.current.Load()).Done() }
func (c *releasableContext) Err() error                  { return (*c.current.Load()).Err() }
func (c *releasableContext) Value(key any) any           { return (*c.current.Load()).Value(key) }

// released is what a releasableContext becomes.
var released = func() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}()

// withRelease makes a call with a context that is released afterwards.
func withRelease[Request, Response any](ctx context.Context, req Request, call func(context.Context, Request) (Response, error)) (Response, error) {
	c := &releasableContext{}
	c.current.Store(&ctx)
	defer c.current.Store(&released)
	return call(c, req)
}

// ValidateResourceConfig implements [tfprotov6.ProviderServer].
func (s *Server) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return withRelease(ctx, req, s.frameworkServer.ValidateResourceConfig)
}

// UpgradeResourceState implements [tfprotov6.ProviderServer].
func (s *Server) UpgradeResourceState(ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	return withRelease(ctx, req, s.frameworkServer.UpgradeResourceState)
}

// ReadResource implements [tfprotov6.ProviderServer].
func (s *Server) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return withRelease(ctx, req, s.frameworkServer.ReadResource)
}

// PlanResourceChange implements [tfprotov6.ProviderServer].
func (s *Server) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	return withRelease(ctx, req, s.frameworkServer.PlanResourceChange)
}

// ApplyResourceChange implements [tfprotov6.ProviderServer].
func (s *Server) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return withRelease(ctx, req, s.frameworkServer.ApplyResourceChange)
}
