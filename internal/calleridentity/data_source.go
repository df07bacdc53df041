// Package calleridentity serves fullstory_caller_identity: whose the API key
// is that the provider uses.
package calleridentity

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providerdata"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/timetypes"
)

var _ datasource.DataSourceWithConfigure = (*DataSource)(nil)

// NewDataSource returns the data source.
func NewDataSource() datasource.DataSource { return &DataSource{} }

// DataSource is whom the API key belongs to.
type DataSource struct{ data providerdata.Data }

type model struct {
	Email types.String `tfsdk:"email"`
	OrgID types.String `tfsdk:"org_id"`
	Role  types.String `tfsdk:"role"`
}

// Metadata names the data source.
func (d *DataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_caller_identity"
}

// Schema describes the data source.
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Tells whose the API key is that the provider uses, and what it permits.\n\n" +
			"A precondition on it keeps a configuration from the wrong account, or from a key that cannot export. " +
			"It takes one request, and costs no export.",
		Attributes: map[string]schema.Attribute{
			"email":  schema.StringAttribute{Computed: true, MarkdownDescription: "The e-mail address of the key's owner."},
			"org_id": schema.StringAttribute{Computed: true, MarkdownDescription: "The id of the account."},
			"role": schema.StringAttribute{Computed: true, MarkdownDescription: "The key's permission, in the API's words: `ADMIN`, `ARCHITECT`, " +
				"`USER` (which is Standard) or another. To export, it must be one of the first two."},
		},
	}
}

// Configure takes the provider's client.
func (d *DataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	data, diags := providerdata.From(req.ProviderData)
	resp.Diagnostics.Append(diags...)
	d.data = data
}

// Read asks FullStory.
func (d *DataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	if d.data.Client == nil {
		resp.Diagnostics.Append(diagnose.IdentifyCaller.UnknownProvider(d.data.Unknown).Error())
		return
	}
	identity, err := d.data.Client.GetMe(ctx)
	if err != nil {
		resp.Diagnostics.Append(diagnose.IdentifyCaller.Failed(err, "").Error())
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model{
		Email: timetypes.StringOrNull(identity.Email),
		OrgID: timetypes.StringOrNull(identity.OrgID),
		Role:  timetypes.StringOrNull(identity.Role),
	})...)
}
