// Package diagnose words what the user reads: it turns errors and findings
// into diagnostics. No other package composes such text for API calls and
// exports.
//
// A text says what happened, what must hold, and what to do, and ends in
// "Label: value" lines. It names no command of one CLI, since the provider
// serves Terraform and OpenTofu.
package diagnose

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

// Text is a diagnostic that has no severity yet: the same finding is an error
// in one place and a warning in another.
type Text struct{ Summary, Detail string }

// Error makes it an error.
func (t Text) Error() diag.Diagnostic { return diag.NewErrorDiagnostic(t.Summary, t.Detail) }

// Warning makes it a warning.
func (t Text) Warning() diag.Diagnostic { return diag.NewWarningDiagnostic(t.Summary, t.Detail) }

// At makes it an error at an argument.
func (t Text) At(argument path.Path) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(argument, t.Summary, t.Detail)
}

// longest bounds a value in a text, in runes. What an error says of an answer
// is bounded already, and shorter.
const longest = 1000

// Value shows what is not ours, such as an id, a name or an error, as the data
// that it is: it neither acts on a terminal nor passes for a line of ours.
func Value(data string) string { return fullstory.Visible(data, longest) }

// shown bounds how many rows a text lists.
const shown = 10

// listed sets rows below a text, each on a line of its own.
func listed(rows []string) string {
	var b strings.Builder
	for i, row := range rows {
		if i == shown {
			fmt.Fprintf(&b, "\n  and %d more", len(rows)-shown)
			break
		}
		b.WriteString("\n  " + Value(row))
	}
	return b.String()
}

// label is one line at the end of a detail; without a value it is left out.
type label struct{ name, value string }

// detail joins paragraphs and labels.
func detail(paragraphs []string, labels ...label) string {
	var lines []string
	for _, l := range labels {
		if l.value != "" {
			lines = append(lines, l.name+": "+Value(l.value))
		}
	}
	parts := make([]string, 0, len(paragraphs)+1)
	for _, p := range paragraphs {
		if p != "" {
			parts = append(parts, p)
		}
	}
	if len(lines) > 0 {
		parts = append(parts, strings.Join(lines, "\n"))
	}
	return strings.Join(parts, "\n\n")
}
