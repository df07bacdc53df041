package segmentexport

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/timetypes"
)

// ends returns the two times of a range; both are unknown where the range is,
// and null where it is.
func ends(object types.Object) (start, end timetypes.RFC3339) {
	at := func(name string) timetypes.RFC3339 {
		if value, ok := object.Attributes()[name].(timetypes.RFC3339); ok {
			return value
		}
		if object.IsUnknown() {
			return timetypes.NewRFC3339Unknown()
		}
		return timetypes.NewRFC3339Null()
	}
	return at("start"), at("end")
}

// timeRange converts a range to the API's terms; nil where it is not set.
func timeRange(object types.Object) *fullstory.TimeRange {
	if object.IsNull() {
		return nil
	}
	start, end := ends(object)
	var r fullstory.TimeRange
	r.Start, _ = start.Time()
	r.End, _ = end.Time()
	return &r
}

// sameRange tells whether two ranges mean the same moments.
func sameRange(a, b types.Object) bool {
	if a.IsNull() != b.IsNull() || a.IsUnknown() || b.IsUnknown() {
		return false
	}
	aStart, aEnd := ends(a)
	bStart, bEnd := ends(b)
	return aStart.SameInstant(bStart) && aEnd.SameInstant(bEnd)
}

// rangeValidator checks what concerns both ends: that one is there, and that
// they are in order.
type rangeValidator struct{}

var _ validator.Object = rangeValidator{}

func (rangeValidator) Description(context.Context) string {
	return "at least one of start and end, and end after start"
}

func (v rangeValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (rangeValidator) ValidateObject(_ context.Context, req validator.ObjectRequest, resp *validator.ObjectResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	start, end := ends(req.ConfigValue)
	if start.IsNull() && end.IsNull() {
		resp.Diagnostics.AddAttributeError(req.Path, "Empty time range", fmt.Sprintf(
			"%s has neither start nor end. Set at least one of them, or leave %[1]s out.", req.Path))
		return
	}
	from, fromKnown := start.Time()
	until, untilKnown := end.Time()
	if fromKnown && untilKnown && !until.After(from) {
		resp.Diagnostics.AddAttributeError(req.Path, "Time range ends before it begins", fmt.Sprintf(
			"%s.end must lie after %[1]s.start, but %q is not after %q.", req.Path, end.ValueString(), start.ValueString()))
	}
}

// warnOfFuture finds a range that reaches beyond now, of which an export holds
// less than is asked for.
func warnOfFuture(name string, object types.Object, now time.Time) (diags diag.Diagnostics) {
	start, end := ends(object)
	from, fromKnown := start.Time()
	until, untilKnown := end.Time()
	switch {
	case fromKnown && from.After(now):
		diags.AddAttributeWarning(path.Root(name), "Time range begins in the future", fmt.Sprintf(
			"%s.start is %q. The export holds what FullStory has recorded by the time it runs, which is nothing of the range. "+
				"Export it once it is over; data settles for up to 24 hours.", name, start.ValueString()))
	case untilKnown && until.After(now):
		diags.AddAttributeWarning(path.Root(name), "Time range ends in the future", fmt.Sprintf(
			"%s.end is %q. The export holds what FullStory has recorded by the time it runs, so it will lack the rest of the range. "+
				"Data settles for up to 24 hours: export a range that ended a day ago for complete data.", name, end.ValueString()))
	}
	return diags
}
