package exportfile_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/exportfile"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

// These variables tell a child process, which is this test binary, what to do,
// where, and before which step to kill itself.
const (
	victimVariable    = "EXPORTFILE_TEST_VICTIM"
	directoryVariable = "EXPORTFILE_TEST_DIRECTORY"
	stepVariable      = "EXPORTFILE_TEST_STEP"
)

var (
	oldContent = strings.Repeat("IndvId\n1\n", 1000)
	newContent = strings.Repeat("IndvId,UserId\n1,2\n", 1000)
	oldTime    = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
)

// A victim is an operation during which a process is killed.
type victim struct {
	from, to string // from has the old content; empty if there is none
	want     string // at to in the end; empty if there is no file
	steps    int    // at least
	fails    string // an operation on the disk that always fails
	err      error
	run      func(from, to string, step func()) error
}

var victims = map[string]victim{
	"download":                    {to: "a/f", want: newContent, steps: 6, run: overwrite},
	"download without hard links": {to: "f", want: newContent, steps: 6, fails: "link", err: errors.ErrUnsupported, run: overwrite},
	"download over the old file":  {from: "f", to: "f", want: newContent, steps: 6, run: overwrite},
	"move":                        {from: "f", to: "a/g", want: oldContent, steps: 1, run: move},
	"move to another file system": {from: "f", to: "a/g", want: oldContent, steps: 6, fails: "rename", err: syscall.EXDEV, run: move},
	"destroy":                     {from: "f", to: "f", steps: 1, run: remove},
}

// overwrite downloads the new content.
func overwrite(_, to string, step func()) error {
	client := fullstory.New(fullstory.Options{Options: rest.Options{APIKey: fullstorytest.APIKey, Transport: roundTripper(func(*http.Request) (*http.Response, error) {
		body := io.MultiReader(strings.NewReader(newContent[:7]), stepReader(step), strings.NewReader(newContent[7:]))
		return &http.Response{StatusCode: http.StatusOK, ContentLength: int64(len(newContent)), Body: io.NopCloser(body)}, nil
	})}})
	operation := fullstory.Operation{DownloadURL: rest.NewSignedURL("https://store.test/x")}
	_, err := exportfile.Download{Path: to, Mode: 0o640, Decompress: true, Overwrite: true}.Run(context.Background(), client, operation)
	return err
}

// move moves the file, unless an apply that was killed has done so.
func move(from, to string, _ func()) error {
	if status, _, err := oldFile().Compare(from); err != nil || status != exportfile.Unchanged {
		if status, _, err = oldFile().Compare(to); err == nil && status != exportfile.Unchanged {
			err = errors.New("the file is at neither path")
		}
		return err
	}
	_, _, err := oldFile().Move(context.Background(), from, to, 0o640)
	return err
}

func remove(from, _ string, _ func()) error {
	left, err := oldFile().Remove(from)
	if left {
		err = errors.New("the file was left")
	}
	return err
}

// oldFile is the fingerprint of the old content.
func oldFile() exportfile.Fingerprint {
	sum := sha256.Sum256([]byte(oldContent))
	return exportfile.Fingerprint{Size: int64(len(oldContent)), SHA256: hex.EncodeToString(sum[:]), Modified: oldTime}
}

// stepReader calls a function and reads nothing.
type stepReader func()

func (r stepReader) Read([]byte) (int, error) { r(); return 0, io.EOF }

// beKilled runs a victim in this process, which kills itself before a step. It
// returns the exit code if there are fewer steps.
func beKilled(name string) int {
	left, err := strconv.Atoi(os.Getenv(stepVariable))
	if err != nil {
		return 2
	}
	step := func() {
		if left--; left > 0 {
			return
		}
		if self, err := os.FindProcess(os.Getpid()); err == nil {
			_ = self.Kill()
		}
		select {} // until it takes effect
	}
	v, dir := victims[name], os.Getenv(directoryVariable)
	exportfile.BeforeStep(step)
	if v.fails != "" {
		exportfile.Fail(v.fails, v.err)
	}
	if err := v.run(filepath.Join(dir, v.from), filepath.Join(dir, v.to), step); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	return 0
}

// Killed before any step of a download, a move or a destroy, no finished file
// is truncated, lost, or left where nobody looks for it. Repeating the
// operation completes it.
func TestUnit_Killed(t *testing.T) {
	for name, v := range victims {
		t.Run(name, func(t *testing.T) {
			if v.fails != "" {
				exportfile.FailOperation(t, v.fails, v.err) // for the repetition
			}
			step := 1
			for ; killed(t, name, v, step); step++ {
			}
			if steps := step - 1; steps < v.steps {
				t.Errorf("it was killed at %d steps, want at least %d", steps, v.steps)
			}
		})
	}
}

// killed kills a victim at a step, checks what is left and repeats the
// operation. It reports whether the victim got as far as that step.
func killed(t *testing.T, name string, v victim, step int) bool {
	t.Helper()
	dir := t.TempDir()
	from, to := filepath.Join(dir, v.from), filepath.Join(dir, v.to)
	if v.from != "" {
		write(t, from, oldContent)
		if err := os.Chtimes(from, oldTime, oldTime); err != nil {
			t.Fatal(err)
		}
	}
	child := exec.CommandContext(t.Context(), os.Args[0])
	child.Env = append(os.Environ(), victimVariable+"="+name, directoryVariable+"="+dir, stepVariable+"="+strconv.Itoa(step))
	output, err := child.CombinedOutput()
	if child.ProcessState.ExitCode() == 2 {
		t.Fatalf("step %d: %s", step, output)
	}

	visible, _ := files(t, dir)
	for path, content := range visible {
		if content != oldContent && content != newContent {
			t.Errorf("step %d: %s has %d bytes, which is no whole file", step, path, len(content))
		}
	}
	if v.from != "" && err != nil && len(visible) == 0 {
		t.Errorf("step %d: there is no file", step)
	}

	if err := v.run(from, to, func() {}); err != nil {
		t.Errorf("step %d: the next apply: %v", step, err)
	}
	visible, partial := files(t, dir)
	if v.want == "" && len(visible) > 0 || v.want != "" && (len(visible) != 1 || visible[to] != v.want) {
		t.Errorf("step %d: after the next apply there are %d files", step, len(visible))
	}
	// A partial file stays for a day, until the next download to the same path.
	for _, path := range partial {
		old := time.Now().Add(-25 * time.Hour)
		if err := os.Chtimes(path, old, old); err != nil {
			t.Fatal(err)
		}
	}
	if err := overwrite("", to, func() {}); err != nil {
		t.Errorf("step %d: a day later: %v", step, err)
	}
	visible, partial = files(t, dir)
	if len(visible) != 1 || visible[to] != newContent || len(partial) > 0 {
		t.Errorf("step %d: a day later there are %d files, and %v", step, len(visible), partial)
	}
	return err != nil
}

// files returns the contents of the files in a directory that are not partial,
// and the paths of those that are.
func files(t *testing.T, dir string) (visible map[string]string, partial []string) {
	t.Helper()
	visible = map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil || entry.IsDir():
		case strings.HasPrefix(entry.Name(), ".fullstory-"):
			partial = append(partial, path)
		default:
			visible[path] = read(t, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return visible, partial
}
