package segmentexport

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/argument"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rfc3339"
)

// inputs are the arguments that define an export: changing one creates a new
// export.
type inputs struct {
	SegmentID        types.String `tfsdk:"segment_id"`
	Type             types.String `tfsdk:"type"`
	Format           types.String `tfsdk:"format"`
	TimeRange        types.Object `tfsdk:"time_range"`
	SegmentTimeRange types.Object `tfsdk:"segment_time_range"`
	Now              types.String `tfsdk:"now"`
	Timezone         types.String `tfsdk:"timezone"`
	Scope            types.String `tfsdk:"scope"`
	Fields           types.List   `tfsdk:"fields"`
}

// model is the plan and the state of the resource.
type model struct {
	inputs
	Triggers          types.Map      `tfsdk:"triggers"`
	WaitForCompletion types.Bool     `tfsdk:"wait_for_completion"`
	ReplaceOnExpiry   types.Bool     `tfsdk:"replace_on_expiry"`
	Timeouts          timeouts.Value `tfsdk:"timeouts"`
	computedModel
}

// computedModel are the computed attributes of an export.
type computedModel struct {
	ID                  types.String `tfsdk:"id"`
	State               types.String `tfsdk:"state"`
	EstimatePctComplete types.Int64  `tfsdk:"estimate_pct_complete"`
	ErrorDetails        types.String `tfsdk:"error_details"`
	CreatedAt           types.String `tfsdk:"created_at"`
	FinishedAt          types.String `tfsdk:"finished_at"`
	ExpiresAt           types.String `tfsdk:"expires_at"`
	SearchExportID      types.String `tfsdk:"search_export_id"`
}

// request converts the inputs, which must be known.
func (in inputs) request(ctx context.Context) (fullstory.ExportRequest, diag.Diagnostics) {
	r := fullstory.ExportRequest{
		SegmentID:        in.SegmentID.ValueString(),
		Type:             fullstory.ExportType(in.Type.ValueString()),
		Format:           fullstory.ExportFormat(in.Format.ValueString()),
		TimeRange:        timeRange(in.TimeRange),
		SegmentTimeRange: timeRange(in.SegmentTimeRange),
		Timezone:         in.Timezone.ValueString(),
		Scope:            in.Scope.ValueString(),
	}
	r.Now, _ = rfc3339.Time(in.Now)
	return r, in.Fields.ElementsAs(ctx, &r.Fields, false)
}

// operation returns the computed attributes as an operation.
func (m computedModel) operation() fullstory.Operation {
	return fullstory.Operation{
		ID:              m.ID.ValueString(),
		State:           fullstory.State(m.State.ValueString()),
		PercentComplete: int(m.EstimatePctComplete.ValueInt64()),
		ErrorDetails:    rest.Text(m.ErrorDetails.ValueString()),
		CreatedAt:       parseTime(m.CreatedAt),
		FinishedAt:      parseTime(m.FinishedAt),
		ExpiresAt:       parseTime(m.ExpiresAt),
		SearchExportID:  m.SearchExportID.ValueString(),
	}
}

// setOperation sets the computed attributes.
func (m *computedModel) setOperation(o fullstory.Operation) {
	m.ID = types.StringValue(o.ID)
	m.State = types.StringValue(string(o.State))
	m.EstimatePctComplete = types.Int64Value(int64(o.PercentComplete))
	m.ErrorDetails = argument.OrNull(string(o.ErrorDetails))
	m.CreatedAt = rfc3339.Value(o.CreatedAt)
	m.FinishedAt = rfc3339.Value(o.FinishedAt)
	m.ExpiresAt = rfc3339.Value(o.ExpiresAt)
	m.SearchExportID = argument.OrNull(o.SearchExportID)
}

// sameAttributes reports whether two operations have the same computed
// attributes.
func sameAttributes(a, b fullstory.Operation) bool {
	var first, second computedModel
	first.setOperation(a)
	second.setOperation(b)
	return first == second
}

// operation returns the export as an operation.
func (m model) operation() fullstory.Operation {
	o := m.computedModel.operation()
	o.Segment = m.SegmentID.ValueString()
	return o
}

// parseTime returns the time of a computed attribute. One up to the Unix epoch,
// which earlier versions stored, stands for "not set".
func parseTime(s types.String) time.Time {
	t, err := time.Parse(time.RFC3339, s.ValueString())
	if err != nil || !t.After(time.Unix(0, 0)) {
		return time.Time{}
	}
	return t
}
