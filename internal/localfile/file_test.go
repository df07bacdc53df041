package localfile_test

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/localfile"
)

// put writes a file by way of the package.
func put(t *testing.T, path, text string, mode fs.FileMode, replace bool) error {
	t.Helper()
	file, err := localfile.Create(path, mode)
	if err != nil {
		return err
	}
	defer file.Discard()
	partial, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".*.partial"))
	if len(partial) != 1 {
		t.Fatalf("beside the place there is %v", partial)
	}
	if info, err := os.Stat(partial[0]); err != nil || info.Mode().Perm() != mode {
		t.Errorf("before its first byte the file has %v, %v", info.Mode(), err)
	}
	if _, err := io.WriteString(file, text); err != nil {
		t.Fatal(err)
	}
	return file.Commit(replace)
}

// tree lists what is below a folder, files with their text.
func tree(t *testing.T, root string) (found []string) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || path == root {
			return err
		}
		name, _ := filepath.Rel(root, path)
		if entry.IsDir() {
			found = append(found, name+"/")
			return nil
		}
		text, err := os.ReadFile(path)
		found = append(found, name+"="+string(text))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func wantTree(t *testing.T, root string, want ...string) {
	t.Helper()
	if got := tree(t, root); !slices.Equal(got, want) {
		t.Errorf("there is %q, want %q", got, want)
	}
}

func TestUnit_File_StandsWholeOrNotAtAll(t *testing.T) {
	root := t.TempDir()
	path := filepath.Join(root, "a", "b", "file")
	if err := put(t, path, "one", 0o640, false); err != nil {
		t.Fatal(err)
	}
	wantTree(t, root, "a/", "a/b/", "a/b/file=one")
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o640 {
		t.Errorf("it has %v", info.Mode())
	}
	if err := put(t, path, "two", 0o600, false); !errors.Is(err, localfile.ErrExists) {
		t.Errorf("a second one: %v, want ErrExists", err)
	}
	wantTree(t, root, "a/", "a/b/", "a/b/file=one")
	if err := put(t, path, "two", 0o600, true); err != nil {
		t.Error(err)
	}
	wantTree(t, root, "a/", "a/b/", "a/b/file=two")
}

func TestUnit_File_LeavesNothingBehind(t *testing.T) {
	root := t.TempDir()
	file, err := localfile.Create(filepath.Join(root, "a", "b", "file"), 0o600)
	if err != nil {
		t.Fatal(err)
	}
	file.Discard()
	wantTree(t, root)

	if err := os.WriteFile(filepath.Join(root, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := localfile.Create(filepath.Join(root, "file", "below"), 0o600); err == nil {
		t.Error("a file serves as a folder")
	}
	wantTree(t, root, "file=")
}

func TestUnit_Standing(t *testing.T) {
	for name, c := range map[string]struct {
		change func(path string, was time.Time) error
		stands bool
	}{
		"untouched":              {func(string, time.Time) error { return nil }, true},
		"touched":                {func(p string, was time.Time) error { return os.Chtimes(p, was, was.Add(time.Hour)) }, true},
		"other bytes, same size": {func(p string, _ time.Time) error { return write(p, "eno", time.Now().Add(time.Hour)) }, false},
		"other size, same time":  {func(p string, was time.Time) error { return write(p, "ones", was) }, false},
		"removed":                {func(p string, _ time.Time) error { return os.Remove(p) }, false},
		"a folder in its place": {func(p string, _ time.Time) error {
			return errors.Join(os.Remove(p), os.Mkdir(p, 0o700))
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "file")
			if err := write(path, "one", time.Now()); err != nil {
				t.Fatal(err)
			}
			was, err := localfile.Read(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := c.change(path, was.Modified); err != nil {
				t.Fatal(err)
			}
			now, stands, err := localfile.Standing(path, was)
			if err != nil || stands != c.stands {
				t.Fatalf("stands = %t, %v", stands, err)
			}
			if _, again, _ := localfile.Standing(path, now); stands && !again {
				t.Error("it does not stand by what was returned")
			}
		})
	}
}

func write(path, text string, modified time.Time) error {
	return errors.Join(os.WriteFile(path, []byte(text), 0o600), os.Chtimes(path, modified, modified))
}
