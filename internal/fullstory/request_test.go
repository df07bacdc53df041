package fullstory

import (
	"reflect"
	"testing"
	"time"
)

// changedFields has another value than the zero value for each field.
var changedFields = ExportRequest{
	SegmentID: "segment", Type: ExportTypeEvents, Format: ExportFormatCSV,
	TimeRange:        &TimeRange{Start: time.Unix(1, 0)},
	SegmentTimeRange: &TimeRange{Start: time.Unix(1, 0)},
	Now:              time.Unix(1, 0), Timezone: "Europe/Berlin", Scope: "pages", Fields: []string{"EventStart"},
}

// Setting a field changes the body in each wire format, or the field is
// reported as unsupported: none is dropped silently.
func TestUnit_ExportRequest_EveryFieldCounts(t *testing.T) {
	changed := reflect.ValueOf(changedFields)
	for i := range changed.NumField() {
		name := changed.Type().Field(i).Name
		if changed.Field(i).IsZero() {
			t.Errorf("changedFields has no %s", name)
			continue
		}
		var request ExportRequest
		reflect.ValueOf(&request).Elem().Field(i).Set(changed.Field(i))
		for _, format := range []WireFormat{WireFormatSchema, WireFormatReference} {
			if len(request.Unsupported(format)) > 0 {
				continue
			}
			without, err := ExportRequest{}.encode(format)
			if err != nil {
				t.Fatal(err)
			}
			with, err := request.encode(format)
			if err != nil {
				t.Fatal(err)
			}
			if string(with) == string(without) {
				t.Errorf("%s: %s is not sent, and not reported as unsupported", format, name)
			}
		}
	}
}
