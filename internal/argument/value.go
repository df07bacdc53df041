package argument

import "github.com/hashicorp/terraform-plugin-framework/types"

// OrNull returns the value of a computed attribute: null if text is empty,
// because the API leaves out what it does not report.
func OrNull(text string) types.String {
	if text == "" {
		return types.StringNull()
	}
	return types.StringValue(text)
}
