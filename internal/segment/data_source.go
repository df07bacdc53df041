// Package segment serves fullstory_segment and fullstory_segments: the segments
// of an account, which the API only reads.
package segment

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/argument"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providerdata"
)

var (
	_ datasource.DataSourceWithConfigure        = (*segmentDataSource)(nil)
	_ datasource.DataSourceWithConfigValidators = (*segmentDataSource)(nil)
)

// NewDataSource returns the data source fullstory_segment.
func NewDataSource() datasource.DataSource { return &segmentDataSource{} }

type segmentDataSource struct{ providerdata.DataSource }

func (d *segmentDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_segment"
}

func (d *segmentDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Looks up one segment by its ID or by its name.\n\n" +
			"It is an error if no segment, or more than one, has the name. The error lists similar or matching segments.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				Optional: true, Computed: true, Validators: argument.SegmentID(),
				MarkdownDescription: "ID of the segment. It is part of the segment's URL in the app, after `/segments/`. " +
					"Exactly one of `id` and `name` must be set.",
			},
			"name": schema.StringAttribute{
				Optional: true, Computed: true, Validators: argument.NotBlank("the name of a segment"),
				MarkdownDescription: "Name of the segment, in full and case-sensitive. Exactly one of `id` and `name` must be set.",
			},
			"creator": schema.StringAttribute{
				Computed: true, MarkdownDescription: "E-mail address of the creator; null for built-in segments.",
			},
			"created": schema.StringAttribute{
				Computed: true, MarkdownDescription: "When the segment was created, as RFC 3339; null for built-in segments.",
			},
			"url": schema.StringAttribute{
				Computed: true, MarkdownDescription: "URL of the segment in the app.",
			},
		},
	}
}

func (d *segmentDataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{datasourcevalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("name"))}
}

func (d *segmentDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config model
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	find, key := byID, config.ID.ValueString()
	if config.ID.IsNull() {
		find, key = byName, config.Name.ValueString()
	}
	found, problem := find(ctx, d.Client(), key)
	if problem != nil {
		resp.Diagnostics.Append(problem)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, newModel(found))...)
}
