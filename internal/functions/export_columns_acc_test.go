package functions_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

func TestAcc_ExportColumns(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ call, want string }{
		"fields, in their order": {`export_columns("events", ["EventStart", "UserId", "user_trial_bool", "evt_skus_strs", "Something"])`,
			`[{"name":"EventStart","type":"timestamp"},{"name":"UserId","type":"int64"},{"name":"user_trial_bool","type":"bool"},` +
				`{"name":"evt_skus_strs","type":"list(string)"},{"name":"Something","type":"string"}]`},
		"for a table": {`export_columns("individuals", ["Email"])[0].type`, `"string"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := strings.NewReplacer(" ", "", "\n", "").Replace(evaluate(t, c.call)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// Without fields, the columns are those of the file, in their order.
func TestAcc_ExportColumns_Default(t *testing.T) {
	t.Parallel()
	for call, want := range map[string][]string{
		`export_columns("events", null)`:    fullstorytest.EventColumns,
		`export_columns("individuals", [])`: fullstorytest.IndividualColumns,
	} {
		var columns []struct{ Name string }
		if err := json.Unmarshal([]byte(evaluate(t, call)), &columns); err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, column := range columns {
			names = append(names, column.Name)
		}
		if strings.Join(names, " ") != strings.Join(want, " ") {
			t.Errorf("%s: got %q, want %q", call, names, want)
		}
	}
}
