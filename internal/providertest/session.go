package providertest

import (
	"context"
	"maps"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/provider"
)

// Session calls a configured provider in process, with the requests that a CLI
// sends. It is for what a CLI cannot show, or not at a chosen moment.
type Session struct {
	Server  *provider.Server
	Schemas *tfprotov6.GetProviderSchemaResponse

	t testing.TB
}

// NewSession configures a provider for a fake FullStory, with options for its
// client.
func NewSession(t testing.TB, server *fullstorytest.Server, opts ...provider.Option) *Session {
	t.Helper()
	return NewSessionWith(t, server, nil, opts...)
}

// NewSessionWith is [NewSession] with further arguments of the provider block.
func NewSessionWith(t testing.TB, server *fullstorytest.Server, settings map[string]tftypes.Value, opts ...provider.Option) *Session {
	t.Helper()
	s := &Session{Server: provider.NewServer("test", opts...), t: t}
	var err error
	s.Schemas, err = s.Server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	s.must(err)
	block := map[string]tftypes.Value{"endpoint": String(server.URL()), "api_key": String(fullstorytest.APIKey)}
	maps.Copy(block, settings)
	configured, err := s.Server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{
		TerraformVersion: "1.11.4", Config: s.Value(s.Schemas.Provider, block),
	})
	s.must(err)
	if len(configured.Diagnostics) > 0 {
		t.Fatalf("configure: %v", configured.Diagnostics)
	}
	return s
}

// must ends the test if a call itself failed, which is not the same as a call
// that returned diagnostics.
func (s *Session) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// DataSource reads a data source.
func (s *Session) DataSource(ctx context.Context, typeName string, config map[string]tftypes.Value) *tfprotov6.ReadDataSourceResponse {
	s.t.Helper()
	read, err := s.Server.ReadDataSource(ctx, &tfprotov6.ReadDataSourceRequest{
		TypeName: typeName, Config: s.Value(s.Schemas.DataSourceSchemas[typeName], config),
	})
	s.must(err)
	return read
}

// Open opens an ephemeral resource.
func (s *Session) Open(ctx context.Context, typeName string, config map[string]tftypes.Value) *tfprotov6.OpenEphemeralResourceResponse {
	s.t.Helper()
	opened, err := s.Server.OpenEphemeralResource(ctx, &tfprotov6.OpenEphemeralResourceRequest{
		TypeName: typeName, Config: s.Value(s.Schemas.EphemeralResourceSchemas[typeName], config),
	})
	s.must(err)
	return opened
}

// Query lists the resources of a type. next reports whether to read on after a
// result; nil reads all of them.
func (s *Session) Query(ctx context.Context, typeName string, config map[string]tftypes.Value, limit int64, includeResource bool,
	next func(tfprotov6.ListResourceResult) bool) (results []tfprotov6.ListResourceResult) {
	s.t.Helper()
	stream, err := s.Server.ListResource(ctx, &tfprotov6.ListResourceRequest{
		TypeName: typeName, Config: s.Value(s.Schemas.ListResourceSchemas[typeName], config), IncludeResource: includeResource, Limit: limit,
	})
	s.must(err)
	for result := range stream.Results {
		results = append(results, result)
		if next != nil && !next(result) {
			break
		}
	}
	return results
}
