package segmentexport

import (
	"time"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

// settled tells whether a stored export is completed, and kept for longer than
// now: nothing about it changes by itself. A plan of many exports meets hardly
// any other, so that it reads no more of the state than that takes; the
// framework's way to all of it costs more than all the rest of a plan.
func settled(stored tftypes.Value, now time.Time) bool {
	var attributes map[string]tftypes.Value
	if err := stored.As(&attributes); err != nil {
		return false
	}
	expires, err := time.Parse(time.RFC3339, text(attributes["expires_at"]))
	return err == nil && now.Before(expires) && text(attributes["state"]) == string(fullstory.StateCompleted)
}

// text is the value of a string; empty where it is null, unknown, or none.
func text(value tftypes.Value) (s string) {
	if value.IsKnown() && !value.IsNull() {
		_ = value.As(&s) // leaves s empty where it is no string
	}
	return s
}
