package segmentexport

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

// inputs are the arguments that describe an export; a change of one makes a
// new export.
type inputs struct {
	SegmentID        types.String `tfsdk:"segment_id"`
	Type             types.String `tfsdk:"type"`
	Format           types.String `tfsdk:"format"`
	TimeRange        types.Object `tfsdk:"time_range"`
	SegmentTimeRange types.Object `tfsdk:"segment_time_range"`
	Scope            types.String `tfsdk:"scope"`
	Fields           types.List   `tfsdk:"fields"`
	Timezone         types.String `tfsdk:"timezone"`
}

// model is the resource's plan and state.
type model struct {
	inputs
	Triggers          types.Map      `tfsdk:"triggers"`
	WaitForCompletion types.Bool     `tfsdk:"wait_for_completion"`
	ReplaceOnExpiry   types.Bool     `tfsdk:"replace_on_expiry"`
	Timeouts          timeouts.Value `tfsdk:"timeouts"`
	observed
}

// request converts the inputs to the API's terms; all must be known.
func (in inputs) request(ctx context.Context) (fullstory.ExportRequest, diag.Diagnostics) {
	r := fullstory.ExportRequest{
		SegmentID:        in.SegmentID.ValueString(),
		Type:             fullstory.ExportType(in.Type.ValueString()),
		Format:           fullstory.ExportFormat(in.Format.ValueString()),
		TimeRange:        timeRange(in.TimeRange),
		SegmentTimeRange: timeRange(in.SegmentTimeRange),
		Scope:            in.Scope.ValueString(),
		Timezone:         in.Timezone.ValueString(),
	}
	if in.Fields.IsNull() {
		return r, nil
	}
	return r, in.Fields.ElementsAs(ctx, &r.Fields, false)
}
