// Package provider wires the provider together: its block, its client, and the
// index of everything it serves.
package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/calleridentity"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/functions"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/segment"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/segmentexport"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/segmentexportfile"
)

var (
	_ provider.ProviderWithValidateConfig     = (*fullstoryProvider)(nil)
	_ provider.ProviderWithEphemeralResources = (*fullstoryProvider)(nil)
	_ provider.ProviderWithActions            = (*fullstoryProvider)(nil)
	_ provider.ProviderWithListResources      = (*fullstoryProvider)(nil)
	_ provider.ProviderWithFunctions          = (*fullstoryProvider)(nil)
)

// New returns the constructor of the provider of a version. What changes there
// are have the last word on the client, for who carries requests himself.
func New(version string, changes ...func(*fullstory.Options)) func() provider.Provider {
	return func() provider.Provider { return &fullstoryProvider{version: version, changes: changes} }
}

type fullstoryProvider struct {
	version string
	changes []func(*fullstory.Options)
}

func (p *fullstoryProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "fullstory"
	resp.Version = p.version
}

func (p *fullstoryProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Exports FullStory segments. A community project, neither made nor endorsed by FullStory.\n\n" +
			"Each argument can be given by an environment variable instead; the block wins.",
		Attributes: map[string]schema.Attribute{
			"api_key": schema.StringAttribute{
				Optional: true, Sensitive: true,
				MarkdownDescription: "The API key, exactly as FullStory shows it. To export it needs the permission " +
					"Architect or Admin. Environment: `FULLSTORY_API_KEY`.",
			},
			"endpoint": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "The base URL of the API; default `" + fullstory.DefaultEndpoint + "`. " +
					"Plain `http` is for loopback hosts only. Environment: `FULLSTORY_ENDPOINT`.",
			},
			"wire_format": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "How export requests are written: `reference` (as FullStory's HTTP reference has them) or " +
					"`schema` (as the published JSON Schema has them). Default: `reference` where the endpoint's host is " +
					"`fullstory.com` or below it, `schema` elsewhere. Environment: `FULLSTORY_WIRE_FORMAT`.",
			},
			"max_retries": schema.Int64Attribute{
				Optional: true,
				MarkdownDescription: "How often a request that may be repeated is repeated; default 5. A request that creates " +
					"an export is repeated only where FullStory cannot have taken it. Environment: `FULLSTORY_MAX_RETRIES`.",
			},
			"max_concurrent_requests": schema.Int64Attribute{
				Optional: true,
				MarkdownDescription: "How many requests are in flight to the API at once; default 10. " +
					"Environment: `FULLSTORY_MAX_CONCURRENT_REQUESTS`.",
			},
		},
	}
}

func (p *fullstoryProvider) ValidateConfig(ctx context.Context, req provider.ValidateConfigRequest, resp *provider.ValidateConfigResponse) {
	var b block
	resp.Diagnostics.Append(req.Config.Get(ctx, &b)...)
	if resp.Diagnostics.HasError() {
		return
	}
	_, diags := resolve(b, func(string) string { return "" })
	resp.Diagnostics.Append(diags...)
}

func (p *fullstoryProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var b block
	resp.Diagnostics.Append(req.Config.Get(ctx, &b)...)
	if resp.Diagnostics.HasError() {
		return
	}
	data, diags := configure(b, "terraform-provider-fullstory/"+p.version+" Terraform/"+req.TerraformVersion, p.changes)
	resp.Diagnostics.Append(diags...)
	// Every kind that can be configured; one left out would find nil.
	resp.ResourceData = data
	resp.DataSourceData = data
	resp.EphemeralResourceData = data
	resp.ActionData = data
	resp.ListResourceData = data
}

func (p *fullstoryProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{segmentexport.NewResource, segmentexportfile.NewResource}
}

func (p *fullstoryProvider) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{segmentexport.NewList}
}

func (p *fullstoryProvider) Actions(context.Context) []func() action.Action {
	return []func() action.Action{segmentexport.NewAction}
}

func (p *fullstoryProvider) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{segmentexport.NewResults}
}

func (p *fullstoryProvider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{
		segment.NewDataSource, segment.NewPluralDataSource,
		segmentexport.NewDataSource, segmentexport.NewPluralDataSource,
		calleridentity.NewDataSource,
	}
}

func (p *fullstoryProvider) Functions(context.Context) []func() function.Function {
	return []func() function.Function{functions.NewTimeWindows, functions.NewSegmentID}
}

// logged writes the client's lines to the provider's log.
func logged(ctx context.Context, message string, fields map[string]any) {
	tflog.Debug(ctx, message, fields)
}
