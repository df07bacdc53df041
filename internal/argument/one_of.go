package argument

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
)

// OneOf accepts some values, and suggests one for the API's own spellings, for
// another case, and for a beginning, such as "event".
type OneOf []string

// Description implements [validator.String].
func (v OneOf) Description(context.Context) string { return diagnose.OneOf(v) }

// MarkdownDescription implements [validator.String].
func (v OneOf) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString implements [validator.String].
func (v OneOf) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if value, ok := known(req); ok && !slices.Contains(v, value) {
		resp.Diagnostics.Append(diagnose.NotOneOf(req.Path.String(), v, value, v.suggestion(value)).AsAttributeError(req.Path))
	}
}

// minBeginning is the length of the shortest beginning that is recognized.
const minBeginning = 3

// suggestion returns the accepted value that is probably meant; it may be
// empty.
func (v OneOf) suggestion(value string) string {
	bare := strings.ToLower(strings.TrimSpace(value))
	for _, prefix := range []string{"type_", "format_", "state_"} {
		bare = strings.TrimPrefix(bare, prefix)
	}
	if len(bare) < minBeginning {
		return ""
	}
	for _, accepted := range v {
		if strings.HasPrefix(strings.ToLower(accepted), bare) {
			return accepted
		}
	}
	return ""
}
