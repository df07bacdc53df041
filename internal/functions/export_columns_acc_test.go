package functions_test

import (
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
		// Without fields, they are those of the file, in its order.
		"fields of null": {`export_columns("events", null)[*].name`, list(fullstorytest.EventColumns)},
		"no fields":      {`export_columns("individuals", [])[*].name`, list(fullstorytest.IndividualColumns)},
		"for a table":    {`export_columns("individuals", ["Email"])[0].type`, `"string"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := strings.NewReplacer(" ", "", "\n", "").Replace(evaluate(t, c.call)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// list returns texts as JSON.
func list(texts []string) string { return `["` + strings.Join(texts, `","`) + `"]` }
