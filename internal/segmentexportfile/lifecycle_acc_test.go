package segmentexportfile_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// The life of a file, step by step.
func TestAcc_SegmentExportFile_Lifecycle(t *testing.T) {
	t.Parallel()
	server := newServer(t)
	cli := providertest.NewCLI(t, server, "")
	at := func(path string) string { return filepath.Join(cli.Dir, path) }
	stored := func(n int) []byte { return server.File(server.Exports()[n].ID) }
	for _, step := range []struct {
		name   string
		config string
		action string // that the plan shows
		check  func(t *testing.T, state map[string]any)
	}{
		{"create", fileWith(`path = "out/deep/events.json"`), "create", func(t *testing.T, state map[string]any) {
			plain := providertest.Gunzip(t, stored(0))
			providertest.ExpectFile(t, at("out/deep/events.json"), plain, 0o600)
			name, _ := state["source_file_name"].(string)
			if state["sha256"] != sha(plain) || state["size_bytes"] != float64(len(plain)) || state["id"] != server.Exports()[0].ID ||
				state["row_count"] != 25.0 || state["header"] != nil || state["local_path"] != "out/deep/events.json" || !strings.HasSuffix(name, ".json.gz") {
				t.Errorf("the state is %v", state)
			}
		}},
		{"plan again", fileWith(`path = "out/deep/events.json"`), "no-op", func(t *testing.T, _ map[string]any) {
			if n := len(server.Requests()); n > 0 {
				t.Errorf("%d requests", n)
			}
		}},
		{"spell the path in another way", fileWith(`path = "./out/../out/deep/events.json"`), "update", func(t *testing.T, state map[string]any) {
			providertest.ExpectFile(t, at("out/deep/events.json"), providertest.Gunzip(t, stored(0)), 0o600)
		}},
		{"move and change permissions", fileWith("path = \"moved/events\"\nfile_permission = \"0640\""), "update", func(t *testing.T, state map[string]any) {
			providertest.ExpectFile(t, at("moved/events"), providertest.Gunzip(t, stored(0)), 0o640)
			wantNoFile(t, at("out/deep/events.json"))
			if state["row_count"] != 25.0 || state["local_path"] != "moved/events" || server.Count(fullstorytest.RouteDownload) > 0 {
				t.Errorf("the state is %v after %d downloads", state, server.Count(fullstorytest.RouteDownload))
			}
		}},
		{"store it packed", fileWith("path = \"moved/events\"\ndecompress = false"), "update", func(t *testing.T, state map[string]any) {
			providertest.ExpectFile(t, at("moved/events"), stored(0), 0o600)
			if state["sha256"] != sha(stored(0)) || state["row_count"] != 25.0 {
				t.Errorf("the state is %v", state)
			}
		}},
		{"another export", fileWith("path = \"moved/events.csv\"", `format = "csv"`), "update", func(t *testing.T, state map[string]any) {
			providertest.ExpectFile(t, at("moved/events.csv"), providertest.Gunzip(t, stored(1)), 0o600)
			wantNoFile(t, at("moved/events"))
			header, _ := state["header"].([]any)
			if state["id"] != server.Exports()[1].ID || state["row_count"] != 25.0 || len(header) == 0 || header[0] != "IndvId" {
				t.Errorf("the state is %v", state)
			}
		}},
		{"destroy", "", "delete", func(t *testing.T, _ map[string]any) { wantNoFile(t, at("moved/events.csv")) }},
	} {
		ok := t.Run(step.name, func(t *testing.T) {
			cli.Configure(step.config)
			server.ResetLog()
			if got, _ := cli.PlannedActions(fileAddress); got != step.action {
				t.Errorf("the plan shows %q, want %q", got, step.action)
			}
			if step.action != "no-op" {
				if warnings := cli.Apply().Warnings(); len(warnings) > 0 {
					t.Errorf("warnings: %+v", warnings)
				}
				cli.ExpectEmptyPlan()
			}
			state, _ := cli.State(fileAddress)
			step.check(t, state)
		})
		if !ok {
			return
		}
	}
}

// Ctrl-C leaves no partial file, and the next apply downloads.
func TestAcc_SegmentExportFile_InterruptAndResume(t *testing.T) {
	t.Parallel()
	halfway := make(chan struct{}, 1)
	server := newServer(t, fullstorytest.WithArrivalHook(func(r fullstorytest.Request) {
		if r.Route == fullstorytest.RouteDownload {
			select {
			case halfway <- struct{}{}:
			default:
			}
		}
	}))
	server.Inject(fullstorytest.RouteDownload, fullstorytest.StallBody())
	cli := providertest.NewCLI(t, server, fileWith(`path = "out/f.json"`))
	result := cli.Interrupt(halfway, "apply", "-auto-approve", "-json")
	if errors := result.Errors(); len(errors) == 0 {
		t.Errorf("no error:\n%s", result.Output)
	} else {
		providertest.ExpectDiagnostic(t, errors[:1], "Download interrupted", "Nothing has changed at the path")
	}
	if left := tree(t, filepath.Join(cli.Dir, "out")); len(left) > 0 {
		t.Errorf("it left %v", left)
	}
	cli.Apply()
	providertest.ExpectFile(t, filepath.Join(cli.Dir, "out", "f.json"), providertest.Gunzip(t, server.File(server.Exports()[0].ID)), 0o600)
	if n := len(server.Exports()); n != 1 {
		t.Errorf("%d exports, want 1", n)
	}
}
