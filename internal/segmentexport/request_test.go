package segmentexport

import (
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

// Every argument that defines an export changes the request: one that is in
// the schema and the model, but not in the request, would silently do nothing.
func TestUnit_Inputs_EveryOneCounts(t *testing.T) {
	ranges := map[string]attr.Type{"start": types.StringType, "end": types.StringType}
	const instant = "2026-01-01T00:00:00Z" // is also some text
	request := func(in inputs) fullstory.ExportRequest {
		t.Helper()
		r, diags := in.request(t.Context())
		if diags.HasError() {
			t.Fatal(diags)
		}
		return r
	}
	empty := inputs{
		TimeRange: types.ObjectNull(ranges), SegmentTimeRange: types.ObjectNull(ranges), Fields: types.ListNull(types.StringType),
	}
	without := request(empty)
	arguments := reflect.TypeFor[inputs]()
	for i := range arguments.NumField() {
		with := empty
		switch field := reflect.ValueOf(&with).Elem().Field(i).Addr().Interface().(type) {
		case *types.String:
			*field = types.StringValue(instant)
		case *types.Object:
			*field = types.ObjectValueMust(ranges, map[string]attr.Value{"start": types.StringValue(instant), "end": types.StringNull()})
		case *types.List:
			*field = types.ListValueMust(types.StringType, []attr.Value{types.StringValue(instant)})
		default:
			t.Errorf("%s is of a type that this test does not know", arguments.Field(i).Name)
		}
		if reflect.DeepEqual(request(with), without) {
			t.Errorf("%s does not change the request", arguments.Field(i).Name)
		}
	}
}
