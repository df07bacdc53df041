package instant

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
)

var (
	_ basetypes.StringValuableWithSemanticEquals = Value{}
	_ xattr.ValidateableAttribute                = Value{}
)

// Value is a time as its user wrote it; it may be null or unknown.
type Value struct{ basetypes.StringValue }

// New returns a known value.
func New(text string) Value { return Value{StringValue: basetypes.NewStringValue(text)} }

// Null returns a null value.
func Null() Value { return Value{StringValue: basetypes.NewStringNull()} }

// Unknown returns an unknown value.
func Unknown() Value { return Value{StringValue: basetypes.NewStringUnknown()} }

// Type returns a Type.
func (Value) Type(context.Context) attr.Type { return Type{} }

// Equal compares the spelling.
func (v Value) Equal(o attr.Value) bool {
	other, ok := o.(Value)
	return ok && v.StringValue.Equal(other.StringValue)
}

// StringSemanticEquals compares the moments, so that the framework keeps the
// spelling that is in the state.
func (v Value) StringSemanticEquals(_ context.Context, o basetypes.StringValuable) (bool, diag.Diagnostics) {
	other, ok := o.(Value)
	return ok && v.Same(other), nil
}

// Same tells whether both mean the same moment, or are both null, or both
// unknown. Two texts that are no times are the same where they are equal.
func (v Value) Same(other Value) bool {
	a, aKnown := v.Time()
	b, bKnown := other.Time()
	if aKnown && bKnown {
		return a.Equal(b)
	}
	return v.Equal(other)
}

// Time returns the moment; false for null, unknown, and what is no time.
func (v Value) Time() (time.Time, bool) {
	if v.IsNull() || v.IsUnknown() {
		return time.Time{}, false
	}
	t, err := Parse(v.ValueString())
	return t, err == nil
}

// ValidateAttribute refuses what is no RFC 3339 time. The error stands at the
// argument that holds the time: of what is inside an object, a CLI shows the
// first line of the resource.
func (v Value) ValidateAttribute(_ context.Context, req xattr.ValidateAttributeRequest, resp *xattr.ValidateAttributeResponse) {
	if v.IsNull() || v.IsUnknown() {
		return
	}
	if _, err := Parse(v.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(argument(req.Path), "Not an RFC 3339 time",
			fmt.Sprintf("%s is %q, which is not a time that FullStory can be told: %s.\n\n"+
				"Write date, time and offset, as in \"2026-01-31T00:00:00Z\" or \"2026-01-31T02:00:00+02:00\".",
				req.Path, v.ValueString(), err))
	}
}

// argument is the path of the argument that a path leads into.
func argument(p path.Path) path.Path {
	for len(p.Steps()) > 1 {
		p = p.ParentPath()
	}
	return p
}

// shape is RFC 3339's grammar where time.Parse is more lenient: digits in
// pairs, a point before the fraction, an offset within a day.
var shape = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$`)

// Parse reads an RFC 3339 time, with "t" and "z" in either case as the RFC
// allows. The zero time is refused, since to the client it means that none is set.
// A leap second is refused: Go's clock has none. So is a time whose
// year in UTC is not 0 to 9999: it could not be written again.
func Parse(text string) (time.Time, error) {
	upper := strings.ToUpper(text)
	if !shape.MatchString(upper) {
		return time.Time{}, errors.New("it does not have the form YYYY-MM-DDThh:mm:ss with an offset")
	}
	t, err := time.Parse(time.RFC3339, upper)
	if err != nil {
		return time.Time{}, errors.New("there is no such date or time of day")
	}
	if t.IsZero() {
		return time.Time{}, errors.New("it is the zero time, which stands for no time at all; leave it out where none is meant")
	}
	if year := t.UTC().Year(); year < 0 || year > 9999 {
		return time.Time{}, errors.New("its year in UTC has not four digits")
	}
	return t, nil
}
