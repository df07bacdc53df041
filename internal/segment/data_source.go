// Package segment serves fullstory_segment and fullstory_segments: the
// segments of a FullStory account, which the API only reads.
package segment

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providerdata"
)

var (
	_ datasource.DataSourceWithConfigure        = (*DataSource)(nil)
	_ datasource.DataSourceWithConfigValidators = (*DataSource)(nil)
)

// NewDataSource returns the data source of one segment.
func NewDataSource() datasource.DataSource { return &DataSource{} }

// DataSource is one segment, found by its id or its name.
type DataSource struct{ data providerdata.Data }

// Metadata names the data source.
func (d *DataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_segment"
}

// Schema describes the data source.
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Looks up one segment, by its id or its name.\n\n" +
			"It is an error if no segment has the name, or if several have. Looking costs no export: an id takes one request, " +
			"a name the whole list of segments, 100 a request.",
		Attributes: segmentAttributes(),
	}
	key := func(description string) schema.StringAttribute {
		return schema.StringAttribute{
			Optional: true, Computed: true, MarkdownDescription: description,
			Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
		}
	}
	resp.Schema.Attributes["id"] = key(texts["id"] + " Give this or `name`. " +
		"It stands in the segment's address in the app, after `/segments/`.")
	resp.Schema.Attributes["name"] = key(texts["name"] + " Give this or `id`. It must be the whole name, in upper and lower case as in FullStory.")
}

// segmentAttributes are the attributes of a segment that a data source tells
// of.
func segmentAttributes() map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{}
	for name, text := range texts {
		attributes[name] = schema.StringAttribute{Computed: true, MarkdownDescription: text}
	}
	return attributes
}

// ConfigValidators want one of the two ways to find a segment.
func (d *DataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{datasourcevalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("name"))}
}

// Configure takes the provider's client.
func (d *DataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	data, diags := providerdata.From(req.ProviderData)
	resp.Diagnostics.Append(diags...)
	d.data = data
}

// Read looks the segment up.
func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config model
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if d.data.Client == nil {
		resp.Diagnostics.Append(diagnose.LookUpSegment.UnknownProvider(d.data.Unknown).Error())
		return
	}
	var found fullstory.Segment
	var problem diag.Diagnostic
	if config.ID.IsNull() {
		found, problem = byName(ctx, d.data.Client, config.Name.ValueString())
	} else {
		found, problem = byID(ctx, d.data.Client, config.ID.ValueString())
	}
	if problem != nil {
		resp.Diagnostics.Append(problem)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, newModel(found))...)
}
