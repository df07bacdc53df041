package segmentexport

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/argument"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providerdata"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rfc3339"
)

var _ ephemeral.EphemeralResourceWithConfigure = (*resultsEphemeral)(nil)

// NewResults returns the ephemeral resource fullstory_segment_export_results.
func NewResults() ephemeral.EphemeralResource { return &resultsEphemeral{} }

type resultsEphemeral struct{ providerdata.EphemeralResource }

type resultsModel struct {
	ExportID  types.String `tfsdk:"export_id"`
	Location  types.String `tfsdk:"location"`
	ExpiresAt types.String `tfsdk:"expires_at"`
}

func (r *resultsEphemeral) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_segment_export_results"
}

func (r *resultsEphemeral) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Requests a fresh signed download link for a completed export, to hand to a system that downloads the file itself.\n\n" +
			"Everyone who has the link can download the file without an API key for a few minutes. " +
			"Terraform never writes it to a state or plan.",
		Attributes: map[string]schema.Attribute{
			"export_id": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "The `id` of the export, which must have completed.",
				Validators:          argument.Trimmed("the ID of an export"),
			},
			"location": schema.StringAttribute{
				Computed: true, Sensitive: true,
				MarkdownDescription: "The signed download link. The download is usually gzip-compressed.",
			},
			"expires_at": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "When the link expires, as RFC 3339; null if FullStory does not report it.",
			},
		},
	}
}

func (r *resultsEphemeral) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var m resultsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	client := r.Client()
	operation, diags := existing(ctx, client, m.ExportID.ValueString())
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	export := diagnose.Export{Operation: operation}
	if why, missing := export.NoFileToLink(); missing {
		resp.Diagnostics.Append(why.AsError())
		return
	}
	link, err := client.DownloadLink(ctx, operation)
	if err != nil {
		resp.Diagnostics.Append(export.NoLink(err, "").AsError())
		return
	}
	m.Location = types.StringValue(link.Location.Reveal())
	m.ExpiresAt = rfc3339.Value(link.ExpiresAt)
	resp.Diagnostics.Append(resp.Result.Set(ctx, m)...)
}
