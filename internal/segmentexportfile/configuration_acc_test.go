package segmentexportfile_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// The configuration that downloads a file can read it, in the first apply and
// in those that follow.
func TestAcc_SegmentExportFile_ReadInTheSameConfiguration(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ format, rows string }{
		"csvdecode":        {`format = "csv"`, "csvdecode(file(fullstory_segment_export_file.x.local_path))"},
		"jsondecode":       {`format = "json"`, "jsondecode(file(fullstory_segment_export_file.x.local_path))"},
		"another resource": {`format = "csv"`, "csvdecode(terraform_data.copy.output)"},
	} {
		t.Run(name, func(t *testing.T) {
			server := newServer(t)
			config := func(path, trigger string) string {
				return fileWith(`path = "`+path+`"`, c.format, `triggers = { n = "`+trigger+`" }`) + `
resource "terraform_data" "copy" { input = file(fullstory_segment_export_file.x.local_path) }
resource "terraform_data" "rows" { input = length(` + c.rows + `) }
`
			}
			cli := providertest.NewCLI(t, server, "")
			for _, step := range []struct{ name, path, trigger string }{
				{"first apply", "f", "1"}, {"another export", "f", "2"}, {"another path", "a/g", "2"},
			} {
				cli.Configure(config(step.path, step.trigger))
				cli.Apply()
				rows, _ := cli.State("terraform_data.rows")
				copied, _ := cli.State("terraform_data.copy")
				text, err := os.ReadFile(filepath.Join(cli.Dir, step.path))
				if err != nil || rows["output"] != 25.0 || copied["output"] != string(text) {
					t.Errorf("%s: %v rows, %v", step.name, rows["output"], err)
				}
				cli.ExpectEmptyPlan()
			}
			if err := os.Remove(filepath.Join(cli.Dir, "a/g")); err != nil {
				t.Fatal(err)
			}
			cli.Apply()
			cli.ExpectEmptyPlan()
		})
	}
}

// Two resources at one path, or one after the other.
func TestAcc_SegmentExportFile_SharedPath(t *testing.T) {
	t.Parallel()
	const other = `
resource "fullstory_segment_export" "y" {
  segment_id = "everyone"
  type       = "individuals"
  format     = "csv"
}
`
	y := func(export, path string) string {
		return fmt.Sprintf("resource \"fullstory_segment_export_file\" \"y\" {\n  export_id = fullstory_segment_export.%s.id\n  path = %q\n}\n", export, path)
	}
	for name, test := range map[string]func(t *testing.T, server *fullstorytest.Server, cli *providertest.CLI, path string){
		"renamed without a moved block": func(t *testing.T, server *fullstorytest.Server, cli *providertest.CLI, path string) {
			cli.Configure(fileWith(`path = "f"`))
			cli.Apply()
			cli.Configure(onlyExport() + y("x", "f"))
			cli.Apply()
			providertest.ExpectFile(t, path, providertest.Gunzip(t, server.File(server.Exports()[0].ID)), 0o600)
		},
		"renamed without a moved block, to another export": func(t *testing.T, server *fullstorytest.Server, cli *providertest.CLI, path string) {
			cli.Configure(fileWith(`path = "f"`) + other)
			cli.Apply()
			cli.Configure(onlyExport() + other + y("y", "f"))
			cli.Apply()
			state, _ := cli.State(strings.Replace(fileAddress, ".x", ".y", 1))
			for _, export := range server.Exports() {
				if export.ID == state["id"] {
					providertest.ExpectFile(t, path, providertest.Gunzip(t, server.File(export.ID)), 0o600)
				}
			}
		},
		"replaced, new one first": func(t *testing.T, server *fullstorytest.Server, cli *providertest.CLI, path string) {
			cli.Configure(fileWith("path = \"f\"\nlifecycle { create_before_destroy = true }"))
			cli.Apply()
			if result := cli.Run("apply", "-auto-approve", "-json", "-replace="+fileAddress); result.ExitCode != 0 {
				t.Fatal(result.Output)
			}
			providertest.ExpectFile(t, path, providertest.Gunzip(t, server.File(server.Exports()[0].ID)), 0o600)
		},
		"another export, new one first": func(t *testing.T, server *fullstorytest.Server, cli *providertest.CLI, path string) {
			const first = "path = \"f\"\nlifecycle { create_before_destroy = true }"
			cli.Configure(fileWith(first))
			cli.Apply()
			cli.Configure(fileWith(first, `triggers = { n = "2" }`))
			cli.Apply()
			providertest.ExpectFile(t, path, providertest.Gunzip(t, server.File(server.Exports()[1].ID)), 0o600)
		},
	} {
		t.Run(name, func(t *testing.T) {
			server := newServer(t)
			cli := providertest.NewCLI(t, server, "")
			test(t, server, cli, filepath.Join(cli.Dir, "f"))
			cli.ExpectEmptyPlan()
			cli.Configure("")
			if result := cli.Run("apply", "-auto-approve", "-json"); result.ExitCode != 0 || len(result.Warnings()) > 0 {
				t.Errorf("destroy: exit code %d, %v", result.ExitCode, result.Warnings())
			}
			wantNoFile(t, filepath.Join(cli.Dir, "f"))
		})
	}
}
