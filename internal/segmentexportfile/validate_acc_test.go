package segmentexportfile_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

func TestAcc_SegmentExportFile_Validate(t *testing.T) {
	t.Parallel()
	server := newServer(t)
	cli := providertest.NewCLI(t, server, "")
	for name, c := range map[string]struct {
		arguments string
		texts     []string
	}{
		"an empty path":           {`path = ""`, []string{"must be the path of a file, neither blank"}},
		"a blank path":            {`path = " "`, []string{"must be the path of a file, neither blank"}},
		"a path with a slash":     {`path = "out/"`, []string{"nor ending in a slash"}},
		"the root":                {`path = "/"`, []string{"nor ending in a slash"}},
		"an existing directory":   {`path = "."`, []string{"Path is not a regular file", "There is a directory at the path"}},
		"a name too long":         {`path = "` + strings.Repeat("n", 256) + `"`, []string{"Path cannot be used", "file name too long"}},
		"no export":               {"path = \"f\"\nexport_id = \"\"", []string{`must be the ID of an export, not blank, got: ""`}},
		"permissions in letters":  {"path = \"f\"\nfile_permission = \"rw-------\"", []string{"octal number such as 0600"}},
		"permissions with setuid": {"path = \"f\"\nfile_permission = \"04755\"", []string{"octal number such as 0600"}},
		"a zero timeout":          {"path = \"f\"\ntimeouts = { create = \"0s\" }", []string{"Timeout is not positive", "timeouts.create is \"0s\"", "Omit it to set no limit"}},
		"an unreadable timeout":   {"path = \"f\"\ntimeouts = { create = \"soon\" }", []string{"Timeout is not a duration", "timeouts.create is \"soon\"", "for example \"90m\""}},
		"a negative timeout":      {"path = \"f\"\ntimeouts = { update = \"-1m\" }", []string{"Timeout is not positive", "timeouts.update is \"-1m\""}},
	} {
		t.Run(name, func(t *testing.T) {
			export := "export_id = \"e\"\n"
			if strings.Contains(c.arguments, "export_id") {
				export = ""
			}
			cli.Configure("resource \"fullstory_segment_export_file\" \"x\" {\n" + export + c.arguments + "\n}\n")
			providertest.ExpectDiagnostic(t, cli.Run("plan", "-json").Errors(), c.texts...)
		})
	}
	if n := len(server.Requests()); n != 0 {
		t.Errorf("%d requests", n)
	}
}

// What a path seems to mean and does not is a warning of the plan.
func TestAcc_SegmentExportFile_PathWarnings(t *testing.T) {
	t.Parallel()
	const tilde, name, exists, shared = "Path begins with a tilde", "File name does not match decompress", "Another file exists at the path", "Two files have the same path"
	const export, packed = `export_id = fullstory_segment_export.x.id`, "\ndecompress = false"
	for title, c := range map[string]struct {
		arguments string
		warnings  []string
	}{
		"a plain file":                     {export + "\npath = \"f.csv\"", nil},
		"the home directory":               {export + "\npath = \"~/f\"", []string{tilde}},
		"a tilde elsewhere":                {export + "\npath = \"a/~/f~\"", nil},
		"a compressed name":                {export + "\npath = \"f.csv.GZ\"", []string{name}},
		"a plain name, compressed":         {export + "\npath = \"f.ndjson\"" + packed, []string{name}},
		"compressed":                       {export + "\npath = \"f.csv.gz\"" + packed, nil},
		"compressed, with other names":     {export + "\npath = \"f.${each.key}\"\nfor_each = toset([\"gzip\", \"tgz\", \"data\", \"\"])" + packed, nil},
		"an existing file":                 {export + "\npath = \"./main.tf\"", []string{exists}},
		"an existing file, of an export":   {"export_id = \"e\"\npath = \"main.tf\"", nil},           // its content may be the same
		"three files":                      {export + "\npath = \"f\"\ncount = 3", []string{shared}}, // of the second and the third
		"three files with their own paths": {export + "\npath = \"f${count.index}\"\ncount = 3", nil},
	} {
		t.Run(title, func(t *testing.T) {
			server := newServer(t)
			cli := providertest.NewCLI(t, server, onlyExport()+"resource \"fullstory_segment_export_file\" \"x\" {\n"+c.arguments+"\n}\n")
			var got []string
			for _, warning := range cli.Run("plan", "-json").Warnings() {
				got = append(got, warning.Summary)
			}
			// Newer versions of Terraform show equal warnings once.
			if got = slices.Compact(got); !slices.Equal(got, c.warnings) {
				t.Errorf("got %q, want %q", got, c.warnings)
			}
		})
	}
}

// Each further file with the path of another new one gets the warning.
func TestUnit_SegmentExportFile_SharedPathOfEachFile(t *testing.T) {
	session := providertest.NewSession(t, newServer(t))
	path := providertest.String(filepath.Join(t.TempDir(), "f"))
	for i := range 3 {
		diags := session.Resource(fileType).Plan(t.Context(), map[string]tftypes.Value{
			"export_id": tftypes.NewValue(tftypes.String, tftypes.UnknownValue), "path": path,
			"decompress": providertest.Bool(true), "file_permission": providertest.String("0600"), "restore": providertest.Bool(true),
		}).Diagnostics
		if warned := len(diags) == 1 && diags[0].Summary == "Two files have the same path"; warned != (i > 0) || !warned && len(diags) > 0 {
			t.Errorf("file %d: got %v", i, diags)
		}
	}
}

// The warnings about an occupied path are no false alarms where a file takes
// the place of another, and where one process plans several times.
func TestAcc_SegmentExportFile_NoPathWarnings(t *testing.T) {
	t.Parallel()
	for name, commands := range map[string][][]string{
		"apply twice":           {{"apply", "-auto-approve", "-json"}, {"apply", "-auto-approve", "-json"}},
		"replace the file":      {{"apply", "-auto-approve", "-json"}, {"apply", "-auto-approve", "-json", "-replace=" + fileAddress}},
		"replace both":          {{"apply", "-auto-approve", "-json"}, {"apply", "-auto-approve", "-json", "-replace=" + fileAddress, "-replace=fullstory_segment_export.x"}},
		"replace, not read":     {{"apply", "-auto-approve", "-json"}, {"plan", "-json", "-refresh=false", "-replace=" + fileAddress, "-replace=fullstory_segment_export.x"}},
		"replace a tainted one": {{"apply", "-auto-approve", "-json"}, {"taint", fileAddress}, {"apply", "-auto-approve", "-json", "-replace=fullstory_segment_export.x"}},
		"test":                  {{"test", "-json"}},
		"validate":              {{"apply", "-auto-approve", "-json"}, {"validate"}, {"destroy", "-auto-approve", "-json"}},
	} {
		t.Run(name, func(t *testing.T) {
			server := newServer(t)
			cli := providertest.NewCLI(t, server, fileWith(`path = "f"`))
			tests := "run \"plan\" {\n  command = plan\n}\nrun \"plan_again\" {\n  command = plan\n}\nrun \"apply\" {}\nrun \"apply_again\" {}\n"
			write(t, filepath.Join(cli.Dir, "main.tftest.hcl"), tests)
			for _, command := range commands {
				if result := cli.Run(command...); result.ExitCode != 0 || len(result.Warnings()) > 0 {
					t.Errorf("%v: exit code %d, %+v\n%s", command, result.ExitCode, result.Warnings(), result.Output)
				}
			}
		})
	}
}

// No file is imported, because none needs to be.
func TestAcc_SegmentExportFile_ImportIsNotNeeded(t *testing.T) {
	t.Parallel()
	cli := providertest.NewCLI(t, newServer(t), fileWith(`path = "f"`))
	if result := cli.Run("import", "-no-color", fileAddress, "f"); result.ExitCode == 0 || !strings.Contains(result.Output, "Import of a file is not needed") {
		t.Errorf("exit code %d:\n%s", result.ExitCode, result.Output)
	}
}
