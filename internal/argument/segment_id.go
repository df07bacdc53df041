package argument

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

// SegmentID rejects what cannot be the ID of a segment, such as the URL that
// the browser shows.
func SegmentID() []validator.String {
	return append(Trimmed("the ID of a segment"), noURL{})
}

// noURL rejects URLs, and suggests the ID in that of a segment.
type noURL struct{}

func (noURL) Description(context.Context) string { return "must be the ID of a segment, not a URL" }

func (v noURL) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v noURL) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	value, ok := known(req)
	id, err := fullstory.SegmentIDInURL(value)
	if isURL := err == nil || strings.Contains(value, ":/"); !ok || !isURL {
		return
	}
	rule := v.Description(ctx)
	if err == nil {
		rule += " (provider::fullstory::segment_id returns the ID in a URL)"
	}
	resp.Diagnostics.Append(diagnose.BreaksRule(req.Path.String(), rule, value, id).AsAttributeError(req.Path))
}
