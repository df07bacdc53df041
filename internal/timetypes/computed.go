package timetypes

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

// StringOrNull returns the value of a computed attribute: null if text is
// empty, because the API leaves out what it does not report.
func StringOrNull(text string) types.String {
	if text == "" {
		return types.StringNull()
	}
	return types.StringValue(text)
}

// TimeOrNull returns t in UTC as RFC 3339, with a fraction only if there is
// one; null if t is zero.
func TimeOrNull(t time.Time) types.String {
	if t.IsZero() {
		return types.StringNull()
	}
	return types.StringValue(t.UTC().Format(time.RFC3339Nano))
}
