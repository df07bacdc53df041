package segmentexportfile_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

func TestAcc_SegmentExportFile_Restore(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change  func(path string) error
		summary string
		planned int // warnings if the file can be restored
	}{
		"missing": {os.Remove, "Downloaded file is missing", 0},
		"changed": {func(p string) error { return os.WriteFile(p, []byte("mine"), 0o600) }, "Downloaded file was changed", 1},
	} {
		t.Run(name, func(t *testing.T) {
			server := newServer(t)
			const ignored = "path = \"f.csv\"\nrestore = false"
			cli := providertest.NewCLI(t, server, fileWith(`path = "f.csv"`, `format = "csv"`))
			cli.Apply()
			id := server.Exports()[0].ID
			path, plain := filepath.Join(cli.Dir, "f.csv"), providertest.Gunzip(t, server.File(id))
			change := func(t *testing.T) {
				t.Helper()
				if err := c.change(path); err != nil {
					t.Fatal(err)
				}
			}
			t.Run("available", func(t *testing.T) {
				change(t)
				action, result := cli.PlannedActions(fileAddress)
				if action != "update" || len(result.Warnings()) != c.planned {
					t.Errorf("the plan shows %q with %+v", action, result.Warnings())
				}
				if warnings := cli.Apply().Warnings(); c.planned > 0 {
					providertest.ExpectDiagnostic(t, warnings, c.summary, "Applying this plan replaces it", "Path: f.csv")
				}
				providertest.ExpectFile(t, path, plain, 0o600)
				if state, _ := cli.State(fileAddress); state["row_count"] != 25.0 || state["header"] == nil || state["local_path"] != "f.csv" {
					t.Errorf("the state is %v", state)
				}
			})
			t.Run("not visible", func(t *testing.T) {
				change(t)
				server.Always(fullstorytest.RouteGetOperation, fullstorytest.StatusBody(404, "application/json", `{"message": "not found"}`))
				action, result := cli.PlannedActions(fileAddress)
				server.ClearFaults()
				var warnings []string
				for _, d := range result.Warnings() {
					warnings = append(warnings, d.Summary+d.Detail)
				}
				if all := strings.Join(warnings, "\n"); action != "no-op" || !strings.Contains(all, c.summary) || !strings.Contains(all, "not visible with this API key") {
					t.Errorf("the plan shows %q with %s", action, all)
				}
			})
			t.Run("ignored", func(t *testing.T) {
				cli.Configure(fileWith(ignored, `format = "csv"`))
				if warnings := cli.Apply().Warnings(); len(warnings) > 0 {
					t.Errorf("restore is turned off, with %+v", warnings)
				}
				server.ResetLog()
				action, result := cli.PlannedActions(fileAddress)
				if action != "no-op" || len(result.Warnings()) > 0 || len(server.Requests()) > 0 {
					t.Errorf("the plan shows %q, with %v and %d requests", action, result.Warnings(), len(server.Requests()))
				}
			})
			t.Run("wanted again", func(t *testing.T) {
				cli.Configure(fileWith(`path = "f.csv"`, `format = "csv"`))
				cli.Apply()
				providertest.ExpectFile(t, path, plain, 0o600)
			})
			t.Run("expired", func(t *testing.T) {
				change(t)
				server.Expire(id)
				action, result := cli.PlannedActions(fileAddress)
				if action != "no-op" {
					t.Errorf("the plan shows %q", action)
				}
				var found int
				for _, d := range result.Warnings() {
					if d.Summary == c.summary && strings.Contains(d.Detail, "Its export no longer has a file") && strings.Contains(d.Detail, "Operation: "+id) {
						found++
					}
				}
				if found != 1 {
					t.Errorf("the warnings are %+v", result.Warnings())
				}
			})
			t.Run("replaced anyway", func(t *testing.T) {
				cli.Configure(fileWith(`path = "f.csv"`, `format = "csv"`, `triggers = { n = "2" }`))
				if action, result := cli.PlannedActions(fileAddress); action != "update" || strings.Contains(result.Output, c.summary) {
					t.Errorf("the plan shows %q with %+v", action, result.Warnings())
				}
				cli.Configure(fileWith(`path = "f.csv"`, `format = "csv"`))
			})
			t.Run("destroy", func(t *testing.T) {
				if result := cli.Run("destroy", "-auto-approve", "-json"); result.ExitCode != 0 {
					t.Errorf("it fails:\n%s", result.Output)
				}
				if text, _ := os.ReadFile(path); name == "changed" && string(text) != "mine" {
					t.Error("it removed a file that was changed")
				}
			})
		})
	}
}

// A saved plan can be applied although the file has come or gone since, or its
// export has expired.
func TestAcc_SegmentExportFile_AppliedPlanOfAnotherDisk(t *testing.T) {
	t.Parallel()
	const off, on = "path = \"f\"\nrestore = false", `path = "f"`
	for name, c := range map[string]struct {
		from, to         string
		planned, applied bool // whether the file is there
		expires          bool
		restored         bool
		warnings         []string
	}{
		"restore turned on, missing later": {from: off, to: on, planned: true, restored: true},
		"restore turned on, there later":   {from: off, to: on, applied: true, restored: true},
		"missing, there later":             {from: on, to: on, applied: true, restored: true},
		"missing, then expired":            {from: on, to: on, expires: true, warnings: []string{"Downloaded file is missing"}},
		"other permissions, missing later": {from: on, to: on + "\nfile_permission = \"0640\"", planned: true},
	} {
		t.Run(name, func(t *testing.T) {
			server := newServer(t)
			cli := providertest.NewCLI(t, server, fileWith(c.from))
			cli.Apply()
			path := filepath.Join(cli.Dir, "f")
			move := func(from, to string) {
				if err := os.Rename(from, to); err != nil {
					t.Fatal(err)
				}
			}
			if !c.planned {
				move(path, path+"2")
			}
			cli.Configure(fileWith(c.to))
			if planned, result := cli.PlannedActions(fileAddress); planned != "update" || len(result.Warnings()) > 0 {
				t.Errorf("the plan shows %q with %+v", planned, result.Warnings())
			}
			switch {
			case c.planned && !c.applied:
				move(path, path+"2")
			case !c.planned && c.applied:
				move(path+"2", path)
			}
			if c.expires {
				server.Expire(server.Exports()[0].ID)
			}
			result := cli.Run("apply", "-json", providertest.PlanFile)
			var warnings []string
			for _, warning := range result.Warnings() {
				warnings = append(warnings, warning.Summary)
			}
			if result.ExitCode != 0 || !slices.Equal(warnings, c.warnings) {
				t.Errorf("exit code %d, %q:\n%s", result.ExitCode, warnings, result.Output)
			}
			if _, err := os.Stat(path); (err == nil) != c.restored {
				t.Errorf("restored = %t, want %t", err == nil, c.restored)
			}
		})
	}
}

// A restored file keeps its content in the plan, so that nothing that depends
// on it changes. If the content differs after all, the error says so, and the
// next apply goes on with it.
func TestAcc_SegmentExportFile_RestoredWithOtherContent(t *testing.T) {
	t.Parallel()
	for name, arguments := range map[string]string{"same path": `path = "f"`, "another path": "path = \"g\"\nfile_permission = \"0640\""} {
		t.Run(name, func(t *testing.T) {
			const user = "resource \"terraform_data\" \"user\" { input = fullstory_segment_export_file.x.sha256 }\n"
			server := newServer(t)
			cli := providertest.NewCLI(t, server, fileWith(`path = "f"`, `format = "csv"`)+user)
			cli.Apply()
			if err := os.Remove(filepath.Join(cli.Dir, "f")); err != nil {
				t.Fatal(err)
			}
			other := packed("IndvId\n1\n2\n")
			server.SetFile(server.Exports()[0].ID, bytes.NewReader(other), int64(len(other)))
			cli.Configure(fileWith(arguments, `format = "csv"`) + user)
			expect := func(file, user string) {
				t.Helper()
				if planned, result := cli.Plan(); planned[fileAddress] != file || planned["terraform_data.user"] != user || len(result.Warnings()) > 0 {
					t.Errorf("the plan is %v with %+v", planned, result.Warnings())
				}
			}
			expect("update", "no-op")
			providertest.ExpectDiagnostic(t, cli.Run("apply", "-auto-approve", "-json").Errors(), "Restored file has other content", "Apply again")
			expect("no-op", "update")
			cli.Apply()
			cli.ExpectEmptyPlan()
			if state, _ := cli.State(fileAddress); state["sha256"] != sha([]byte("IndvId\n1\n2\n")) || state["row_count"] != 2.0 {
				t.Errorf("the state is %v", state)
			}
		})
	}
}
