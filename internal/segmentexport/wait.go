package segmentexport

import (
	"context"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

// wait waits for an export and evaluates the result. p has the time limit;
// report is called with every change, and may be nil.
func wait(ctx context.Context, client *fullstory.Client, phase phase, prior fullstory.Operation, neverSeen bool, p poll, report func(fullstory.Operation)) result {
	var undocumented *diagnose.Export
	p.remote, p.err = client.WaitForOperation(ctx, prior.ID, fullstory.Wait{
		NeverSeen: neverSeen,
		OnChange: func(o fullstory.Operation) {
			if report != nil {
				report(o)
			}
			if undocumented == nil && !o.State.Documented() {
				undocumented = &diagnose.Export{Operation: o, Segment: p.segment}
			}
		},
	})
	now, _ := client.Now()
	result := evaluate(phase, prior, p, now)
	if undocumented != nil {
		result.diags.Append(undocumented.UnknownState().AsWarning())
	}
	return result
}
