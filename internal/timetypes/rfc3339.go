package timetypes

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
)

var (
	_ basetypes.StringValuableWithSemanticEquals = RFC3339{}
	_ xattr.ValidateableAttribute                = RFC3339{}
)

// RFC3339 is a time in the user's notation. It may be null or unknown.
type RFC3339 struct{ basetypes.StringValue }

// NewRFC3339 returns a known value.
func NewRFC3339(text string) RFC3339 { return RFC3339{StringValue: basetypes.NewStringValue(text)} }

// NewRFC3339Null returns a null value.
func NewRFC3339Null() RFC3339 { return RFC3339{StringValue: basetypes.NewStringNull()} }

// NewRFC3339Unknown returns an unknown value.
func NewRFC3339Unknown() RFC3339 { return RFC3339{StringValue: basetypes.NewStringUnknown()} }

// Type returns the value's type.
func (RFC3339) Type(context.Context) attr.Type { return RFC3339Type{} }

// Equal reports whether o has the same notation.
func (v RFC3339) Equal(o attr.Value) bool {
	other, ok := o.(RFC3339)
	return ok && v.StringValue.Equal(other.StringValue)
}

// StringSemanticEquals reports whether o is the same instant. The framework
// then keeps the notation of the prior state.
func (v RFC3339) StringSemanticEquals(_ context.Context, o basetypes.StringValuable) (bool, diag.Diagnostics) {
	other, ok := o.(RFC3339)
	return ok && v.SameInstant(other), nil
}

// SameInstant reports whether both values are the same instant, both null, or
// both unknown. Texts that are not times are compared as texts.
func (v RFC3339) SameInstant(other RFC3339) bool {
	a, aKnown := v.Time()
	b, bKnown := other.Time()
	if aKnown && bKnown {
		return a.Equal(b)
	}
	return v.Equal(other)
}

// Time returns the instant; false if the value is null, unknown or not a time.
func (v RFC3339) Time() (time.Time, bool) {
	if v.IsNull() || v.IsUnknown() {
		return time.Time{}, false
	}
	t, err := Parse(v.ValueString())
	return t, err == nil
}

// ValidateAttribute reports a value that is not an RFC 3339 time. The error is
// placed at the top-level argument: Terraform shows the resource's first line
// for an error inside an object.
func (v RFC3339) ValidateAttribute(_ context.Context, req xattr.ValidateAttributeRequest, resp *xattr.ValidateAttributeResponse) {
	if v.IsNull() || v.IsUnknown() {
		return
	}
	if _, err := Parse(v.ValueString()); err != nil {
		resp.Diagnostics.Append(diagnose.InvalidTime(req.Path.String(), v.ValueString(), err).AsAttributeError(rootOf(req.Path)))
	}
}

// rootOf returns the top-level argument that a path leads into.
func rootOf(p path.Path) path.Path {
	for len(p.Steps()) > 1 {
		p = p.ParentPath()
	}
	return p
}

// grammar is that of RFC 3339. time.Parse alone accepts more: one-digit hours,
// a comma before the fraction, and offsets of a day or longer.
var grammar = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$`)

// Parse parses an RFC 3339 time; "t" and "z" may be lower case, as the RFC
// allows. It rejects leap seconds (Go has none), the zero time (the client uses
// it for "not set"), and times whose year in UTC does not have four digits.
func Parse(text string) (time.Time, error) {
	upper := strings.ToUpper(text)
	if !grammar.MatchString(upper) {
		return time.Time{}, errors.New("it does not have the form YYYY-MM-DDThh:mm:ss with an offset")
	}
	t, err := time.Parse(time.RFC3339, upper)
	if err != nil {
		return time.Time{}, errors.New("this date or time of day does not exist")
	}
	if t.IsZero() {
		return time.Time{}, errors.New("it is the zero time, which means that no time is set; leave it out instead")
	}
	if year := t.UTC().Year(); year < 0 || year > 9999 {
		return time.Time{}, errors.New("its year in UTC does not have four digits")
	}
	return t, nil
}
