package segment

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/timetypes"
)

// model is a segment's attributes.
type model struct {
	ID      types.String `tfsdk:"id"`
	Name    types.String `tfsdk:"name"`
	Creator types.String `tfsdk:"creator"`
	Created types.String `tfsdk:"created"`
	URL     types.String `tfsdk:"url"`
}

// texts describe the attributes of model, wherever they stand.
var texts = map[string]string{
	"id":      "The segment's id.",
	"name":    "The segment's name.",
	"creator": "The e-mail address of who made the segment; null for a built-in one.",
	"created": "When the segment was made, as RFC 3339; null for a built-in one.",
	"url":     "The segment's address in the app.",
}

func newModel(segment fullstory.Segment) model {
	return model{
		ID:      types.StringValue(segment.ID),
		Name:    types.StringValue(segment.Name),
		Creator: timetypes.StringOrNull(segment.Creator),
		Created: timetypes.TimeOrNull(segment.Created),
		URL:     timetypes.StringOrNull(segment.URL),
	}
}
