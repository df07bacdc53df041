package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

// terraform finds the CLI, and sets an empty folder for temporary files.
func terraform(t *testing.T) (path, temp string) {
	t.Helper()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("TF_ACC is not set: make test-acc runs this")
	}
	path = os.Getenv("TF_ACC_TERRAFORM_PATH")
	if path == "" {
		path = "terraform"
	}
	temp = t.TempDir()
	for _, name := range []string{"TMPDIR", "TMP", "TEMP"} {
		t.Setenv(name, temp)
	}
	return path, temp
}

func wantEmpty(t *testing.T, dir string) {
	t.Helper()
	left, err := os.ReadDir(dir)
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestAcc_Demo(t *testing.T) {
	for _, format := range []string{"schema", "reference"} {
		t.Run(format, func(t *testing.T) {
			cli, temp := terraform(t)
			// None of these may have a say.
			t.Setenv("FULLSTORY_ENDPOINT", "https://fullstory.invalid")
			t.Setenv("TF_WORKSPACE", "mine")
			t.Setenv("TF_CLI_ARGS", "-nonsense")
			var stdout bytes.Buffer
			if err := run(t.Context(), []string{"-terraform=" + cli, "-wire-format=" + format}, &stdout); err != nil {
				t.Fatalf("%v\n%s", err, stdout.String())
			}
			rest := stdout.String()
			for _, text := range []string{
				"1. Build the provider", "2. Apply examples/quickstart with ", "creating…", "done after", "2 exports submitted",
				"fullstory_segment_export.events", "state COMPLETED, id ", "fullstory_segment_export.individuals", "state COMPLETED, id ",
				"fullstory_segment_export_file.events", "events.csv has 33 lines and begins with",
				"fullstory_segment_export_file.individuals", "individuals.json has 25 lines and begins with",
				"No changes. No export submitted, 0 requests", "the state is empty", "All of it held",
			} {
				_, after, found := strings.Cut(rest, text)
				if !found {
					t.Fatalf("after what was looked for before, it lacks %q:\n%s", text, stdout.String())
				}
				rest = after
			}
			for _, secret := range []string{fullstorytest.APIKey, "Signature="} {
				if strings.Contains(stdout.String(), secret) {
					t.Errorf("it tells %q", secret)
				}
			}
			wantEmpty(t, temp)
		})
	}
}

func TestAcc_Demo_LeavesNothingWhenInterrupted(t *testing.T) {
	cli, temp := terraform(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	// In the middle of the apply, while the CLI and the provider run.
	stdout := &watched{text: "creating…", seen: cancel}
	if err := run(ctx, []string{"-terraform=" + cli}, stdout); err == nil {
		t.Error("an interrupted demo succeeds")
	}
	if ctx.Err() == nil {
		t.Errorf("it never came to the apply: %s", stdout.buffer.String())
	}
	wantEmpty(t, temp)
}

// watched calls seen when a text has been written.
type watched struct {
	text   string
	seen   func()
	buffer bytes.Buffer
}

func (w *watched) Write(p []byte) (int, error) {
	w.buffer.Write(p)
	if strings.Contains(w.buffer.String(), w.text) {
		w.seen()
	}
	return len(p), nil
}

func TestUnit_Demo_NamesAWrongCLI(t *testing.T) {
	noTerraform, err := exec.LookPath("go") // though it runs
	if err != nil {
		t.Skip("no go on PATH")
	}
	for _, path := range []string{filepath.Join(t.TempDir(), "missing"), noTerraform, t.TempDir()} {
		err := run(t.Context(), []string{"-terraform=" + path}, &bytes.Buffer{})
		if err == nil || !strings.Contains(err.Error(), "is neither a Terraform nor an OpenTofu") || !strings.Contains(err.Error(), "-terraform") {
			t.Errorf("%s: %v", path, err)
		}
	}
}
