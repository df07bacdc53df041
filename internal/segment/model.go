package segment

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/argument"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rfc3339"
)

// model are the attributes of a segment.
type model struct {
	ID      types.String `tfsdk:"id"`
	Name    types.String `tfsdk:"name"`
	Creator types.String `tfsdk:"creator"`
	Created types.String `tfsdk:"created"`
	URL     types.String `tfsdk:"url"`
}

// segmentType is the type of a listed segment. It is a list of objects and not
// a nested attribute, because terraform test cannot mock computed nested
// attributes (hashicorp/terraform#37939).
var segmentType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"id":      types.StringType,
	"name":    types.StringType,
	"creator": types.StringType,
	"created": types.StringType,
	"url":     types.StringType,
}}

func newModel(segment fullstory.Segment) model {
	return model{
		ID:      types.StringValue(segment.ID),
		Name:    types.StringValue(segment.Name),
		Creator: argument.OrNull(segment.Creator),
		Created: rfc3339.Value(segment.Created),
		URL:     argument.OrNull(segment.URL),
	}
}
