package providertest

import (
	"maps"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// String returns a known string.
func String(s string) tftypes.Value { return tftypes.NewValue(tftypes.String, s) }

// Bool returns a known bool.
func Bool(b bool) tftypes.Value { return tftypes.NewValue(tftypes.Bool, b) }

// Number returns a known number.
func Number(n int) tftypes.Value { return tftypes.NewValue(tftypes.Number, n) }

// Value returns an object of a schema. Attributes without a value are null.
func (s *Session) Value(schema *tfprotov6.Schema, values map[string]tftypes.Value) *tfprotov6.DynamicValue {
	s.t.Helper()
	objectType, ok := schema.ValueType().(tftypes.Object)
	if !ok {
		s.t.Fatalf("a schema of type %s", schema.ValueType())
	}
	all := map[string]tftypes.Value{}
	for name, attribute := range objectType.AttributeTypes {
		all[name] = tftypes.NewValue(attribute, nil)
	}
	maps.Copy(all, values)
	return s.dynamic(tftypes.NewValue(objectType, all))
}

// Null returns the null object of a schema: the state before a create.
func (s *Session) Null(schema *tfprotov6.Schema) *tfprotov6.DynamicValue {
	s.t.Helper()
	return s.dynamic(tftypes.NewValue(schema.ValueType(), nil))
}

func (s *Session) dynamic(value tftypes.Value) *tfprotov6.DynamicValue {
	s.t.Helper()
	dynamic, err := tfprotov6.NewDynamicValue(value.Type(), value)
	s.must(err)
	return &dynamic
}

// IsNull reports whether an object of a schema is null.
func (s *Session) IsNull(schema *tfprotov6.Schema, value *tfprotov6.DynamicValue) bool {
	s.t.Helper()
	if value == nil {
		return true
	}
	object, err := value.Unmarshal(schema.ValueType())
	s.must(err)
	return object.IsNull()
}

// Attributes returns the attributes of an object of a schema.
func (s *Session) Attributes(schema *tfprotov6.Schema, value *tfprotov6.DynamicValue) map[string]tftypes.Value {
	s.t.Helper()
	object, err := value.Unmarshal(schema.ValueType())
	s.must(err)
	attributes := map[string]tftypes.Value{}
	s.must(object.As(&attributes))
	return attributes
}
