//go:build unix

// Package demo_test runs internal/tools/demo.sh, which is all that most people
// run of this repository.
package demo_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

// demo is a run of the script.
type demo struct {
	*exec.Cmd
	temp   string // the parent of its temporary directory, otherwise empty
	output bytes.Buffer
}

// newDemo returns a run that is not started yet.
func newDemo(t *testing.T, cli string, flags ...string) *demo {
	t.Helper()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("TF_ACC is not set: make test-acc runs this")
	}
	d := &demo{temp: t.TempDir()}
	d.Cmd = exec.Command("internal/tools/demo.sh", flags...) //nolint:noctx // a test interrupts it
	d.Dir = "../../.."
	d.Stdout, d.Stderr = &d.output, &d.output
	d.Env = append(os.Environ(), "TERRAFORM_CLI="+cli, "TMPDIR="+d.temp,
		// None of these may have an effect.
		"FULLSTORY_ENDPOINT=https://fullstory.invalid", "TF_WORKSPACE=mine", "TF_CLI_ARGS=-nonsense")
	// Ctrl-C in a terminal interrupts a process group. The tests must not be in
	// it.
	d.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	return d
}

// run runs the script and returns its exit code.
func (d *demo) run(t *testing.T) int {
	t.Helper()
	err := d.Run()
	if _, ok := errors.AsType[*exec.ExitError](err); err != nil && !ok {
		t.Fatal(err)
	}
	return d.ProcessState.ExitCode()
}

// expectClean checks that the temporary files and the fake are gone, and that
// no secret was printed.
func (d *demo) expectClean(t *testing.T) {
	t.Helper()
	if left, err := os.ReadDir(d.temp); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
	if found := regexp.MustCompile(`listening on http://(\S+)`).FindStringSubmatch(d.output.String()); found != nil {
		dialer := net.Dialer{Timeout: time.Second}
		if conn, err := dialer.DialContext(t.Context(), "tcp", found[1]); err == nil {
			_ = conn.Close()
			t.Errorf("the fake still listens on %s", found[1])
		}
	}
	for _, secret := range []string{fullstorytest.APIKey, "Signature="} {
		if strings.Contains(d.output.String(), secret) {
			t.Errorf("the output contains %q", secret)
		}
	}
}

// expectOutput checks that the output contains the texts in this order.
func (d *demo) expectOutput(t *testing.T, texts ...string) {
	t.Helper()
	rest := d.output.String()
	for _, text := range texts {
		_, after, found := strings.Cut(rest, text)
		if !found {
			t.Fatalf("after the texts before it, the output lacks %q:\n%s", text, d.output.String())
		}
		rest = after
	}
}

// realCLI returns the path of the CLI that acceptance tests run with.
func realCLI(t *testing.T) string {
	t.Helper()
	name := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if name == "" {
		name = "terraform"
	}
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skip(err)
	}
	return path
}

// script writes a program that runs commands before the real CLI.
func script(t *testing.T, commands string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "terraform")
	text := fmt.Sprintf("#!/bin/sh\n%s\nexec '%s' \"$@\"\n", commands, realCLI(t))
	if err := os.WriteFile(path, []byte(text), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAcc_Demo(t *testing.T) {
	// For each row, the fake adds three to the scope "individuals", which the schema does not have.
	for format, events := range map[string]int{"reference": 28, "schema": 7} {
		t.Run(format, func(t *testing.T) {
			kept := t.TempDir()
			cli := script(t, `case "$*" in *" destroy "*) cp "${1#-chdir=}"/events.csv "${1#-chdir=}"/individuals.json '`+kept+`' ;; esac`)
			d := newDemo(t, cli, "-wire-format", format, "-rows", "7")
			if code := d.run(t); code != 0 {
				t.Fatalf("exit code %d:\n%s", code, d.output.String())
			}
			d.expectOutput(t, "== 1. Build", "== 2. Start the fake", "== 3. Apply",
				"fullstory_segment_export.", ": Creating...", "Apply complete! Resources: 4 added, 0 changed, 0 destroyed.",
				"events = {", fmt.Sprintf(`"rows" = %d`, events), `"state" = "COMPLETED"`, "individuals = {", `"rows" = 7`, `"state" = "COMPLETED"`,
				"== 4. Show", "head -n 3 events.csv", "IndvId,", "head -n 3 individuals.json", `{"IndvId":`,
				"== 5. Plan again", "No changes.", "Exports submitted so far: 2\n",
				"== 6. Destroy", "Destroy complete! Resources: 4 destroyed.", "Everything worked")
			d.expectClean(t)
			if rows := csvRows(t, filepath.Join(kept, "events.csv")); rows != events {
				t.Errorf("events.csv has %d rows", rows)
			}
			if rows := jsonRows(t, filepath.Join(kept, "individuals.json")); rows != 7 {
				t.Errorf("individuals.json has %d rows", rows)
			}
		})
	}
}

// csvRows counts the rows below the header.
func csvRows(t *testing.T, path string) int {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	records, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return len(records) - 1
}

func jsonRows(t *testing.T, path string) int {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var rows []any
	if err := json.Unmarshal(text, &rows); err != nil {
		t.Fatal(err)
	}
	return len(rows)
}

// Once an export is submitted, everything in the process group is interrupted,
// as by Ctrl-C.
func TestAcc_Demo_Interrupted(t *testing.T) {
	cli := script(t, `case "$*" in *" apply "*) (
	while [ -d "${1#-chdir=}" ] && ! grep -q "POST /segments" "${1#-chdir=}/../fake.log"; do sleep 0.1; done
	kill -INT 0
) & ;; esac`)
	d := newDemo(t, cli, "-duration", "1h")
	if code := d.run(t); code != 130 {
		t.Errorf("exit code %d:\n%s", code, d.output.String())
	}
	d.expectOutput(t, ": Creating...", "demo: interrupted.")
	d.expectClean(t)
}

func TestAcc_Demo_Fails(t *testing.T) {
	var lc net.ListenConfig
	taken, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	_, port, err := net.SplitHostPort(taken.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		cli   string
		flags []string
		want  []string
	}{
		"port in use": {realCLI(t), []string{"-port", port}, []string{"demo: the fake did not start", "port " + port + " is in use"}},
		"no CLI":      {filepath.Join(t.TempDir(), "missing"), nil, []string{"missing", "is not a Terraform CLI that runs here", "What to do: "}},
		"not a CLI":   {"/bin/false", nil, []string{"/bin/false", "is not a Terraform CLI that runs here", "What to do: "}},
		"exports fail": {realCLI(t), []string{"-fail", "too much data"},
			[]string{"== 3. Apply", "too much data", `demo: "apply" failed (see above).`}},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDemo(t, test.cli, test.flags...)
			if code := d.run(t); code != 1 {
				t.Errorf("exit code %d:\n%s", code, d.output.String())
			}
			d.expectOutput(t, test.want...)
			d.expectClean(t)
		})
	}
}
