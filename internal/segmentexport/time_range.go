package segmentexport

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/timetypes"
)

// bounds returns start and end of a range: both unknown if the range is, both
// null if it is null.
func bounds(object types.Object) (start, end timetypes.RFC3339) {
	bound := func(name string) timetypes.RFC3339 {
		if value, ok := object.Attributes()[name].(timetypes.RFC3339); ok {
			return value
		}
		if object.IsUnknown() {
			return timetypes.NewRFC3339Unknown()
		}
		return timetypes.NewRFC3339Null()
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
	r.Start, _ = start.Time()
	r.End, _ = end.Time()
	return &r
}

// sameRange reports whether two ranges have the same instants.
func sameRange(a, b types.Object) bool {
	if a.IsNull() != b.IsNull() || a.IsUnknown() || b.IsUnknown() {
		return false
	}
	aStart, aEnd := bounds(a)
	bStart, bEnd := bounds(b)
	return aStart.SameInstant(bStart) && aEnd.SameInstant(bEnd)
}

// rangeValidator validates both bounds of a range together.
type rangeValidator struct {
	allowEmpty bool // {} means all time
}

var _ validator.Object = rangeValidator{}

func (rangeValidator) Description(context.Context) string {
	return "end must be after start"
}

func (v rangeValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v rangeValidator) ValidateObject(_ context.Context, req validator.ObjectRequest, resp *validator.ObjectResponse) {
	if !isSet(req.ConfigValue) {
		return
	}
	start, end := bounds(req.ConfigValue)
	if start.IsNull() && end.IsNull() {
		if !v.allowEmpty {
			resp.Diagnostics.Append(diagnose.EmptyRange(req.Path.String()).AsAttributeError(req.Path))
		}
		return
	}
	from, fromKnown := start.Time()
	until, untilKnown := end.Time()
	if fromKnown && untilKnown && !until.After(from) {
		resp.Diagnostics.Append(diagnose.ReversedRange(req.Path.String(), start.ValueString(), end.ValueString()).AsAttributeError(req.Path))
	}
}
