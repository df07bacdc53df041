package providertest

import (
	"bufio"
	"encoding/json"
	"errors"
	"os/exec"
	"strings"
	"testing"

	tfjson "github.com/hashicorp/terraform-json"
)

// Diagnostic is a diagnostic that the CLI printed with -json.
type Diagnostic struct {
	tfjson.Diagnostic
	Address string `json:"address"`
}

// Text returns the summary and the detail.
func (d Diagnostic) Text() string { return d.Summary + "\n" + d.Detail }

// Result is the result of a run.
type Result struct {
	ExitCode    int
	Diagnostics []Diagnostic
	// Output is everything that the run printed.
	Output string
}

// Errors returns the errors.
func (r Result) Errors() []Diagnostic { return r.severity(tfjson.DiagnosticSeverityError) }

// Warnings returns the warnings, without the CLI's own one about the
// development override.
func (r Result) Warnings() []Diagnostic { return r.severity(tfjson.DiagnosticSeverityWarning) }

func (r Result) severity(severity tfjson.DiagnosticSeverity) (diags []Diagnostic) {
	for _, d := range r.Diagnostics {
		if d.Severity == severity && !strings.Contains(d.Summary, "development overrides") {
			diags = append(diags, d)
		}
	}
	return diags
}

// NewResult returns the result of a run that ended with err and printed output.
func NewResult(t testing.TB, err error, output string) Result {
	t.Helper()
	result := Result{Output: output}
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		result.ExitCode = exit.ExitCode()
	} else if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(strings.NewReader(output))
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var line struct {
			Diagnostic *Diagnostic `json:"diagnostic"`
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err == nil && line.Diagnostic != nil {
			result.Diagnostics = append(result.Diagnostics, *line.Diagnostic)
		} else if err != nil && strings.Contains(lines.Text(), `"type":"diagnostic"`) {
			t.Fatalf("%v in %s", err, lines.Text())
		}
	}
	return result
}

// ExpectDiagnostic checks that there is one diagnostic, which contains the
// texts.
func ExpectDiagnostic(t testing.TB, diags []Diagnostic, texts ...string) {
	t.Helper()
	if len(diags) != 1 {
		t.Fatalf("%d diagnostics, want 1: %+v", len(diags), diags)
	}
	for _, text := range texts {
		if !strings.Contains(diags[0].Text(), text) {
			t.Errorf("the diagnostic lacks %q:\n%s", text, diags[0].Text())
		}
	}
}
