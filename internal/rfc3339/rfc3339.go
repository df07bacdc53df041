// Package rfc3339 parses and writes the times of attributes, which
// are strings.
//
// Two times are compared as instants: "2026-01-01T00:00:00Z" equals
// "2026-01-01T01:00:00+01:00". The attribute type of
// terraform-plugin-framework-timetypes (v0.5.0) is not used because it compares
// formatted strings: other offsets differ, and fractions are ignored.
package rfc3339

import (
	"errors"
	"regexp"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

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

// Time returns the time of an attribute; false if the attribute is null,
// unknown or not a time.
func Time(value types.String) (time.Time, bool) {
	if value.IsNull() || value.IsUnknown() {
		return time.Time{}, false
	}
	t, err := Parse(value.ValueString())
	return t, err == nil
}

// Value returns a time as the value of a computed attribute: in UTC, with a
// fraction only if there is one; null if t is zero.
func Value(t time.Time) types.String {
	if t.IsZero() {
		return types.StringNull()
	}
	return types.StringValue(t.UTC().Format(time.RFC3339Nano))
}
