package segmentexport

import (
	"context"
	"time"

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

	ID                  types.String `tfsdk:"id"`
	State               types.String `tfsdk:"state"`
	EstimatePctComplete types.Int64  `tfsdk:"estimate_pct_complete"`
	ErrorDetails        types.String `tfsdk:"error_details"`
	CreatedAt           types.String `tfsdk:"created_at"`
	FinishedAt          types.String `tfsdk:"finished_at"`
	ExpiresAt           types.String `tfsdk:"expires_at"`
	SearchExportID      types.String `tfsdk:"search_export_id"`
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

// export reads the computed attributes.
func (m model) export() export {
	return export{
		ID:              m.ID.ValueString(),
		State:           m.State.ValueString(),
		PercentComplete: m.EstimatePctComplete.ValueInt64(),
		ErrorDetails:    m.ErrorDetails.ValueString(),
		CreatedAt:       parsed(m.CreatedAt),
		FinishedAt:      parsed(m.FinishedAt),
		ExpiresAt:       parsed(m.ExpiresAt),
		SearchExportID:  m.SearchExportID.ValueString(),
	}
}

// setExport writes the computed attributes.
func (m *model) setExport(e export) {
	m.ID = types.StringValue(e.ID)
	m.State = types.StringValue(e.State)
	m.EstimatePctComplete = types.Int64Value(e.PercentComplete)
	m.ErrorDetails = orNull(e.ErrorDetails)
	m.CreatedAt = orNull(written(e.CreatedAt))
	m.FinishedAt = orNull(written(e.FinishedAt))
	m.ExpiresAt = orNull(written(e.ExpiresAt))
	m.SearchExportID = orNull(e.SearchExportID)
}

func orNull(s string) types.String {
	if s == "" {
		return types.StringNull()
	}
	return types.StringValue(s)
}

func written(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

func parsed(s types.String) time.Time {
	t, err := time.Parse(time.RFC3339, s.ValueString())
	if err != nil {
		return time.Time{}
	}
	return t
}
