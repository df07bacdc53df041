// Package argument has the validators, attributes and values that several
// packages need. The errors show the value in quotes, so that an empty one is visible,
// and suggest the right one where it can be known.
package argument

import (
	"context"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
)

// Check returns a validator from a function, which gets the values that are
// known and returns what is wrong with one; nil if nothing is.
func Check(check func(argument path.Path, value string) diag.Diagnostic) []validator.String {
	return []validator.String{checked(check)}
}

type checked func(path.Path, string) diag.Diagnostic

// Description implements [validator.String]. Nothing shows it.
func (checked) Description(context.Context) string { return "" }

// MarkdownDescription implements [validator.String].
func (checked) MarkdownDescription(context.Context) string { return "" }

// ValidateString implements [validator.String].
func (c checked) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if !req.ConfigValue.IsNull() && !req.ConfigValue.IsUnknown() {
		resp.Diagnostics.Append(c(req.Path, req.ConfigValue.ValueString())) // which ignores nil
	}
}

// Matches accepts the values that match a pattern. rule says what a value must
// be, such as "must not be blank".
func Matches(pattern *regexp.Regexp, rule string) []validator.String {
	return Check(func(argument path.Path, value string) diag.Diagnostic {
		if pattern.MatchString(value) {
			return nil
		}
		return diagnose.BreaksRule(argument.String(), rule, value, "").AsAttributeError(argument)
	})
}

// NotBlank rejects a string that has no text; what names it, such as "the ID of
// an export".
func NotBlank(what string) []validator.String {
	return Matches(regexp.MustCompile(`\S`), "must be "+what+", not blank")
}

// Trimmed rejects a string that has no text, or white space around it.
func Trimmed(what string) []validator.String {
	return append(NotBlank(what), Matches(regexp.MustCompile(`^(\S(.*\S)?|\s*)$`), "must not begin or end with white space")...)
}
