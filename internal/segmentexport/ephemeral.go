package segmentexport

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/providerdata"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/timetypes"
)

var _ ephemeral.EphemeralResourceWithConfigure = (*Results)(nil)

// NewResults returns the ephemeral resource.
func NewResults() ephemeral.EphemeralResource { return &Results{} }

// Results is the download link of an export, which no file of Terraform's ever
// holds.
type Results struct{ data providerdata.Data }

type resultsModel struct {
	ExportID  types.String `tfsdk:"export_id"`
	Location  types.String `tfsdk:"location"`
	ExpiresAt types.String `tfsdk:"expires_at"`
}

// Metadata names the ephemeral resource.
func (r *Results) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_segment_export_results"
}

// Schema describes the ephemeral resource.
func (r *Results) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Gives a fresh signed link to a completed export's file, for what can fetch it by itself.\n\n" +
			"Whoever holds the link can download the file, without an API key, for the few minutes that it lives. " +
			"It is never written to a state or plan. Each plan and each apply asks for a link of its own; " +
			"that costs no export.",
		Attributes: map[string]schema.Attribute{
			"export_id": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "The `id` of the export, which must have completed.",
				Validators:          []validator.String{notBlank("the id of an export")},
			},
			"location": schema.StringAttribute{
				Computed: true, Sensitive: true,
				MarkdownDescription: "The signed link. What it gives is gzip, as a rule.",
			},
			"expires_at": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "Until when the link can be used, as RFC 3339; null where FullStory does not tell.",
			},
		},
	}
}

// Configure takes the provider's client.
func (r *Results) Configure(_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse) {
	data, diags := providerdata.From(req.ProviderData)
	resp.Diagnostics.Append(diags...)
	r.data = data
}

// Open asks for the link.
func (r *Results) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var m resultsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	operation, diags := completedExport(ctx, r.data, m.ExportID.ValueString())
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	link, err := r.data.Client.DownloadLink(ctx, operation)
	if err != nil {
		resp.Diagnostics.Append(export{}.observe(operation).about("").NoLink(err).Error())
		return
	}
	m.Location = types.StringValue(link.Location.Reveal())
	m.ExpiresAt = timetypes.TimeOrNull(link.ExpiresAt)
	resp.Diagnostics.Append(resp.Result.Set(ctx, m)...)
}
