package docs_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// The table of each recipe has the types of its columns. An appended field adds
// a column. It creates no export of a day that is exported.
func TestAcc_Recipe_Tables(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		table string // address of the stand-in
		want  []string
		added string // with a list of strings in addition
	}{
		"bigquery": {"google_bigquery_table_events",
			[]string{`{"mode":"NULLABLE","name":"IndvId","type":"INTEGER"}`, `{"mode":"NULLABLE","name":"EventStart","type":"TIMESTAMP"}`},
			`{"mode":"REPEATED","name":"user_teams_strs","type":"STRING"}`},
		"athena": {"aws_glue_catalog_table_events",
			[]string{`["indvid","bigint"]`, `["eventstart","timestamp"]`}, `["user_teams_strs","array<string>"]`},
		"snowflake": {"snowflake_execute_table",
			[]string{`"INDVID" NUMBER(19, 0),`, `"EVENTSTART" TIMESTAMP_TZ,`}, `"USER_TEAMS_STRS" ARRAY`},
		"postgresql": {"",
			[]string{`COLUMN IF NOT EXISTS "IndvId" BIGINT,`, `COLUMN IF NOT EXISTS "EventStart" TIMESTAMPTZ,`, `\copy fullstory_events ("IndvId", `},
			`COLUMN IF NOT EXISTS "user_teams_strs" TEXT;`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server, c, config := example(t, "recipes/"+name)
			c.Apply()
			wantTexts(t, definition(t, c, test.table), test.want)

			submitted := server.Count(fullstorytest.RouteCreateExport)
			configure(t, c, strings.Replace(config, `"PageUrl"]`, `"PageUrl", "user_teams_strs"]`, 1))
			c.Apply()
			wantTexts(t, definition(t, c, test.table), append(test.want, test.added))
			if name != "postgresql" { // it has a single export
				wantSubmissions(t, server, submitted)
			}
		})
	}
}

// definition returns the arguments of a stand-in as one text, or the output of
// the recipe for PostgreSQL.
func definition(t *testing.T, c *providertest.CLI, table string) string {
	t.Helper()
	if table == "" {
		return c.Run("output", "-raw", "load").Output
	}
	state, _ := c.State("terraform_data." + table)
	var all strings.Builder
	encoder := json.NewEncoder(&all)
	encoder.SetEscapeHTML(false)
	arguments, _ := state["input"].([]any)
	for _, argument := range arguments {
		if text, ok := argument.(string); ok {
			all.WriteString(text + "\n")
		} else if err := encoder.Encode(argument); err != nil {
			t.Fatal(err)
		}
	}
	return all.String()
}

func wantTexts(t *testing.T, got string, want []string) {
	t.Helper()
	for _, text := range want {
		if !strings.Contains(got, text) {
			t.Errorf("want %s in\n%s", text, got)
		}
	}
}
