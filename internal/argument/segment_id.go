package argument

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

// SegmentID rejects what cannot be the ID of a segment, such as the URL that
// the browser shows, and suggests the ID in it.
func SegmentID() []validator.String {
	return append(Trimmed("the ID of a segment"), Check(func(argument path.Path, value string) diag.Diagnostic {
		id, err := fullstory.SegmentIDInURL(value)
		if err != nil && !strings.Contains(value, ":/") {
			return nil
		}
		rule := "must be the ID of a segment, not a URL"
		if err == nil {
			rule += " (provider::fullstory::segment_id returns the ID in a URL)"
		}
		return diagnose.BreaksRule(argument.String(), rule, value, id).AsAttributeError(argument)
	})...)
}
