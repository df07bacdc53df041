package segmentexport_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

const fileAddress = "fullstory_segment_export_file.x"

// fileWith is an export and its file, with further arguments for each.
func fileWith(file string, export ...string) string {
	return exportWith(strings.Join(export, "\n")) +
		"resource \"fullstory_segment_export_file\" \"x\" {\n  export_id = fullstory_segment_export.x.id\n" + file + "\n}\n"
}

// unpacked is what an export's file holds.
func unpacked(t *testing.T, stored []byte) []byte {
	t.Helper()
	reader, err := gzip.NewReader(bytes.NewReader(stored))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	return plain
}

// wantFile wants a file with a content and a permission, and nothing beside it.
func wantFile(t *testing.T, path string, want []byte, mode os.FileMode) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s holds %d bytes, want %d others: %v", path, len(got), len(want), err)
	}
	if info, err := os.Stat(path); err == nil && info.Mode().Perm() != mode {
		t.Errorf("%s has %v, want %v", path, info.Mode().Perm(), mode)
	}
	wantNoLitter(t, filepath.Dir(path))
}

func wantNoLitter(t *testing.T, folder string) {
	t.Helper()
	litter, _ := filepath.Glob(filepath.Join(folder, ".*partial*"))
	if len(litter) > 0 {
		t.Errorf("litter: %v", litter)
	}
}

func sha(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

func TestAcc_SegmentExportFile_ArrivesAndStaysQuiet(t *testing.T) {
	server := fullstorytest.New()
	defer server.Close()
	cli := providertest.NewCLI(t, server, fileWith(`path = "out/deep/events.json"`))
	cli.Apply()
	stored := server.File(server.Exports()[0].ID)
	plain := unpacked(t, stored)
	path := filepath.Join(cli.Dir, "out", "deep", "events.json")
	wantFile(t, path, plain, 0o600)
	got, _ := cli.State(fileAddress)
	sourceName, _ := got["source_file_name"].(string)
	if got["sha256"] != sha(plain) || got["size_bytes"] != float64(len(plain)) || got["id"] != server.Exports()[0].ID ||
		!strings.HasSuffix(sourceName, ".json.gz") {
		t.Errorf("the state says %v", got)
	}
	state, err := os.ReadFile(filepath.Join(cli.Dir, "terraform.tfstate"))
	if err != nil {
		t.Fatal(err)
	}
	wantNoSecret(t, "the state", state)

	server.ResetLog()
	if actions, result := cli.Planned(fileAddress); actions != "no-op" || len(result.Told("warning")) > 0 || len(server.Requests()) > 0 {
		t.Errorf("a second plan does %q with %v and %d requests", actions, result.Told("warning"), len(server.Requests()))
	}

	// Moved and locked in place; unpacked or not is another content.
	cli.Configure(fileWith("path = \"moved/events.json\"\nfile_permission = \"0640\""))
	if actions, _ := cli.Planned(fileAddress); actions != "update" {
		t.Errorf("a move does %q, want an update in place", actions)
	}
	cli.Apply()
	moved := filepath.Join(cli.Dir, "moved", "events.json")
	wantFile(t, moved, plain, 0o640)
	if _, err := os.Stat(path); err == nil {
		t.Error("the file stands at its old place too")
	}
	if n := server.Count(fullstorytest.RouteDownload); n != 0 {
		t.Errorf("%d downloads for a move", n)
	}
	cli.Configure(fileWith("path = \"moved/events.json\"\nfile_permission = \"0640\"\ndecompress = false"))
	cli.Apply()
	wantFile(t, moved, stored, 0o640)
	if got, _ := cli.State(fileAddress); got["sha256"] != sha(stored) {
		t.Errorf("the state says %v", got)
	}

	// Another export's file takes the place of the old one.
	cli.Configure(fileWith("path = \"moved/events.json\"\nfile_permission = \"0640\"\ndecompress = false", `triggers = { n = "2" }`))
	if actions, _ := cli.Planned(fileAddress); actions != "update" {
		t.Errorf("another export does %q, want an update in place", actions)
	}
	cli.Apply()
	second := server.Exports()[1].ID
	wantFile(t, moved, server.File(second), 0o640)
	if got, _ := cli.State(fileAddress); got["id"] != second || got["sha256"] != sha(server.File(second)) {
		t.Errorf("the state says %v", got)
	}
	if result := cli.Run("plan", "-detailed-exitcode"); result.ExitCode != 0 {
		t.Errorf("the last plan is not empty:\n%s", result.Output)
	}

	cli.Run("destroy", "-auto-approve")
	if _, err := os.Stat(moved); err == nil {
		t.Error("destroy left the file")
	}
}

func TestAcc_SegmentExportFile_IsRestoredWhileItsExportLives(t *testing.T) {
	for name, c := range map[string]struct {
		harm func(path string) error
		told string
	}{
		"missing": {os.Remove, "The export's file was missing"},
		"changed": {func(p string) error { return os.WriteFile(p, []byte("mine"), 0o600) }, "The export's file was changed"},
	} {
		t.Run(name, func(t *testing.T) {
			server := fullstorytest.New()
			defer server.Close()
			cli := providertest.NewCLI(t, server, fileWith(`path = "f.json"`))
			cli.Apply()
			id := server.Exports()[0].ID
			path, plain := filepath.Join(cli.Dir, "f.json"), unpacked(t, server.File(id))
			harm := func() {
				t.Helper()
				if err := c.harm(path); err != nil {
					t.Fatal(err)
				}
			}

			harm()
			actions, result := cli.Planned(fileAddress)
			wantTold(t, result.Told("warning"), c.told, "The export still lives: applying the plan downloads the file again", "Path: f.json")
			if actions != "update" {
				t.Errorf("the plan does %q, want an update", actions)
			}
			cli.Apply()
			wantFile(t, path, plain, 0o600)
			if actions, _ := cli.Planned(fileAddress); actions != "no-op" {
				t.Errorf("the plan after it does %q", actions)
			}

			harm()
			server.Inject(fullstorytest.RouteGetOperation, fullstorytest.StatusBody(200, "application/json",
				`{"id": "`+id+`", "type": "SEARCH_EXPORT", "state": "COMPLETED"}`))
			actions, result = cli.Planned(fileAddress)
			wantTold(t, result.Told("warning"), c.told, "it cannot be downloaded again")
			if actions != "no-op" {
				t.Errorf("of an export that names no file the plan does %q", actions)
			}

			cli.Configure(fileWith("path = \"f.json\"\nrestore = false"))
			cli.Apply()
			server.ResetLog()
			actions, result = cli.Planned(fileAddress)
			if actions != "no-op" || len(result.Told("warning")) > 0 || len(server.Requests()) > 0 {
				t.Errorf("without restore the plan does %q, with %v and %d requests", actions, result.Told("warning"), len(server.Requests()))
			}

			cli.Configure(fileWith(`path = "f.json"`))
			server.Expire(id)
			if result := cli.Run("apply", "-auto-approve", "-json"); result.ExitCode != 0 {
				t.Errorf("it fails:\n%s", result.Output)
			}
			actions, result = cli.Planned(fileAddress)
			wantTold(t, result.Told("warning"), c.told, "it cannot be downloaded again", "Operation: "+id)
			if actions != "no-op" {
				t.Errorf("once it has expired the plan does %q", actions)
			}
			if result := cli.Run("destroy", "-auto-approve", "-json"); result.ExitCode != 0 {
				t.Errorf("destroy fails:\n%s", result.Output)
			}
			if text, _ := os.ReadFile(path); name == "changed" && string(text) != "mine" {
				t.Error("destroy removed somebody else's file")
			}
		})
	}
}

func TestAcc_SegmentExportFile_LeavesOtherFilesAlone(t *testing.T) {
	server := fullstorytest.New()
	defer server.Close()
	cli := providertest.NewCLI(t, server, fileWith(`path = "f.json"`))
	path := filepath.Join(cli.Dir, "f.json")
	if err := os.WriteFile(path, []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	result := cli.Run("apply", "-auto-approve", "-json")
	wantTold(t, result.Told("error"), "Another file stands at the path", "was left as it is", "Path: f.json")
	wantFile(t, path, []byte("mine"), 0o644)

	plain := unpacked(t, server.File(server.Exports()[0].ID))
	if err := os.WriteFile(path, plain, 0o644); err != nil {
		t.Fatal(err)
	}
	cli.Apply()
	wantFile(t, path, plain, 0o600)

	if err := os.WriteFile(path, []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	result = cli.Run("destroy", "-auto-approve", "-json", "-refresh=false")
	wantTold(t, result.Told("warning"), "The file was not removed", "somebody has changed it", "Path: f.json")
	if text, _ := os.ReadFile(path); string(text) != "mine" || result.ExitCode != 0 {
		t.Errorf("exit code %d, and the file holds %q", result.ExitCode, text)
	}
}

func TestAcc_SegmentExportFile_TwoOfThem(t *testing.T) {
	server := fullstorytest.New()
	defer server.Close()
	another := func(path string) string {
		return "resource \"fullstory_segment_export_file\" \"y\" {\n  export_id = fullstory_segment_export.x.id\n  path = \"" + path + "\"\n}\n"
	}
	cli := providertest.NewCLI(t, server, fileWith(`path = "a.json"`)+another("b.json"))
	cli.Apply()
	plain := unpacked(t, server.File(server.Exports()[0].ID))
	wantFile(t, filepath.Join(cli.Dir, "a.json"), plain, 0o600)
	wantFile(t, filepath.Join(cli.Dir, "b.json"), plain, 0o600)
	cli.Run("destroy", "-auto-approve")

	// Both new; then one that is there already, which may be replaced as well.
	cli.Configure(fileWith(`path = "a.json"`) + another("./a.json"))
	result := cli.Run("plan", "-json")
	wantTold(t, result.Told("error"), "Two files have the same path", "Give each a path of its own")
	cli.Configure(fileWith(`path = "a.json"`))
	cli.Apply()
	for _, arguments := range [][]string{{"plan", "-json"}, {"plan", "-json", "-replace=" + fileAddress}} {
		cli.Configure(fileWith(`path = "a.json"`) + another("a.json"))
		wantTold(t, cli.Run(arguments...).Told("error"), "Two files have the same path")
	}
	cli.Configure(fileWith(`path = "a.json"`))
	if result := cli.Run("apply", "-auto-approve", "-replace="+fileAddress); result.ExitCode != 0 {
		t.Errorf("one that is replaced is taken for two:\n%s", result.Output)
	}
	plain = unpacked(t, server.File(server.Exports()[1].ID))
	wantFile(t, filepath.Join(cli.Dir, "a.json"), plain, 0o600)
}

func TestAcc_SegmentExportFile_SurvivesCtrlC(t *testing.T) {
	halfway := make(chan struct{})
	server := fullstorytest.New(fullstorytest.WithArrivalHook(func(r fullstorytest.Request) {
		if r.Route == fullstorytest.RouteDownload {
			select {
			case <-halfway:
			default:
				close(halfway)
			}
		}
	}))
	defer server.Close()
	server.Inject(fullstorytest.RouteDownload, fullstorytest.StallBody())
	cli := providertest.NewCLI(t, server, fileWith(`path = "out/f.json"`))
	result := cli.Interrupt(halfway, "apply", "-auto-approve", "-json")
	if errors := result.Told("error"); len(errors) == 0 {
		t.Errorf("no error:\n%s", result.Output)
	} else {
		wantTold(t, errors[:1], "The download was interrupted", "Nothing has changed at the path")
	}
	if entries, err := os.ReadDir(filepath.Join(cli.Dir, "out")); err == nil {
		t.Errorf("it left %v", entries)
	}
	cli.Apply()
	wantFile(t, filepath.Join(cli.Dir, "out", "f.json"), unpacked(t, server.File(server.Exports()[0].ID)), 0o600)
	if n := len(server.Exports()); n != 1 {
		t.Errorf("%d exports, want 1", n)
	}
}
