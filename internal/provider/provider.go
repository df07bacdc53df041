// Package provider wires the provider together: its configuration, its client,
// and the index of everything that it serves.
package provider

import (
	"context"
	"log/slog"

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
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
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

// Option changes the options of the client, after everything else. Tests use it
// to replace the transport.
type Option func(*fullstory.Options)

// New returns the constructor of a provider version.
func New(version string, opts ...Option) func() provider.Provider {
	return func() provider.Provider { return &fullstoryProvider{version: version, opts: opts} }
}

type fullstoryProvider struct {
	version string
	opts    []Option
}

func (p *fullstoryProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "fullstory"
	resp.Version = p.version
}

func (p *fullstoryProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Exports FullStory segments. A community project, neither made nor endorsed by FullStory.\n\n" +
			"Every argument can also be set by an environment variable. The provider block takes precedence.",
		Attributes: map[string]schema.Attribute{
			"api_key": schema.StringAttribute{
				Optional: true, Sensitive: true,
				MarkdownDescription: "API key, exactly as FullStory shows it. Exports need a key with the permission Architect or Admin. " +
					"Can also be set with `FULLSTORY_API_KEY`.",
			},
			"endpoint": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Base URL of the API. Plain `http` is allowed for loopback hosts only. " +
					"Defaults to `" + rest.DefaultEndpoint + "`. Can also be set with `FULLSTORY_ENDPOINT`.",
			},
			"wire_format": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "How export requests are written: `reference` (FullStory's HTTP reference) or " +
					"`schema` (the published JSON Schema). Defaults to `reference` for `fullstory.com` and its subdomains, " +
					"and to `schema` for any other host. Can also be set with `FULLSTORY_WIRE_FORMAT`.",
			},
			"max_retries": schema.Int64Attribute{
				Optional: true,
				MarkdownDescription: "Maximum number of retries of a request that is safe to retry. A request that creates an export is " +
					"retried only if FullStory cannot have accepted it. Defaults to `5`. Can also be set with `FULLSTORY_MAX_RETRIES`.",
			},
			"max_concurrent_requests": schema.Int64Attribute{
				Optional: true,
				MarkdownDescription: "Maximum number of API requests in flight. Defaults to `10`. " +
					"Can also be set with `FULLSTORY_MAX_CONCURRENT_REQUESTS`.",
			},
			"max_new_exports": schema.Int64Attribute{
				Optional: true,
				MarkdownDescription: "Maximum number of exports that one plan or one apply may create, replacements and actions included. " +
					"`0` allows none. If omitted, there is no limit. Can also be set with `FULLSTORY_MAX_NEW_EXPORTS`.",
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
	data, diags := configure(b, "terraform-provider-fullstory/"+p.version+" Terraform/"+req.TerraformVersion, p.opts)
	if resp.Diagnostics.Append(diags...); resp.Diagnostics.HasError() {
		return
	}
	// All kinds: one that is left out would get no client.
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
	return []func() function.Function{
		functions.NewTimeWindows, functions.NewSettledWindow, functions.NewExportColumns, functions.NewSegmentID,
	}
}

// writeLog writes the client's log lines to the provider's log.
func writeLog(ctx context.Context, level slog.Level, message string, fields map[string]any) {
	if level >= slog.LevelInfo {
		tflog.Info(ctx, message, fields)
		return
	}
	tflog.Debug(ctx, message, fields)
}
