package provider

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

// framework is what the framework serves; tf6server looks for the two last by
// type.
type framework interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
}

// server serves what the framework serves, and lets go of each call behind it.
// The framework keeps the context of every call until it stops, with its
// loggers and the request that it came with: 120 KB for each resource of a
// plan. Here it gets one that is emptied when the call is over.
type server struct{ framework }

// NewServer returns the constructor of a server of the provider of a version,
// with changes to its client as [New] takes them. It serves protocol 6.
func NewServer(version string, changes ...func(*fullstory.Options)) func() tfprotov6.ProviderServer {
	return func() tfprotov6.ProviderServer {
		served := providerserver.NewProtocol6(New(version, changes...)())()
		if all, ok := served.(framework); ok {
			return server{all}
		}
		return served
	}
}

// The calls of which a run makes one or more for each instance.

func (s server) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return within(ctx, req, s.framework.ValidateResourceConfig)
}

func (s server) UpgradeResourceState(ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	return within(ctx, req, s.framework.UpgradeResourceState)
}

func (s server) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return within(ctx, req, s.framework.ReadResource)
}

func (s server) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	return within(ctx, req, s.framework.PlanResourceChange)
}

func (s server) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return within(ctx, req, s.framework.ApplyResourceChange)
}

func (s server) ReadDataSource(ctx context.Context, req *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	return within(ctx, req, s.framework.ReadDataSource)
}

func (s server) CallFunction(ctx context.Context, req *tfprotov6.CallFunctionRequest) (*tfprotov6.CallFunctionResponse, error) {
	return within(ctx, req, s.framework.CallFunction)
}

func within[Request, Response any](ctx context.Context, req Request, call func(context.Context, Request) (Response, error)) (Response, error) {
	within := &callContext{}
	within.context.Store(&ctx)
	defer within.context.Store(&over)
	return call(within, req)
}

// callContext is the context of a call while that lasts, and over afterwards.
// What goes on behind the call, as a look that others wait for may, logs no
// more.
type callContext struct {
	context atomic.Pointer[context.Context]
}

// over is what any context of a call is like afterwards.
var over = func() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}()

func (c *callContext) Deadline() (time.Time, bool) { return (*c.context.Load()).Deadline() }
func (c *callContext) Done() <-chan struct{}       { return (*c.context.Load()).Done() }
func (c *callContext) Err() error                  { return (*c.context.Load()).Err() }
func (c *callContext) Value(key any) any           { return (*c.context.Load()).Value(key) }
