// Package instant is a string attribute that holds an RFC 3339 time and is
// compared as the moment it means: "2026-01-01T00:00:00Z" equals
// "2026-01-01T01:00:00+01:00", and differs from a time a nanosecond later. The
// user's spelling is kept.
package instant

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var _ basetypes.StringTypable = Type{}

// Type is the attribute's type.
type Type struct{ basetypes.StringType }

// String names the type for the framework's own messages.
func (Type) String() string { return "instant.Type" }

// ValueType returns a Value.
func (Type) ValueType(context.Context) attr.Value { return Value{} }

// Equal tells whether the other type is this one.
func (t Type) Equal(o attr.Type) bool {
	other, ok := o.(Type)
	return ok && t.StringType.Equal(other.StringType)
}

// ValueFromString wraps a plain string value.
func (Type) ValueFromString(_ context.Context, in basetypes.StringValue) (basetypes.StringValuable, diag.Diagnostics) {
	return Value{StringValue: in}, nil
}

// ValueFromTerraform reads the value off the wire.
func (t Type) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	value, err := t.StringType.ValueFromTerraform(ctx, in)
	if err != nil {
		return nil, err
	}
	s, ok := value.(basetypes.StringValue)
	if !ok {
		return nil, fmt.Errorf("unexpected value type %T", value)
	}
	return Value{StringValue: s}, nil
}
