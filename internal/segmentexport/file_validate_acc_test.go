package segmentexport_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

func TestAcc_SegmentExportFile_RefusesAtPlanTime(t *testing.T) {
	server := fullstorytest.New()
	defer server.Close()
	cli := providertest.NewCLI(t, server, "")
	for name, c := range map[string]struct {
		arguments string
		texts     []string
	}{
		"an empty path":          {`path = ""`, []string{"must be the path of a file, neither blank"}},
		"a blank path":           {`path = " "`, []string{"must be the path of a file, neither blank"}},
		"a folder by its name":   {`path = "out/"`, []string{"must be the path of a file", "nor a folder's with a slash at its end"}},
		"the root":               {`path = "/"`, []string{"must be the path of a file", "nor a folder's"}},
		"a folder that is there": {`path = "."`, []string{"The path is a folder", "Give the name of a file within it"}},
		"no export":              {"path = \"f\"\nexport_id = \"\"", []string{"must be the id of an export, not blank"}},
		"a permission in words":  {"path = \"f\"\nfile_permission = \"rw-------\"", []string{"octal number such as 0600"}},
		"a permission too many":  {"path = \"f\"\nfile_permission = \"04755\"", []string{"octal number such as 0600"}},
		"no time":                {"path = \"f\"\ntimeouts = { create = \"0s\" }", []string{"Timeout is not positive", "Leave it out to set no limit"}},
	} {
		t.Run(name, func(t *testing.T) {
			export := "export_id = \"e\"\n"
			if strings.Contains(c.arguments, "export_id") {
				export = ""
			}
			cli.Configure("resource \"fullstory_segment_export_file\" \"x\" {\n" + export + c.arguments + "\n}\n")
			wantTold(t, cli.Run("plan", "-json").Told("error"), c.texts...)
		})
	}
	if n := len(server.Requests()); n != 0 {
		t.Errorf("%d requests", n)
	}
}

func TestAcc_SegmentExportFile_PathsThatDoNotWork(t *testing.T) {
	server := fullstorytest.New()
	defer server.Close()
	server.AddOperation("e", "SEARCH_EXPORT", "COMPLETED")
	cli := providertest.NewCLI(t, server, "")
	if err := os.WriteFile(filepath.Join(cli.Dir, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{
		"below a file": "file/f", "a name too long": strings.Repeat("n", 300), "in no place of its own": "/proc/none/f",
	} {
		t.Run(name, func(t *testing.T) {
			cli.Configure("resource \"fullstory_segment_export_file\" \"x\" {\n export_id = \"e\"\n path = \"" + path + "\"\n}\n")
			wantTold(t, cli.Run("apply", "-auto-approve", "-json").Told("error"),
				"The path cannot be used", "Nothing was left half done", "Path: "+path, "Reason: ")
			if got, _ := cli.State("fullstory_segment_export_file.x"); got != nil {
				t.Errorf("the state says %v", got)
			}
		})
	}
}

// A tilde is a name like any other.
func TestAcc_SegmentExportFile_ExpandsNothing(t *testing.T) {
	server := fullstorytest.New()
	defer server.Close()
	server.AddOperation("e", "SEARCH_EXPORT", "COMPLETED")
	cli := providertest.NewCLI(t, server, `resource "fullstory_segment_export_file" "x" {
  export_id = "e"
  path      = "~/f"
}`)
	cli.Apply()
	wantFile(t, filepath.Join(cli.Dir, "~", "f"), unpacked(t, server.File("e")), 0o600)
}
