package exportfile_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/exportfile"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

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
	t.Run("leftovers of the same target are removed after a day", func(t *testing.T) {
		s, dir := newStore(t, 1000), t.TempDir()
		prefix := filepath.Join(dir, exportfile.PartialPrefix(filepath.Join(dir, "f")))
		other := filepath.Join(dir, exportfile.PartialPrefix(filepath.Join(dir, "g")))
		leave := func(path string, age time.Duration) string {
			write(t, path, "personal data")
			then := time.Now().Add(-age)
			if err := os.Chtimes(path, then, then); err != nil {
				t.Fatal(err)
			}
			return filepath.Base(path)
		}
		leave(prefix+"1.part", 25*time.Hour)
		leave(prefix+"2.part", 100*24*time.Hour)
		want := []string{
			leave(prefix+"3.part", 23*time.Hour), // another process may be writing it
			leave(prefix+"4", 25*time.Hour), leave(other+"5.part", 25*time.Hour), leave(filepath.Join(dir, "f.part"), 25*time.Hour),
			"f",
		}
		if err := os.Mkdir(prefix+"6.part", 0o700); err != nil {
			t.Fatal(err)
		}
		want = append(want, filepath.Base(prefix+"6.part"))
		if _, err := s.to(filepath.Join(dir, "f")).Run(t.Context(), s.client, s.operation); err != nil {
			t.Fatal(err)
		}
		slices.Sort(want)
		if got := names(t, dir); !slices.Equal(got, want) {
			t.Errorf("there are %v, want %v", got, want)
		}
	})
	t.Run("a leftover that is a second name of the finished file is only removed", func(t *testing.T) {
		s, dir := newStore(t, 1000), t.TempDir()
		path := filepath.Join(dir, "f")
		if _, err := s.to(path).Run(t.Context(), s.client, s.operation); err != nil {
			t.Fatal(err)
		}
		leftover := filepath.Join(dir, exportfile.PartialPrefix(path)+"1.part")
		if err := os.Link(path, leftover); err != nil {
			t.Skip("no hard links: ", err)
		}
		old := time.Now().Add(-25 * time.Hour)
		if err := os.Chtimes(leftover, old, old); err != nil {
			t.Fatal(err)
		}
		s.Inject(fullstorytest.RouteDownload, fullstorytest.Status(404))
		if _, err := s.to(path).Run(t.Context(), s.client, s.operation); err == nil || read(t, path) != string(s.content) || len(names(t, dir)) != 1 {
			t.Errorf("a download that fails: %v, and there are %v", err, names(t, dir))
		}
		result, err := s.to(path).Run(t.Context(), s.client, s.operation)
		if err != nil || read(t, path) != string(s.content) {
			t.Errorf("a second download: %v", err)
		}
		if left, err := result.Remove(path); left || err != nil || len(names(t, dir)) > 0 {
			t.Errorf("left = %t, %v, and there are %v", left, err, names(t, dir))
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
	for _, links := range []bool{true, false} {
		run(t, fmt.Sprintf("a file that appears at the target during the download is not replaced, hard links = %t", links), func(t *testing.T, dir string) {
			if !links {
				exportfile.FailOperation(t, "link", errors.ErrUnsupported)
			}
			path := filepath.Join(dir, "f")
			s := newStore(t, 1000, fullstorytest.WithArrivalHook(func(r fullstorytest.Request) {
				if r.Route == fullstorytest.RouteDownload {
					write(t, path, "mine")
				}
			}))
			_, err := s.to(path).Run(t.Context(), s.client, s.operation)
			if !errors.Is(err, exportfile.ErrExists) || read(t, path) != "mine" || len(names(t, dir)) != 1 {
				t.Errorf("%v, and there are %v", err, names(t, dir))
			}
		})
	}
	t.Run("its owner alone can read it", func(t *testing.T) {
		dir := t.TempDir()
		looked := false
		s := newStore(t, 1000, fullstorytest.WithArrivalHook(func(r fullstorytest.Request) {
			for _, name := range names(t, dir) {
				looked = true
				if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Mode().Perm() != 0o600 {
					t.Errorf("%s has %v, %v", name, info.Mode(), err)
				}
			}
		}))
		download := s.to(filepath.Join(dir, "f"))
		download.Mode = 0o644
		if _, err := download.Run(t.Context(), s.client, s.operation); err != nil || !looked {
			t.Errorf("%v, looked = %t", err, looked)
		}
	})
	t.Run("a download that starts again leaves nothing of its first bytes", func(t *testing.T) {
		dir := t.TempDir()
		synctest.Test(t, func(t *testing.T) {
			var s *store
			requests := 0
			s = newStore(t, 1000, fullstorytest.WithArrivalHook(func(r fullstorytest.Request) {
				if r.Route == fullstorytest.RouteDownload {
					if requests++; requests == 2 {
						s.replace(300, "b,c\n")
					}
				}
			}))
			s.Inject(fullstorytest.RouteDownload, fullstorytest.CutAfter(400))
			if err := s.download(t.Context(), t, dir); err != nil {
				t.Error(err)
			}
		})
	})
	t.Run("many downloads at once leave one whole file", func(t *testing.T) {
		s, dir := newStore(t, 300_000), t.TempDir()
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				if _, err := s.to(filepath.Join(dir, "f")).Run(t.Context(), s.client, s.operation); err != nil {
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

// What a file system cannot do is no reason to do without the file; what it did
// not store is.
func TestUnit_Commit_FailedOperations(t *testing.T) {
	for name, c := range map[string]struct {
		operation string
		err       error
		mode      os.FileMode
		fails     bool
		warns     bool
	}{
		"no permissions":                   {operation: "chmod", err: syscall.EPERM, mode: 0o644, warns: true},
		"no permissions, and none changed": {operation: "chmod", err: syscall.EPERM, mode: 0o600},
		"sync is invalid":                  {operation: "sync", err: syscall.EINVAL, mode: 0o600},
		"sync is not supported":            {operation: "sync", err: syscall.ENOTSUP, mode: 0o600},
		"sync fails":                       {operation: "sync", err: syscall.EIO, mode: 0o600, fails: true},
		"the disk is full":                 {operation: "sync", err: syscall.ENOSPC, mode: 0o600, fails: true},
		"no hard links":                    {operation: "link", err: syscall.EPERM, mode: 0o600},
	} {
		t.Run(name, func(t *testing.T) {
			s, dir := newStore(t, 1000), t.TempDir()
			exportfile.FailOperation(t, c.operation, c.err)
			download := s.to(filepath.Join(dir, "f"))
			download.Mode = c.mode
			result, err := download.Run(t.Context(), s.client, s.operation)
			if (err != nil) != c.fails || (result.ModeErr != nil) != c.warns {
				t.Errorf("got %v, and the mode's error %v", err, result.ModeErr)
			}
			if c.fails {
				if !errors.Is(err, c.err) || len(names(t, dir)) > 0 {
					t.Errorf("%v, and there are %v", err, names(t, dir))
				}
			} else if read(t, filepath.Join(dir, "f")) != string(s.content) || len(names(t, dir)) != 1 {
				t.Errorf("there are %v", names(t, dir))
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
		after, _, err := before.Move(t.Context(), from, to, 0o600)
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
		_, _, err := fingerprint(t, from, sum).Move(t.Context(), from, to, 0o600)
		if !errors.Is(err, fs.ErrPermission) || read(t, from) != "x" || !slices.Equal(names(t, dir), []string{"a"}) {
			t.Errorf("%v, and there are %v", err, names(t, dir))
		}
	})
	run(t, "to a path that is taken", func(t *testing.T, dir string) {
		from, to := filepath.Join(dir, "f"), filepath.Join(dir, "g")
		write(t, from, "x")
		write(t, to, "other")
		_, _, err := fingerprint(t, from, sum).Move(t.Context(), from, to, 0o600)
		if !errors.Is(err, exportfile.ErrExists) || read(t, from) != "x" || read(t, to) != "other" || len(names(t, dir)) != 2 {
			t.Errorf("%v, and there are %v", err, names(t, dir))
		}
	})
	run(t, "to a path that is vacated meanwhile", func(t *testing.T, dir string) {
		from, to := filepath.Join(dir, "f"), filepath.Join(dir, "g")
		write(t, from, "x")
		write(t, to, "other")
		time.AfterFunc(time.Second, func() { _ = os.Remove(to) })
		if _, _, err := fingerprint(t, from, sum).Move(t.Context(), from, to, 0o600); err != nil || read(t, to) != "x" || len(names(t, dir)) != 1 {
			t.Errorf("%v, and there are %v", err, names(t, dir))
		}
	})
	t.Run("two at once to the same path", func(t *testing.T) {
		for range 50 {
			dir := t.TempDir()
			ctx, cancel := context.WithCancel(t.Context())
			to := filepath.Join(dir, "to")
			var all sync.WaitGroup
			paths := []string{filepath.Join(dir, "0"), filepath.Join(dir, "1")}
			write(t, paths[0], "x")
			write(t, paths[1], "xx")
			for _, path := range paths {
				file := fingerprint(t, path, sum)
				all.Go(func() {
					_, _, _ = file.Move(ctx, path, to, 0o600) // one waits until it is cancelled
					cancel()
				})
			}
			all.Wait()
			cancel()
			if got := names(t, dir); len(got) != 2 {
				t.Fatalf("there are %v: a file was overwritten", got)
			}
		}
	})
	for _, err := range []error{syscall.EXDEV, syscall.Errno(17)} { // 17 is ERROR_NOT_SAME_DEVICE of Windows
		t.Run("to where a rename fails with "+err.Error(), func(t *testing.T) {
			exportfile.FailOperation(t, "rename", err)
			dir := t.TempDir()
			from, to := filepath.Join(dir, "f"), filepath.Join(dir, "a", "g")
			write(t, from, "x")
			after, modeErr, err := fingerprint(t, from, sum).Move(t.Context(), from, to, 0o640)
			info, statErr := os.Stat(to)
			if err != nil || modeErr != nil || statErr != nil || read(t, to) != "x" || info.Mode().Perm() != 0o640 || !slices.Equal(names(t, dir), []string{"a"}) || len(names(t, dir+"/a")) != 1 {
				t.Errorf("%v, %v, and there are %v", after, err, names(t, dir))
			}
		})
	}
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
