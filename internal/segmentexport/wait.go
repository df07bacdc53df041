package segmentexport

import (
	"context"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

// waitSettings are the circumstances of a wait.
type waitSettings struct {
	segment   string
	argument  string // the timeout that applies
	timeout   time.Duration
	neverSeen bool
}

// wait waits for an export and evaluates the result.
func (r *exportResource) wait(ctx context.Context, phase phase, prior fullstory.Operation, s waitSettings) result {
	var undocumented *diagnose.Export
	client := r.data.Client()
	remote, err := client.WaitForOperation(ctx, prior.ID, fullstory.Wait{
		NeverSeen: s.neverSeen,
		OnChange: func(o fullstory.Operation) {
			if undocumented == nil && !o.State.Documented() {
				undocumented = &diagnose.Export{Operation: o, Segment: s.segment}
			}
		},
	})
	now, _ := client.Now()
	result := evaluate(phase, prior, poll{remote: remote, err: err, segment: s.segment, argument: s.argument, timeout: s.timeout}, now)
	if undocumented != nil {
		result.diags.Append(undocumented.UnknownState().AsWarning())
	}
	return result
}
