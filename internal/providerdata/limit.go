package providerdata

import (
	"sync/atomic"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
)

// NoLimit is the number of new exports of a provider without a limit.
const NoLimit = -1

// limit counts the new exports of one configured provider. A plan and its apply
// configure the provider anew, and an apply plans each export again just before
// it submits it: so the planned ones do not count as submitted.
type limit struct {
	maximum            int
	planned, submitted atomic.Int64
}

// exceeds adds one to a counter and returns by how much it exceeds the limit.
func (l *limit) exceeds(counter *atomic.Int64) int64 {
	if l.maximum < 0 {
		return 0
	}
	return counter.Add(1) - int64(l.maximum)
}

// PlanExport counts an export that a plan would create. One that exceeds the
// limit is an error, and further ones are not: one error fails the plan.
func (d Data) PlanExport() diag.Diagnostics {
	if d.limit.exceeds(&d.limit.planned) != 1 {
		return nil
	}
	return diag.Diagnostics{diagnose.TooManyExports(d.limit.maximum).AsError()}
}

// SubmitExport counts a submission, before it is made. Each that exceeds the
// limit is refused: the diagnostic is nil if it is allowed.
func (d Data) SubmitExport() diag.Diagnostic {
	if d.limit.exceeds(&d.limit.submitted) <= 0 {
		return nil
	}
	return diagnose.TooManyExports(d.limit.maximum).AsError()
}
