package segmentexport

import (
	"context"
	"fmt"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

// An action has no state to keep an export in: whatever leaves it without a
// completed one is an error, also what a resource would be warned of.
func TestUnit_Decide_OfAnAction(t *testing.T) {
	const unfinished = "PENDING; error: The segment export is not complete yet: "
	for _, c := range []struct {
		look look
		want string
	}{
		{look{seen: completed}, "COMPLETED"},
		{look{seen: untold}, "COMPLETED"},
		{look{seen: lapsed}, "COMPLETED"},
		{look{seen: failed}, "FAILED; error: The segment export failed"},
		{look{err: context.Canceled}, unfinished + "waiting was interrupted"},
		{look{seen: pending, err: fmt.Errorf("%w; %w", context.DeadlineExceeded, errReset)}, unfinished + "waiting timed out"},
		{look{err: gone}, "PENDING; error: The segment export is gone from FullStory"},
		{look{err: refused}, unfinished + "FullStory does not let the provider look at it"},
		{look{err: errReset}, unfinished + "FullStory does not let the provider look at it"},
		{look{err: fullstory.ErrNoAPIKey}, unfinished + "FullStory does not let the provider look at it"},
	} {
		if got := decide(onInvoke, export{ID: "op", State: "PENDING"}, c.look, noon).short(); got != c.want {
			t.Errorf("%s and %v:\n got %s\nwant %s", c.look.seen.State, c.look.err, got, c.want)
		}
	}
}
