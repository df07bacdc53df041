package exportfile_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/exportfile"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Error(err)
	}
	return string(text)
}

// fingerprint returns the fingerprint of a file by comparing it with a guess.
func fingerprint(t *testing.T, path, sha256 string) exportfile.Fingerprint {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return exportfile.Fingerprint{Size: info.Size(), SHA256: sha256, Modified: info.ModTime()}
}

func TestUnit_PartialFile(t *testing.T) {
	t.Run("a stale one is taken over", func(t *testing.T) {
		s, dir := newStore(t, 1000), t.TempDir()
		stale := exportfile.PartialName(filepath.Join(dir, "f"))
		write(t, stale, strings.Repeat("personal data", 1000))
		if err := os.Chmod(stale, 0o400); err != nil {
			t.Fatal(err)
		}
		if err := s.download(t.Context(), t, dir); err != nil {
			t.Error(err)
		}
	})
	t.Run("a stale one is removed when the file is", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "f")
		write(t, exportfile.PartialName(path), "personal data")
		if left, err := (exportfile.Fingerprint{}).Remove(path); left || err != nil || len(names(t, filepath.Dir(path))) > 0 {
			t.Errorf("left = %t, %v, and there are %v", left, err, names(t, filepath.Dir(path)))
		}
	})
	t.Run("one that is in use is left alone", func(t *testing.T) {
		s, dir := newStore(t, 1000), t.TempDir()
		path := filepath.Join(dir, "f")
		used, err := exportfile.OpenPartial(exportfile.PartialName(path))
		if err != nil {
			t.Fatal(err)
		}
		defer used.Close()
		_, err = exportfile.Download{Path: path, Mode: 0o600}.Run(t.Context(), s.client, s.operation)
		if !errors.Is(err, exportfile.ErrBusy) {
			t.Errorf("a download ends in %v", err)
		}
		_, _ = exportfile.Fingerprint{}.Remove(path)
		if got := names(t, dir); len(got) != 1 {
			t.Errorf("there are %v", got)
		}
	})
	t.Run("a pipe in its place is not opened", func(t *testing.T) {
		s, dir := newStore(t, 1000), t.TempDir()
		path := filepath.Join(dir, "f")
		makePipe(t, exportfile.PartialName(path))
		_, err := exportfile.Download{Path: path, Mode: 0o600}.Run(t.Context(), s.client, s.operation)
		if _, notRegular := errors.AsType[*exportfile.NotRegularError](err); !notRegular {
			t.Errorf("got %v", err)
		}
		_, _ = exportfile.Fingerprint{}.Remove(path)
		if got := names(t, dir); len(got) != 1 {
			t.Errorf("there are %v", got)
		}
	})
	t.Run("a pipe that appears at the target during the download is not replaced", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "f")
		s := newStore(t, 1000, fullstorytest.WithArrivalHook(func(r fullstorytest.Request) {
			if r.Route == fullstorytest.RouteDownload {
				makePipe(t, path)
			}
		}))
		_, err := exportfile.Download{Path: path, Mode: 0o600, Overwrite: true}.Run(t.Context(), s.client, s.operation)
		if _, notRegular := errors.AsType[*exportfile.NotRegularError](err); !notRegular {
			t.Errorf("got %v", err)
		}
		if info, err := os.Lstat(path); err != nil || info.Mode().IsRegular() {
			t.Errorf("the pipe was replaced: %v", err)
		}
	})
	t.Run("its owner alone can read it", func(t *testing.T) {
		path := exportfile.PartialName(filepath.Join(t.TempDir(), "f"))
		file, err := exportfile.OpenPartial(path)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("it has %v, %v", info.Mode(), err)
		}
	})
	t.Run("many processes at once leave one whole file", func(t *testing.T) {
		s, dir := newStore(t, 300_000), t.TempDir()
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				_, err := exportfile.Download{Path: filepath.Join(dir, "f"), Mode: 0o600, Decompress: true}.Run(t.Context(), s.client, s.operation)
				if err != nil && !errors.Is(err, exportfile.ErrBusy) {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if got := names(t, dir); !slices.Equal(got, []string{"f"}) || read(t, filepath.Join(dir, "f")) != string(s.content) {
			t.Errorf("there are %v", got)
		}
	})
}

func TestUnit_Directories(t *testing.T) {
	s := newStore(t, 1000)
	s.operation.SearchExportID = "" // every download fails
	for name, c := range map[string]struct {
		before func(t *testing.T, dir string)
		path   string
		left   []string
	}{
		"new ones are removed":             {nil, "a/b/c/f", nil},
		"existing ones stay":               {func(t *testing.T, dir string) { makeDirectory(t, dir+"/a") }, "a/b/f", []string{"a"}},
		"a dangling link above stays":      {func(t *testing.T, dir string) { makeLink(t, dir+"/none", dir+"/a") }, "a/b/f", []string{"a"}},
		"a dangling link in the way stays": {func(t *testing.T, dir string) { makeLink(t, dir+"/none", dir+"/a") }, "a/f", []string{"a"}},
		"a file above stays":               {func(t *testing.T, dir string) { write(t, dir+"/a", "mine") }, "a/f", []string{"a"}},
		"a parent of a missing one":        {nil, "a/../f", nil},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if c.before != nil {
				c.before(t, dir)
			}
			if _, err := (exportfile.Download{Path: dir + "/" + c.path, Mode: 0o600}).Run(t.Context(), s.client, s.operation); err == nil {
				t.Error("no error")
			}
			if got := names(t, dir); !slices.Equal(got, c.left) {
				t.Errorf("there are %v, want %v", got, c.left)
			}
		})
	}
}

func TestUnit_Move(t *testing.T) {
	const sum = "not needed: neither file is read"
	t.Run("to a new directory", func(t *testing.T) {
		dir := t.TempDir()
		from, to := filepath.Join(dir, "f"), filepath.Join(dir, "a", "g")
		write(t, from, "x")
		before := fingerprint(t, from, sum)
		after, err := before.Move(t.Context(), from, to, 0o600)
		if err != nil || after != before || read(t, to) != "x" || !slices.Equal(names(t, dir), []string{"a"}) {
			t.Errorf("%v, %v, and there are %v", after, err, names(t, dir))
		}
	})
	t.Run("out of a directory that is not writable", func(t *testing.T) {
		if os.Geteuid() == 0 {
			t.Skip("root may write to every directory")
		}
		dir := t.TempDir()
		readOnly := filepath.Join(dir, "a")
		from, to := filepath.Join(readOnly, "f"), filepath.Join(dir, "f")
		if err := os.Mkdir(readOnly, 0o700); err != nil {
			t.Fatal(err)
		}
		write(t, from, "x")
		_ = os.Chmod(readOnly, 0o500)
		defer func() { _ = os.Chmod(readOnly, 0o700) }() // for the cleanup
		_, err := fingerprint(t, from, sum).Move(t.Context(), from, to, 0o600)
		if !errors.Is(err, fs.ErrPermission) || read(t, from) != "x" || !slices.Equal(names(t, dir), []string{"a"}) {
			t.Errorf("%v, and there are %v", err, names(t, dir))
		}
	})
	run(t, "to a path that is taken", func(t *testing.T, dir string) {
		from, to := filepath.Join(dir, "f"), filepath.Join(dir, "g")
		write(t, from, "x")
		write(t, to, "other")
		_, err := fingerprint(t, from, sum).Move(t.Context(), from, to, 0o600)
		if !errors.Is(err, exportfile.ErrExists) || read(t, from) != "x" || read(t, to) != "other" || len(names(t, dir)) != 2 {
			t.Errorf("%v, and there are %v", err, names(t, dir))
		}
	})
	run(t, "while it waits, it is not taken for a stale partial file", func(t *testing.T, dir string) {
		from, to := filepath.Join(dir, "f"), filepath.Join(dir, "g")
		write(t, from, "x")
		write(t, to, "other")
		time.AfterFunc(time.Second, func() { _, _ = exportfile.Fingerprint{}.Remove(from) })
		_, err := fingerprint(t, from, sum).Move(t.Context(), from, to, 0o600)
		if !errors.Is(err, exportfile.ErrExists) || read(t, from) != "x" {
			t.Errorf("%v, and there are %v", err, names(t, dir))
		}
	})
	run(t, "to a path that is vacated meanwhile", func(t *testing.T, dir string) {
		from, to := filepath.Join(dir, "f"), filepath.Join(dir, "g")
		write(t, from, "x")
		write(t, to, "other")
		time.AfterFunc(time.Second, func() { _ = os.Remove(to) })
		if _, err := fingerprint(t, from, sum).Move(t.Context(), from, to, 0o600); err != nil || read(t, to) != "x" || len(names(t, dir)) != 1 {
			t.Errorf("%v, and there are %v", err, names(t, dir))
		}
	})
	run(t, "three in a circle", func(t *testing.T, dir string) {
		paths := []string{filepath.Join(dir, "0"), filepath.Join(dir, "1"), filepath.Join(dir, "2")}
		for i, path := range paths {
			write(t, path, strings.Repeat("x", i+1))
		}
		var all sync.WaitGroup
		for i, path := range paths {
			file := fingerprint(t, path, sum)
			all.Go(func() {
				if _, err := file.Move(t.Context(), path, paths[(i+1)%3], 0o600); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		for i := range paths {
			if got := read(t, paths[(i+1)%3]); len(got) != i+1 {
				t.Errorf("%s has %q", paths[(i+1)%3], got)
			}
		}
		if got := names(t, dir); len(got) != 3 {
			t.Errorf("there are %v", got)
		}
	})
	t.Run("to another file system", func(t *testing.T) {
		elsewhere, err := os.MkdirTemp("/dev/shm", "exportfile") //nolint:usetesting // it must be another file system
		if err != nil {
			t.Skip("no second file system: ", err)
		}
		defer os.RemoveAll(elsewhere)
		dir := t.TempDir()
		from, to := filepath.Join(dir, "f"), filepath.Join(elsewhere, "a", "g")
		write(t, from, "x")
		after, err := fingerprint(t, from, sum).Move(t.Context(), from, to, 0o640)
		info, statErr := os.Stat(to)
		if err != nil || statErr != nil || read(t, to) != "x" || info.Mode().Perm() != 0o640 || len(names(t, dir)) != 0 || len(names(t, elsewhere+"/a")) != 1 {
			t.Errorf("%v, %v, and there are %v", after, err, names(t, elsewhere+"/a"))
		}
	})
}

func TestUnit_SamePath(t *testing.T) {
	dir := t.TempDir()
	makeDirectory(t, dir+"/a")
	makeLink(t, "a", dir+"/link")
	for other, want := range map[string]bool{
		dir + "/a/f": true, dir + "/a/../a/f": true, dir + "/link/f": true, dir + "/a/g": false, dir + "/f": false, dir + "/none/f": false,
	} {
		if got := exportfile.SamePath(dir+"/a/f", other); got != want {
			t.Errorf("%s: %t", other, got)
		}
	}
}

func makeDirectory(t *testing.T, path string) {
	t.Helper()
	if err := os.Mkdir(path, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		t.Fatal(err)
	}
}

func makeLink(t *testing.T, to, path string) {
	t.Helper()
	if err := os.Symlink(to, path); err != nil {
		t.Fatal(err)
	}
}
