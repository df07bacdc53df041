package localfile_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/localfile"
)

func TestUnit_Move(t *testing.T) {
	root := t.TempDir()
	from, to := filepath.Join(root, "from"), filepath.Join(root, "new", "to")
	if err := write(from, "one", time.Now()); err != nil {
		t.Fatal(err)
	}
	if err := localfile.Move(from, to, 0o600); err != nil {
		t.Fatal(err)
	}
	wantTree(t, root, "new/", "new/to=one")
	if err := write(from, "two", time.Now()); err != nil {
		t.Fatal(err)
	}
	if err := localfile.Move(from, to, 0o600); !errors.Is(err, localfile.ErrExists) {
		t.Errorf("onto another file: %v", err)
	}
	wantTree(t, root, "from=two", "new/", "new/to=one")
	if err := localfile.Move(filepath.Join(root, "none"), filepath.Join(root, "x", "y"), 0o600); err == nil {
		t.Error("a file that is not there was moved")
	}
	wantTree(t, root, "from=two", "new/", "new/to=one")
}

// Another file system, where the machine has one.
func TestUnit_Move_BetweenFileSystems(t *testing.T) {
	other, err := os.MkdirTemp("/dev/shm", "localfile") //nolint:usetesting // the point is another file system
	if err != nil {
		t.Skip("there is no second file system: ", err)
	}
	defer os.RemoveAll(other)
	from, to := filepath.Join(t.TempDir(), "from"), filepath.Join(other, "to")
	if err := write(from, strings.Repeat("x", 100), time.Now()); err != nil {
		t.Fatal(err)
	}
	if err := localfile.Move(from, to, 0o640); err != nil {
		t.Fatal(err)
	}
	wantTree(t, other, "to="+strings.Repeat("x", 100))
	wantTree(t, filepath.Dir(from))
	if info, _ := os.Stat(to); info.Mode().Perm() != 0o640 {
		t.Errorf("it has %v", info.Mode())
	}
}
