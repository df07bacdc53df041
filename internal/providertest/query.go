package providertest

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Query lists a resource. It reads on as long as heard says so; nil reads all.
func (p *Protocol) Query(name string, config map[string]tftypes.Value, limit int64, include bool,
	heard func(tfprotov6.ListResourceResult) bool) (rows []tfprotov6.ListResourceResult) {
	p.t.Helper()
	return p.QueryIn(p.t.Context(), name, config, limit, include, heard)
}

// QueryIn is Query in a context.
func (p *Protocol) QueryIn(ctx context.Context, name string, config map[string]tftypes.Value, limit int64, include bool,
	heard func(tfprotov6.ListResourceResult) bool) (rows []tfprotov6.ListResourceResult) {
	p.t.Helper()
	server, ok := p.Server.(tfprotov6.ListResourceServer)
	if !ok {
		p.t.Fatal("the provider has no list resources")
	}
	stream, err := server.ListResource(ctx, &tfprotov6.ListResourceRequest{
		TypeName: name, Config: p.Value(p.schemas.ListResourceSchemas[name], config), IncludeResource: include, Limit: limit,
	})
	if err != nil {
		p.t.Fatal(err)
	}
	for row := range stream.Results {
		rows = append(rows, row)
		if heard != nil && !heard(row) {
			break
		}
	}
	return rows
}
