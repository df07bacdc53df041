// Package duckdb_test loads files of the provider into DuckDB.
package duckdb_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

const config = `
locals {
  fields = {
    events = concat(provider::fullstory::export_columns("events", [])[*].name,
      ["user_plan_str", "user_seats_int", "user_mrr_real", "user_trial_bool", "user_renewal_date"])
    individuals = []
  }
  exports = { for e in setproduct(keys(local.fields), ["csv", "json", "ndjson"]) : join(".", e) => { type = e[0], format = e[1] } }
}
resource "fullstory_segment_export" "x" {
  for_each   = local.exports
  segment_id = "everyone"
  type       = each.value.type
  format     = each.value.format
  time_range = { start = "2026-03-01T00:00:00Z", end = "2026-03-02T00:00:00Z" }
  fields     = local.fields[each.value.type]
}
resource "fullstory_segment_export_file" "plain" {
  for_each  = local.exports
  export_id = fullstory_segment_export.x[each.key].id
  path      = "out/${each.key}"
}
resource "fullstory_segment_export_file" "packed" {
  for_each   = local.exports
  export_id  = fullstory_segment_export.x[each.key].id
  path       = "out/${each.key}.gz"
  decompress = false
}
output "files" {
  value = merge([for e, export in local.exports : { for file in [
    fullstory_segment_export_file.plain[e], fullstory_segment_export_file.packed[e]
    ] : file.path => {
    columns   = provider::fullstory::export_columns(export.type, local.fields[export.type])
    format    = export.format
    row_count = file.row_count
  } }]...)
}
`

// table is what a configuration knows of a file.
type table struct {
	Columns  []struct{ Name, Type string }
	Format   string
	RowCount int `json:"row_count"`
}

// Every file loads with the types of export_columns, as many rows as row_count
// says, and no value changed. DUCKDB is the path of the command in
// internal/tools/duckdb.
func TestAcc_DuckDB_LoadsEveryFile(t *testing.T) {
	if os.Getenv("DUCKDB") == "" {
		t.Skip("DUCKDB is not set: make test-duckdb runs this")
	}
	server := fullstorytest.New(fullstorytest.WithWireFormat("reference"), fullstorytest.WithDefaultScript(fullstorytest.Script{Rows: 120}))
	defer server.Close()
	cli := providertest.NewCLI(t, server, config)
	cli.Env = append(cli.Env, "FULLSTORY_WIRE_FORMAT=reference")
	cli.Apply()
	var outputs struct {
		Files struct{ Value map[string]table }
	}
	if err := json.Unmarshal([]byte(cli.Run("output", "-json").Output), &outputs); err != nil {
		t.Fatal(err)
	}
	if len(outputs.Files.Value) != 12 {
		t.Fatalf("%d files, want 12", len(outputs.Files.Value))
	}
	for path, table := range outputs.Files.Value {
		t.Run(path, func(t *testing.T) {
			file := filepath.Join(cli.Dir, path)
			want, got := records(t, file, table.Format), load(t, file, table)
			if len(got) != table.RowCount || len(want) != table.RowCount {
				t.Fatalf("DuckDB has %d rows, the file has %d, and row_count is %d", len(got), len(want), table.RowCount)
			}
			nulls := 0
			for i := range want {
				for _, column := range table.Columns {
					if got[i][column.Name] != want[i][column.Name] {
						t.Fatalf("row %d: %s is %q, want %q", i, column.Name, got[i][column.Name], want[i][column.Name])
					}
					if column.Type == "int64" && got[i][column.Name] == "" {
						nulls++
					}
				}
			}
			if strings.HasPrefix(path, "out/events") && nulls == 0 {
				t.Error("no number is null: the test shows nothing about them")
			}
		})
	}
}

// load returns the rows of a file as DuckDB reads it.
func load(t *testing.T, file string, table table) []record {
	t.Helper()
	types := map[string]string{"string": "VARCHAR", "int64": "BIGINT", "float64": "DOUBLE", "bool": "BOOLEAN", "timestamp": "TIMESTAMP"}
	var columns []string
	for _, column := range table.Columns {
		columns = append(columns, fmt.Sprintf("'%s': '%s'", column.Name, types[column.Type]))
	}
	reader := map[string]string{
		"csv":    "read_csv('%s', columns = {%s}, header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"')",
		"json":   "read_json('%s', columns = {%s}, format = 'array')",
		"ndjson": "read_json('%s', columns = {%s}, format = 'newline_delimited')",
	}[table.Format]
	command := exec.CommandContext(t.Context(), os.Getenv("DUCKDB"))
	command.Stdin = strings.NewReader("SELECT * FROM " + fmt.Sprintf(reader, file, strings.Join(columns, ", ")))
	command.Stderr = os.Stderr
	output, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	return objects(t, strings.NewReader(string(output)))
}
