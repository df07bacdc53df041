package segmentexport

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/argument"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providerdata"
)

var _ datasource.DataSourceWithConfigure = (*exportsDataSource)(nil)

// stateFilterText describes the filter of lists.
const stateFilterText = "Only exports in this state: `PENDING`, `RUNNING`, `COMPLETED`, `FAILED`, `EXPIRED` " +
	"(completed, and past `expires_at`), or FullStory's `UNKNOWN` and `UNSET`. If omitted, exports in every state are listed."

var stateFilter = argument.OneOf("PENDING", "RUNNING", "COMPLETED", "FAILED", "EXPIRED", "UNKNOWN", "UNSET")

// NewPluralDataSource returns the data source fullstory_segment_exports.
func NewPluralDataSource() datasource.DataSource { return &exportsDataSource{} }

type exportsDataSource struct{ providerdata.DataSource }

type exportsModel struct {
	State   types.String    `tfsdk:"state"`
	Exports []computedModel `tfsdk:"exports"`
}

// exportType is the type of a listed export. It is a list of objects and not a
// nested attribute, because terraform test cannot mock computed nested
// attributes (hashicorp/terraform#37939).
var exportType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"id":                    types.StringType,
	"state":                 types.StringType,
	"estimate_pct_complete": types.Int64Type,
	"error_details":         types.StringType,
	"created_at":            types.StringType,
	"finished_at":           types.StringType,
	"expires_at":            types.StringType,
	"search_export_id":      types.StringType,
}}

func (d *exportsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_segment_exports"
}

func (d *exportsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the segment exports of the account, including those created elsewhere.\n\n" +
			"FullStory removes exports some time after they expire, and does not report which segment an export is of.",
		Attributes: map[string]schema.Attribute{
			"state": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: stateFilterText,
				Validators:          stateFilter,
			},
			"exports": schema.ListAttribute{
				Computed: true, ElementType: exportType,
				MarkdownDescription: "The exports, in FullStory's order, each with the attributes `id`, `state`, `estimate_pct_complete`, " +
					"`error_details`, `created_at`, `finished_at`, `expires_at` and `search_export_id` of the data source " +
					"`fullstory_segment_export`.",
			},
		},
	}
}

func (d *exportsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var state types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, stateArgument, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	m := exportsModel{State: state, Exports: []computedModel{}} // empty, and not null
	for operation, err := range d.Client().ListExports(ctx, fullstory.State(state.ValueString())) {
		if err != nil {
			resp.Diagnostics.Append(diagnose.ListExports.Failed(err).AsError())
			return
		}
		var item computedModel
		item.setOperation(merge(fullstory.Operation{}, operation))
		m.Exports = append(m.Exports, item)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}
