package argument

import (
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
)

// OneOf accepts some values, and suggests one for the API's own spellings, for
// another case, and for a beginning, such as "event".
func OneOf(accepted ...string) []validator.String {
	return Check(func(argument path.Path, value string) diag.Diagnostic {
		if slices.Contains(accepted, value) {
			return nil
		}
		return diagnose.NotOneOf(argument.String(), accepted, value, suggestion(accepted, value)).AsAttributeError(argument)
	})
}

// minBeginning is the length of the shortest beginning that is recognized.
const minBeginning = 3

// suggestion returns the accepted value that is probably meant; it may be
// empty.
func suggestion(accepted []string, value string) string {
	bare := strings.ToLower(strings.TrimSpace(value))
	for _, prefix := range []string{"type_", "format_", "state_"} {
		bare = strings.TrimPrefix(bare, prefix)
	}
	if len(bare) < minBeginning {
		return ""
	}
	for _, candidate := range accepted {
		if strings.HasPrefix(strings.ToLower(candidate), bare) {
			return candidate
		}
	}
	return ""
}
