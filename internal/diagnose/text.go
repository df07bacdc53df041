// Package diagnose has every diagnostic of the provider: it turns errors and
// findings into the text that the user reads.
//
// A summary says what failed. The detail says why and what to do, in one or two
// sentences, and ends in "Label: value" lines. No text names a command of one
// CLI, because the provider serves Terraform and OpenTofu.
package diagnose

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

// summary is a registered summary: each has an entry on the troubleshooting
// page.
type summary struct{ text string }

var summaries []string

func newSummary(text string) summary {
	summaries = append(summaries, text)
	return summary{text}
}

// Summaries returns the summaries of all diagnostics, sorted.
func Summaries() []string { return slices.Sorted(slices.Values(summaries)) }

// Text is a diagnostic without a severity: the same finding is an error in one
// place and a warning in another.
type Text struct {
	summary summary
	Detail  string
}

// AsError returns the text as an error.
func (t Text) AsError() diag.Diagnostic {
	return diag.NewErrorDiagnostic(t.summary.text, t.Detail)
}

// AsWarning returns the text as a warning.
func (t Text) AsWarning() diag.Diagnostic {
	return diag.NewWarningDiagnostic(t.summary.text, t.Detail)
}

// AsAttributeError returns the text as an error about an argument.
func (t Text) AsAttributeError(argument path.Path) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(argument, t.summary.text, t.Detail)
}

// AsAttributeWarning returns the text as a warning about an argument.
func (t Text) AsAttributeWarning(argument path.Path) diag.Diagnostic {
	return diag.NewAttributeWarningDiagnostic(argument, t.summary.text, t.Detail)
}

// maxValue limits a value in a text, in runes. Texts of responses are limited
// to less before.
const maxValue = 1000

// Value makes a value from outside, such as an ID or a name, fit to be shown:
// it cannot act on a terminal or pass for a line of the text.
func Value(value string) string { return rest.EscapeControl(value, maxValue) }

// maxListed limits how many items a text lists.
const maxListed = 10

// bullets lists items below a text, each on a line of its own. Lines that begin
// with a space are not wrapped by the CLI.
func bullets(items []string) string {
	var b strings.Builder
	for i, item := range items {
		if i == maxListed {
			fmt.Fprintf(&b, "\n  and %d more", len(items)-maxListed)
			break
		}
		b.WriteString("\n  " + Value(item))
	}
	return b.String()
}

// label is a line at the end of a detail; it is left out if it has no value.
type label struct{ name, value string }

// detail joins paragraphs and labels; empty ones are left out.
func detail(paragraphs []string, labels ...label) string {
	var lines []string
	for _, l := range labels {
		if l.value != "" {
			lines = append(lines, l.name+": "+Value(l.value))
		}
	}
	parts := slices.DeleteFunc(slices.Clone(paragraphs), func(p string) bool { return p == "" })
	if len(lines) > 0 {
		parts = append(parts, strings.Join(lines, "\n"))
	}
	return strings.Join(parts, "\n\n")
}

// sentences joins sentences; empty ones are left out.
func sentences(texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(s string) bool { return s == "" }), " ")
}
