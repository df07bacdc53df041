package segmentexport

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providerdata"
)

var _ datasource.DataSourceWithConfigure = (*PluralDataSource)(nil)

// NewPluralDataSource returns the data source of all exports.
func NewPluralDataSource() datasource.DataSource { return &PluralDataSource{} }

// PluralDataSource is all exports that FullStory lists.
type PluralDataSource struct{ data providerdata.Data }

type pluralModel struct {
	State   types.String `tfsdk:"state"`
	Exports []observed   `tfsdk:"exports"`
}

// Metadata names the data source.
func (d *PluralDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_segment_exports"
}

// Schema describes the data source.
func (d *PluralDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the segment exports that FullStory knows of, whoever made them.\n\n" +
			"FullStory forgets exports some time after they expire, and tells of none which segment it is of. " +
			"Listing costs no export: a request brings 100 of them.",
		Attributes: map[string]schema.Attribute{
			"state": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: stateFilterText,
				Validators:          []validator.String{stateFilter()},
			},
			"exports": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The exports, in FullStory's order.",
				NestedObject:        schema.NestedAttributeObject{Attributes: observedAttributes()},
			},
		},
	}
}

// Configure takes the provider's client.
func (d *PluralDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	data, diags := providerdata.From(req.ProviderData)
	resp.Diagnostics.Append(diags...)
	d.data = data
}

// Read lists the exports.
func (d *PluralDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m pluralModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if d.data.Client == nil {
		resp.Diagnostics.Append(diagnose.ListExports.UnknownProvider(d.data.Unknown).Error())
		return
	}
	m.Exports = []observed{} // none is an empty list, not a null one
	for known, err := range existingExports(ctx, d.data.Client, m.State.ValueString()) {
		if err != nil {
			resp.Diagnostics.Append(diagnose.ListExports.Failed(err, "").Error())
			return
		}
		var row observed
		row.setExport(known)
		m.Exports = append(m.Exports, row)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}
