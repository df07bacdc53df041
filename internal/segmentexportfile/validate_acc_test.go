package segmentexportfile_test

import (
	"path/filepath"
	"strings"
	"testing"

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

// A tilde is a name like any other.
func TestAcc_SegmentExportFile_TildeIsNotExpanded(t *testing.T) {
	t.Parallel()
	server := newServer(t)
	server.AddOperation("e", "SEARCH_EXPORT", "COMPLETED")
	cli := providertest.NewCLI(t, server, `resource "fullstory_segment_export_file" "x" {
  export_id = "e"
  path      = "~/f"
}`)
	cli.Apply()
	providertest.ExpectFile(t, filepath.Join(cli.Dir, "~", "f"), providertest.Gunzip(t, server.File("e")), 0o600)
}
