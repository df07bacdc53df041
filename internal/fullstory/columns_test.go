package fullstory_test

import (
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

// The fake has a list of its own.
func TestUnit_Columns_AreThoseOfTheFake(t *testing.T) {
	for exportType, want := range map[fullstory.ExportType][]string{
		fullstory.ExportTypeEvents: fullstorytest.EventColumns, fullstory.ExportTypeIndividuals: fullstorytest.IndividualColumns,
	} {
		got := fullstory.StandardColumns(exportType)
		if len(got) != len(want) {
			t.Fatalf("%s: %d columns, want %d", exportType, len(got), len(want))
		}
		for i, column := range got {
			if column.Name != want[i] || !fullstory.IsKnownColumn(want[i]) || fullstory.ColumnNamed(want[i]) != column {
				t.Errorf("%s: column %d is %q, want %q", exportType, i, column, want[i])
			}
		}
	}
}

func TestUnit_Columns_Types(t *testing.T) {
	for name, want := range map[string]fullstory.ColumnType{
		"IndvId": "int64", "Uid": "string", "EventStart": "timestamp", "EventModDead": "int64", "AvgSessionSec": "float64",
		"EventVarFields": "string", "PageLatLong": "string", "UserVars": "string", "PageClusterId": "int64", "ReqStatus": "int64",
		"EventCumulativeLayoutShift": "float64", "EventFirstInputDelay": "int64", "LoadLargestPaintTime": "int64", "LastSessionStart": "timestamp",
		"user_plan_str": "string", "user_seats_int": "int64", "evt_total_real": "float64", "user_trial_bool": "bool", "user_renewal_date": "timestamp",
		"evt_skus_strs": "list(string)", "evt_counts_ints": "list(int64)", "x_reals": "list(float64)", "x_bools": "list(bool)", "x_dates": "list(timestamp)",
		"NewColumn": "string", "user_": "string", "_int": "int64", "print": "string", "": "string",
	} {
		if got := fullstory.ColumnNamed(name).Type; got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}

func TestUnit_UnknownField(t *testing.T) {
	for name, want := range map[string]struct {
		exportType fullstory.ExportType
		nearest    string
		unknown    bool
	}{
		"EventStart":         {"events", "", false},
		"EventStrat":         {"events", "EventStart", true},
		"UserID":             {"events", "UserId", true},
		"user_id":            {"events", "UserId", true},
		"event_start":        {"events", "EventStart", true},
		"user_plan_str":      {"events", "", false},
		"user_plan":          {"events", "", false},
		"user_*":             {"events", "", false},
		"page_x":             {"individuals", "", false},
		"PageUrl":            {"individuals", "", true},
		"e-mail":             {"individuals", "Email", true},
		"Uid":                {"individuals", "", false},
		"SomethingElseAtAll": {"events", "", true},
		"x":                  {"events", "", true},
	} {
		if nearest, unknown := fullstory.UnknownField(want.exportType, name); nearest != want.nearest || unknown != want.unknown {
			t.Errorf("%s: got %q, %t", name, nearest, unknown)
		}
	}
}
