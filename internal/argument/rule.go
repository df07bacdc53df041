// Package argument has the validators and the attributes that several packages
// need. The errors show the value in quotes, so that an empty one is visible,
// and suggest the right one where it can be known.
package argument

import (
	"context"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
)

// Rule accepts the values that match Pattern. Text says what a value must be,
// such as "must not be blank".
type Rule struct {
	Pattern *regexp.Regexp
	Text    string
}

// Description implements [validator.String].
func (r Rule) Description(context.Context) string { return r.Text }

// MarkdownDescription implements [validator.String].
func (r Rule) MarkdownDescription(ctx context.Context) string { return r.Description(ctx) }

// ValidateString implements [validator.String].
func (r Rule) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if value, ok := known(req); ok && !r.Pattern.MatchString(value) {
		resp.Diagnostics.Append(diagnose.BreaksRule(req.Path.String(), r.Text, value, "").AsAttributeError(req.Path))
	}
}

// known returns the value to validate; false if it is null or unknown.
func known(req validator.StringRequest) (string, bool) {
	return req.ConfigValue.ValueString(), !req.ConfigValue.IsNull() && !req.ConfigValue.IsUnknown()
}

// NotBlank rejects a string that has no text; what names it, such as "the ID of
// an export".
func NotBlank(what string) Rule {
	return Rule{regexp.MustCompile(`\S`), "must be " + what + ", not blank"}
}

// Trimmed rejects a string that has no text, or white space around it.
func Trimmed(what string) []validator.String {
	return []validator.String{
		NotBlank(what),
		Rule{regexp.MustCompile(`^(\S(.*\S)?|\s*)$`), "must not begin or end with white space"},
	}
}
