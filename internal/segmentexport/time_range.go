package segmentexport

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rfc3339"
)

// bounds returns start and end of a range: both unknown if the range is, both
// null if it is null.
func bounds(object types.Object) (start, end types.String) {
	bound := func(name string) types.String {
		if value, ok := object.Attributes()[name].(types.String); ok {
			return value
		}
		if object.IsUnknown() {
			return types.StringUnknown()
		}
		return types.StringNull()
	}
	return bound("start"), bound("end")
}

// timeRange converts a range; nil if it is null.
func timeRange(object types.Object) *fullstory.TimeRange {
	if object.IsNull() {
		return nil
	}
	start, end := bounds(object)
	var r fullstory.TimeRange
	r.Start, _ = rfc3339.Time(start)
	r.End, _ = rfc3339.Time(end)
	return &r
}

// sameRange reports whether two ranges have the same instants.
func sameRange(a, b types.Object) bool {
	if a.IsNull() != b.IsNull() || a.IsUnknown() || b.IsUnknown() {
		return false
	}
	aStart, aEnd := bounds(a)
	bStart, bEnd := bounds(b)
	return sameInstant(aStart, bStart) && sameInstant(aEnd, bEnd)
}

// sameInstant reports whether two times are the same instant, both null, or
// both unknown. Texts that are not times are compared as texts.
func sameInstant(a, b types.String) bool {
	aTime, aKnown := rfc3339.Time(a)
	bTime, bKnown := rfc3339.Time(b)
	if aKnown && bKnown {
		return aTime.Equal(bTime)
	}
	return a.Equal(b)
}

// validateRange validates both bounds of a range together; allowEmpty says that
// {} means all time.
func validateRange(argument string, object types.Object, allowEmpty bool) (diags diag.Diagnostics) {
	start, end := bounds(object)
	from, fromKnown := rfc3339.Time(start)
	until, untilKnown := rfc3339.Time(end)
	switch {
	case isSet(object) && start.IsNull() && end.IsNull() && !allowEmpty:
		diags.Append(diagnose.EmptyRange(argument).AsAttributeError(path.Root(argument)))
	case fromKnown && untilKnown && !until.After(from):
		diags.Append(diagnose.ReversedRange(argument, start.ValueString(), end.ValueString()).AsAttributeError(path.Root(argument)))
	}
	return diags
}

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
	if until, known := rfc3339.Time(end); known {
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
	if isSet(in.TimeRange) && end.IsNull() {
		diags.Append(diagnose.NoEnd("time_range").AsAttributeWarning(argument))
	}
	_, segmentEnd := bounds(in.SegmentTimeRange)
	if until, known := rfc3339.Time(segmentEnd); known && until.Second() == 59 {
		diags.Append(diagnose.LastSecond("segment_time_range", segmentEnd.ValueString()).AsAttributeWarning(path.Root("segment_time_range")))
	}
	if in.SegmentID.ValueString() == "everyone" && !in.TimeRange.IsNull() && in.SegmentTimeRange.IsNull() {
		from, known := rfc3339.Time(start)
		if start.IsNull() || known && from.Before(now.Add(-everyonePeriod)) {
			diags.Append(diagnose.DefaultRange().AsAttributeWarning(argument))
		}
	}
	diags.Append(in.unknownColumns()...)
	return diags
}

// unknownColumns warns of names that FullStory does not document: only the
// export would show that a column is missing.
func (in inputs) unknownColumns() (diags diag.Diagnostics) {
	if !isSet(in.Type) {
		return nil
	}
	exportType := in.Type.ValueString()
	var columns []diagnose.UnknownColumn
	for _, element := range in.Fields.Elements() {
		field, ok := element.(types.String)
		if !ok || !isSet(field) {
			continue
		}
		if nearest, unknown := fullstory.UnknownField(fullstory.ExportType(exportType), field.ValueString()); unknown {
			columns = append(columns, diagnose.UnknownColumn{Name: field.ValueString(), Nearest: nearest})
		}
	}
	if len(columns) > 0 {
		diags.Append(diagnose.UnknownColumns(exportType, columns).AsAttributeWarning(path.Root("fields")))
	}
	return diags
}
