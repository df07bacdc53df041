// Package calleridentity serves fullstory_caller_identity: the owner of the API
// key.
package calleridentity

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/argument"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providerdata"
)

var _ datasource.DataSourceWithConfigure = (*identityDataSource)(nil)

// NewDataSource returns the data source fullstory_caller_identity.
func NewDataSource() datasource.DataSource { return &identityDataSource{} }

type identityDataSource struct{ providerdata.DataSource }

type model struct {
	Email types.String `tfsdk:"email"`
	OrgID types.String `tfsdk:"org_id"`
	Role  types.String `tfsdk:"role"`
}

func (d *identityDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_caller_identity"
}

func (d *identityDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Returns the owner and the permission level of the API key in use.\n\n" +
			"Use it with a postcondition to keep a configuration from running against the wrong account, or with a key that cannot export.",
		Attributes: map[string]schema.Attribute{
			"email":  schema.StringAttribute{Computed: true, MarkdownDescription: "E-mail address of the key's owner."},
			"org_id": schema.StringAttribute{Computed: true, MarkdownDescription: "ID of the account."},
			"role": schema.StringAttribute{Computed: true, MarkdownDescription: "Permission level of the key: `ADMIN`, `ARCHITECT`, " +
				"`USER` (which means Standard) or another. Exports need `ADMIN` or `ARCHITECT`."},
		},
	}
}

func (d *identityDataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	identity, err := d.Client().GetMe(ctx)
	if err != nil {
		resp.Diagnostics.Append(diagnose.IdentifyCaller.Failed(err).AsError())
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model{
		Email: argument.OrNull(identity.Email),
		OrgID: argument.OrNull(identity.OrgID),
		Role:  argument.OrNull(identity.Role),
	})...)
}
