//go:build unix

package segmentexportfile_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// What can be at a path, or above it: nothing is opened that could block, and
// nothing foreign is removed or overwritten.
func TestUnit_SegmentExportFile_CreateAtAnOccupiedPath(t *testing.T) {
	const notRegular, exists, unusable = "Path is not a regular file", "Another file exists at the path", "Path cannot be used"
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	for name, c := range map[string]struct {
		path     string // default: f
		before   func(dir string)
		reported string
		left     []string // after an error
		planned  bool     // the plan reports it, before any request
	}{
		"nothing":     {},
		"a directory": {before: func(dir string) { must(os.Mkdir(dir+"/f", 0o700)) }, reported: notRegular, left: []string{"f"}, planned: true},
		"a pipe":      {before: func(dir string) { must(syscall.Mkfifo(dir+"/f", 0o600)) }, reported: notRegular, left: []string{"f"}, planned: true},
		"a link to a pipe": {before: func(dir string) { must(syscall.Mkfifo(dir+"/p", 0o600)); must(os.Symlink("p", dir+"/f")) },
			reported: notRegular, left: []string{"f", "p"}, planned: true},
		"a device":                           {path: "/dev/null", reported: notRegular, planned: true},
		"another file":                       {before: func(dir string) { write(t, dir+"/f", "mine") }, reported: exists, left: []string{"f"}},
		"a file of the same size":            {before: func(dir string) { write(t, dir+"/f", strings.Repeat("x", len(csvText))) }, reported: exists, left: []string{"f"}},
		"the same content":                   {before: func(dir string) { write(t, dir+"/f", csvText) }},
		"a link to a directory":              {before: func(dir string) { must(os.Symlink(dir, dir+"/f")) }, reported: notRegular, left: []string{"f"}, planned: true},
		"a dangling link":                    {before: func(dir string) { must(os.Symlink("g", dir+"/f")) }},
		"a link to itself":                   {before: func(dir string) { must(os.Symlink("f", dir+"/f")) }, reported: notRegular, left: []string{"f"}, planned: true},
		"a dangling link above":              {path: "a/f", before: func(dir string) { must(os.Symlink("unmounted", dir+"/a")) }, reported: unusable, left: []string{"a"}},
		"a file above":                       {path: "a/f", before: func(dir string) { write(t, dir+"/a", "mine") }, reported: unusable, left: []string{"a"}, planned: true},
		"a missing directory":                {path: "a/b/f"},
		"a parent of one":                    {path: "a/../f"},
		"a long name":                        {path: strings.Repeat("n", 255)},
		"a name that is too long":            {path: strings.Repeat("n", 256), reported: unusable, planned: true},
		"a directory whose name is too long": {path: strings.Repeat("n", 256) + "/f", reported: unusable, planned: true},
		// Below a missing directory, the operating system says so in the apply.
		"a long name in a missing directory":   {path: "a/" + strings.Repeat("ü", 127)},
		"a longer name in a missing directory": {path: "a/" + strings.Repeat("ü", 128), reported: unusable, left: []string{"a"}},
	} {
		run(t, name, func(t *testing.T) {
			server, session := exported(t, packed(csvText))
			file := session.Resource(fileType)
			dir := t.TempDir()
			if c.before != nil {
				c.before(dir)
			}
			path := c.path
			switch {
			case path == "":
				path = "f"
			case filepath.IsAbs(path):
				dir = ""
			}
			path = dir + "/" + strings.TrimPrefix(path, "/")
			diags := apply(t, file, fileAt(path))
			if got := summaries(diags); got != c.reported {
				t.Fatalf("got %q, want %q", got, c.reported)
			}
			if n := len(server.Requests()); c.planned && n > 0 {
				t.Errorf("%d requests", n)
			}
			if c.reported != "" {
				if diags[0].Attribute == nil || diags[0].Attribute.String() != tftypes.NewAttributePath().WithAttributeName("path").String() {
					t.Errorf("the error is not at path, but at %v", diags[0].Attribute)
				}
				if dir != "" && !slices.Equal(tree(t, dir), c.left) {
					t.Errorf("there are %v, want %v", tree(t, dir), c.left)
				}
				return
			}
			providertest.ExpectFile(t, filepath.Clean(path), []byte(csvText), 0o600)
			if diags := file.Destroy(t.Context()).Diagnostics; diags != nil {
				t.Errorf("destroy: %+v", diags[0])
			}
			if _, err := os.Stat(path); err == nil {
				t.Error("destroy left the file")
			}
		})
	}
}

// What can take the file's place once it is there.
func TestUnit_SegmentExportFile_ReadAndDestroyAfterChanges(t *testing.T) {
	for name, c := range map[string]struct {
		change    func(path string)
		planned   string // after a refresh
		destroyed string
		left      bool
	}{
		"nothing":           {func(string) {}, "", "", false},
		"missing":           {func(path string) { _ = os.Remove(path) }, "", "", false},
		"edited":            {func(path string) { write(t, path, "mine") }, "Downloaded file was changed", "File was not removed", true},
		"touched":           {func(path string) { write(t, path, csvText) }, "", "", false},
		"other permissions": {func(path string) { _ = os.Chmod(path, 0o644) }, "", "", false},
		"a directory":       {func(path string) { _ = os.Remove(path); _ = os.Mkdir(path, 0o700) }, "Path is not a regular file", "File was not removed", true},
		"a pipe":            {func(path string) { _ = os.Remove(path); _ = syscall.Mkfifo(path, 0o600) }, "Path is not a regular file", "File was not removed", true},
		"a file above":      {func(path string) { _ = os.RemoveAll(filepath.Dir(path)); write(t, filepath.Dir(path), "mine") }, "Path cannot be used", "", false},
		"behind a link":     {func(path string) { _ = os.Rename(path, path+"2"); _ = os.Symlink(path+"2", path) }, "", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			_, session := exported(t, packed(csvText))
			file := session.Resource(fileType)
			path := filepath.Join(t.TempDir(), "a", "f")
			mustApply(t, file, fileAt(path))
			c.change(path)
			if got := summaries(append(file.Read(t.Context()).Diagnostics, file.Plan(t.Context(), fileAt(path)).Diagnostics...)); got != c.planned {
				t.Errorf("the plan reports %q, want %q", got, c.planned)
			}
			if got := summaries(file.Destroy(t.Context()).Diagnostics); got != c.destroyed {
				t.Errorf("destroy reports %q, want %q", got, c.destroyed)
			}
			if _, err := os.Stat(path); (err == nil) != c.left {
				t.Errorf("afterwards: %v", err)
			}
		})
	}
}

// An update through a link writes to the file that the link leads to.
func TestUnit_SegmentExportFile_UpdateThroughALink(t *testing.T) {
	_, session := exported(t, packed(csvText))
	file := session.Resource(fileType)
	dir := t.TempDir()
	path, target := filepath.Join(dir, "f"), filepath.Join(dir, "disk", "f")
	mustApply(t, file, fileAt(path))
	if err := os.Mkdir(filepath.Dir(target), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path, target); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, path); err != nil {
		t.Fatal(err)
	}
	mustApply(t, file, with(fileAt(path), "decompress", providertest.Bool(false)))
	providertest.ExpectFile(t, target, packed(csvText), 0o600)
	if to, err := os.Readlink(path); err != nil || to != target {
		t.Errorf("the link leads to %q, %v", to, err)
	}
}

// A file that is edited during an update's download is not overwritten with
// restore = false.
func TestUnit_SegmentExportFile_EditedDuringAnUpdate(t *testing.T) {
	for _, c := range []struct{ restore, edited bool }{{false, false}, {false, true}, {true, true}} {
		restore := c.restore
		run(t, fmt.Sprintf("restore = %t, edited = %t", restore, c.edited), func(t *testing.T) {
			edit := func() {}
			_, session := exported(t, packed(csvText), fullstorytest.WithArrivalHook(func(r fullstorytest.Request) {
				if r.Route == fullstorytest.RouteDownload {
					edit()
				}
			}))
			file := session.Resource(fileType)
			path := filepath.Join(t.TempDir(), "f")
			config := func() map[string]tftypes.Value { return with(fileAt(path), "restore", providertest.Bool(restore)) }
			mustApply(t, file, config())
			if c.edited {
				edit = func() { write(t, path, "mine") }
			}
			diags := apply(t, file, with(config(), "decompress", providertest.Bool(false)))
			want, reported := packed(csvText), ""
			if c.edited && !restore {
				want, reported = []byte("mine"), "Another file exists at the path"
			}
			if got := summaries(diags); got != reported {
				t.Errorf("restore = %t: got %q, want %q", restore, got, reported)
			}
			providertest.ExpectFile(t, path, want, 0o600)
		})
	}
}

// Another resource that takes over the same content keeps its file when the
// first one is destroyed, in either order.
func TestUnit_SegmentExportFile_TakenOverByAnotherResource(t *testing.T) {
	for name, c := range map[string]struct {
		content  string
		reported string
		left     bool
	}{
		"same content":  {csvText, "", true},
		"other content": {lines, "Another file exists at the path", false}, // the refused one does not become an orphan's owner
	} {
		run(t, name, func(t *testing.T) {
			server, session := exported(t, packed(csvText))
			first, second := session.Resource(fileType), session.Resource(fileType)
			path := filepath.Join(t.TempDir(), "f")
			mustApply(t, first, fileAt(path))
			server.SetFile(exportID, strings.NewReader(string(packed(c.content))), int64(len(packed(c.content))))
			if got := summaries(apply(t, second, fileAt(path))); got != c.reported {
				t.Errorf("the second resource reports %q, want %q", got, c.reported)
			}
			diags := first.Destroy(t.Context()).Diagnostics
			if c.left && (len(diags) != 1 || diags[0].Severity != tfprotov6.DiagnosticSeverityWarning || diags[0].Summary != "File was not removed") || !c.left && diags != nil {
				t.Errorf("the first one's destroy reports %q", summaries(diags))
			}
			if _, err := os.Stat(path); (err == nil) != c.left {
				t.Errorf("the file is left = %t, want %t", err == nil, c.left)
			}
		})
	}
}

// Without a refresh, a destroy leaves a file that something has written again,
// even with the same content: it may be another resource's. A move compares the
// content.
func TestUnit_SegmentExportFile_TouchedWithoutARefresh(t *testing.T) {
	server, session := exported(t, packed(csvText))
	file := session.Resource(fileType)
	dir := t.TempDir()
	from, to := filepath.Join(dir, "f"), filepath.Join(dir, "g")
	touch := func(path string) {
		later := time.Now().Add(time.Hour)
		if err := os.Chtimes(path, later, later); err != nil {
			t.Fatal(err)
		}
	}
	mustApply(t, file, fileAt(from))
	server.ResetLog()
	touch(from)
	mustApply(t, file, fileAt(to))
	providertest.ExpectFile(t, to, []byte(csvText), 0o600)
	wantNoFile(t, from)
	if n := len(server.Requests()); n > 0 {
		t.Errorf("%d requests", n)
	}
	touch(to)
	if got := summaries(file.Destroy(t.Context()).Diagnostics); got != "File was not removed" {
		t.Errorf("destroy reports %q", got)
	}
	providertest.ExpectFile(t, to, []byte(csvText), 0o600)
}

// Two files that swap their paths in one apply are refused, and stay.
func TestUnit_SegmentExportFile_SwappedPaths(t *testing.T) {
	run(t, "both are moved", func(t *testing.T) {
		server, session := exported(t, packed(csvText))
		dir := t.TempDir()
		paths := []string{filepath.Join(dir, "f"), filepath.Join(dir, "g")}
		files := []*providertest.Resource{session.Resource(fileType), session.Resource(fileType)}
		mustApply(t, files[0], fileAt(paths[0]))
		server.SetFile(exportID, strings.NewReader(string(packed(lines))), int64(len(packed(lines))))
		mustApply(t, files[1], fileAt(paths[1]))
		var all sync.WaitGroup
		for i, file := range files {
			all.Go(func() {
				diags := apply(t, file, fileAt(paths[1-i]))
				if len(diags) != 1 || diags[0].Summary != "Another file exists at the path" || !strings.Contains(diags[0].Detail, "in two applies") ||
					!strings.Contains(diags[0].Detail, "Path: "+paths[1-i]+"\nPrevious path: "+paths[i]) {
					t.Errorf("got %+v", diags)
				}
			})
		}
		all.Wait()
		providertest.ExpectFile(t, paths[0], []byte(csvText), 0o600)
		providertest.ExpectFile(t, paths[1], []byte(lines), 0o600)
		mustApply(t, files[0], fileAt(filepath.Join(dir, "h")))
		mustApply(t, files[1], fileAt(paths[0]))
		mustApply(t, files[0], fileAt(paths[1]))
		providertest.ExpectFile(t, paths[1], []byte(csvText), 0o600)
	})
}

// An apply that was killed after it had moved the file left the old path in the
// state. The next one finds the file, also if it cannot be downloaded again.
func TestUnit_SegmentExportFile_KilledAfterTheMove(t *testing.T) {
	for _, expired := range []bool{false, true} {
		run(t, fmt.Sprintf("expired = %t", expired), func(t *testing.T) {
			server, session := exported(t, packed(csvText))
			file := session.Resource(fileType)
			dir := t.TempDir()
			from, to := filepath.Join(dir, "f"), filepath.Join(dir, "g")
			mustApply(t, file, fileAt(from))
			if err := os.Rename(from, to); err != nil {
				t.Fatal(err)
			}
			if expired {
				server.Expire(exportID)
			}
			_ = file.Read(t.Context()) // it warns that the file is missing
			server.ResetLog()
			mustApply(t, file, with(fileAt(to), "file_permission", providertest.String("0640")))
			providertest.ExpectFile(t, to, []byte(csvText), 0o640)
			if n := len(server.Requests()); n > 0 {
				t.Errorf("%d requests", n)
			}
			if at := file.Attributes()["local_path"]; !at.Equal(providertest.String(to)) {
				t.Errorf("local_path is %s", at)
			}
		})
	}
}

// With restore = false, a changed file stays where it is when the path changes,
// and a warning names it.
func TestUnit_SegmentExportFile_ChangedFileStaysWhenThePathChanges(t *testing.T) {
	run(t, "restore = false", func(t *testing.T) {
		_, session := exported(t, packed(csvText))
		file := session.Resource(fileType)
		dir := t.TempDir()
		from, to := filepath.Join(dir, "from"), filepath.Join(dir, "to")
		at := func(path string) map[string]tftypes.Value {
			return with(fileAt(path), "restore", providertest.Bool(false))
		}
		mustApply(t, file, at(from))
		write(t, from, "mine")
		if got := summaries(apply(t, file, at(to))); got != "File was not removed" {
			t.Errorf("got %q", got)
		}
		providertest.ExpectFile(t, from, []byte("mine"), 0o600)
		wantNoFile(t, to)
		if at := file.Attributes()["local_path"]; !at.Equal(providertest.String(from)) {
			t.Errorf("local_path is %s, want %s: nothing was moved", at, from)
		}
	})
}

// With restore = false, nothing that takes the file's place is reported.
func TestUnit_SegmentExportFile_RestoreFalseIgnoresChanges(t *testing.T) {
	run(t, "a directory", func(t *testing.T) {
		server, session := exported(t, packed(csvText))
		file := session.Resource(fileType)
		path := filepath.Join(t.TempDir(), "f")
		config := func() map[string]tftypes.Value { return with(fileAt(path), "restore", providertest.Bool(false)) }
		mustApply(t, file, config())
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		if err := os.Mkdir(path, 0o700); err != nil {
			t.Fatal(err)
		}
		server.ResetLog()
		if got := summaries(file.Read(t.Context()).Diagnostics) + summaries(apply(t, file, config())); got != "" || len(server.Requests()) > 0 {
			t.Errorf("it reports %q after %d requests", got, len(server.Requests()))
		}
	})
}
