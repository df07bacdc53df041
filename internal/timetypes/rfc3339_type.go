// Package timetypes has the attribute type for RFC 3339 times, and the
// conversions of the API's values into computed attributes.
//
// [RFC3339] compares instants: "2026-01-01T00:00:00Z" equals
// "2026-01-01T01:00:00+01:00" and differs from a time one nanosecond later.
// terraform-plugin-framework-timetypes (v0.5.0) is not used because it compares
// formatted strings: other offsets differ, and fractions are ignored.
package timetypes

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var _ basetypes.StringTypable = RFC3339Type{}

// RFC3339Type is the type of an attribute that holds an [RFC3339] value.
type RFC3339Type struct{ basetypes.StringType }

// String returns the name that the framework uses in its messages.
func (RFC3339Type) String() string { return "timetypes.RFC3339Type" }

// ValueType returns the type's value type.
func (RFC3339Type) ValueType(context.Context) attr.Value { return RFC3339{} }

// Equal reports whether o is the same type.
func (t RFC3339Type) Equal(o attr.Type) bool {
	other, ok := o.(RFC3339Type)
	return ok && t.StringType.Equal(other.StringType)
}

// ValueFromString returns the value of a plain string value.
func (RFC3339Type) ValueFromString(_ context.Context, in basetypes.StringValue) (basetypes.StringValuable, diag.Diagnostics) {
	return RFC3339{StringValue: in}, nil
}

// ValueFromTerraform returns the value of a tftypes value.
func (t RFC3339Type) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	value, err := t.StringType.ValueFromTerraform(ctx, in)
	if err != nil {
		return nil, err
	}
	s, ok := value.(basetypes.StringValue)
	if !ok {
		return nil, fmt.Errorf("unexpected value type %T", value)
	}
	return RFC3339{StringValue: s}, nil
}
