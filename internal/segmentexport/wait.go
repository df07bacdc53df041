package segmentexport

import (
	"context"
	"fmt"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

// timeLimit names the time limit of a wait for errors.
func timeLimit(timeout time.Duration, argument string) string {
	return fmt.Sprintf("%s (timeouts.%s)", timeout, argument)
}

// wait waits for an export and evaluates the result. limit names the deadline
// of ctx; report is called with every change, and may be nil.
func wait(ctx context.Context, client *fullstory.Client, ph phase, prior fullstory.Operation, limit string, report func(fullstory.Operation)) result {
	var undocumented *diagnose.Export
	remote, err := client.WaitForOperation(ctx, prior.ID, fullstory.Wait{
		Limit: limit,
		OnChange: func(o fullstory.Operation) {
			if report != nil {
				report(o)
			}
			if undocumented == nil && !o.State.Documented() {
				o.Segment = prior.Segment
				undocumented = &diagnose.Export{Operation: o}
			}
		},
	})
	got := evaluate(ph, prior, remote, err, client.Now())
	if undocumented != nil {
		got.diags.Append(undocumented.UnknownState().AsWarning())
	}
	return got
}
