package argument

import (
	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Timeouts returns the argument timeouts of a resource, with the descriptions
// of its attributes. It is not that of the timeouts module, whose own error has
// neither the name nor the line of the argument: ValidateConfig must call
// diagnose.InvalidTimeouts.
func Timeouts(create, update string) schema.Attribute {
	return schema.SingleNestedAttribute{
		Optional: true,
		CustomType: timeouts.Type{ObjectType: types.ObjectType{AttrTypes: map[string]attr.Type{
			"create": types.StringType, "update": types.StringType,
		}}},
		Attributes: map[string]schema.Attribute{
			"create": schema.StringAttribute{Optional: true, MarkdownDescription: create},
			"update": schema.StringAttribute{Optional: true, MarkdownDescription: update},
		},
	}
}
