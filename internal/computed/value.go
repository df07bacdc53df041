// Package computed writes what FullStory told into computed attributes. What
// it did not tell is null.
package computed

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Text is null where it is empty.
func Text(text string) types.String {
	if text == "" {
		return types.StringNull()
	}
	return types.StringValue(text)
}

// Time is RFC 3339 in UTC, with a fraction where there is one; null where the
// time is zero.
func Time(t time.Time) types.String {
	if t.IsZero() {
		return types.StringNull()
	}
	return types.StringValue(t.UTC().Format(time.RFC3339Nano))
}
