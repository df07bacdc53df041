package segmentexport

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
)

const (
	// settleTime is how long FullStory may still add data (documented).
	settleTime = 24 * time.Hour
	// everyonePeriod is what the segment "everyone" covers by default
	// (documented).
	everyonePeriod = 30 * 24 * time.Hour
)

// warnings returns warnings about inputs that are valid and probably not what
// the user wants.
func (in inputs) warnings(now time.Time) (diags diag.Diagnostics) {
	argument := path.Root("time_range")
	start, end := bounds(in.TimeRange)
	if until, known := end.Time(); known {
		switch {
		case until.After(now):
			diags.Append(diagnose.FutureRange("time_range", end.ValueString()).AsAttributeWarning(argument))
		case until.After(now.Add(-settleTime)):
			diags.Append(diagnose.NotSettled("time_range", end.ValueString()).AsAttributeWarning(argument))
		}
		if until.Second() == 59 {
			diags.Append(diagnose.LastSecond("time_range", end.ValueString()).AsAttributeWarning(argument))
		}
	}
	_, segmentEnd := bounds(in.SegmentTimeRange)
	if until, known := segmentEnd.Time(); known && until.Second() == 59 {
		diags.Append(diagnose.LastSecond("segment_time_range", segmentEnd.ValueString()).AsAttributeWarning(path.Root("segment_time_range")))
	}
	if in.SegmentID.ValueString() == "everyone" && !in.TimeRange.IsNull() && in.SegmentTimeRange.IsNull() {
		from, known := start.Time()
		if start.IsNull() || known && from.Before(now.Add(-everyonePeriod)) {
			diags.Append(diagnose.DefaultRange().AsAttributeWarning(argument))
		}
	}
	return diags
}
