package segmentexport

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/providerdata"
)

var _ datasource.DataSourceWithConfigure = (*DataSource)(nil)

// NewDataSource returns the data source of one export.
func NewDataSource() datasource.DataSource { return &DataSource{} }

// DataSource is an export that was made elsewhere.
type DataSource struct{ data providerdata.Data }

// Metadata names the data source.
func (d *DataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_segment_export"
}

// Schema describes the data source.
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Looks up a segment export that was made elsewhere, by its id.\n\n" +
			"It is looked at as it stands, and neither waited for nor checked: where more depends on its file, " +
			"let a postcondition demand the `state` that is needed. Looking costs no export.",
		Attributes: observedAttributes(),
	}
	resp.Schema.Attributes["id"] = schema.StringAttribute{
		Required:            true,
		MarkdownDescription: observedTexts["id"],
		Validators:          []validator.String{notBlank("the id of an export")},
	}
}

// observedAttributes are the computed attributes of an export that a data
// source tells of.
func observedAttributes() map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{}
	for name, text := range observedTexts {
		attributes[name] = schema.StringAttribute{Computed: true, MarkdownDescription: text}
	}
	attributes["estimate_pct_complete"] = schema.Int64Attribute{
		Computed: true, MarkdownDescription: observedTexts["estimate_pct_complete"],
	}
	return attributes
}

// Configure takes the provider's client.
func (d *DataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	data, diags := providerdata.From(req.ProviderData)
	resp.Diagnostics.Append(diags...)
	d.data = data
}

// Read looks at the export.
func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m observed
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	seen, diags := existingExport(ctx, d.data, m.ID.ValueString())
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	m.setExport(export{}.observe(seen).asOf(time.Now()))
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}
