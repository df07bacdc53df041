package segmentexport

import (
	"errors"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

// phase is the operation of Terraform during which an export was polled.
type phase int

const (
	// phaseCreate is the wait after the submission. An error would taint the
	// export, and the next apply would submit a second one: only a failed
	// export is an error.
	phaseCreate phase = iota
	// phaseUpdate is a wait that a later apply resumes.
	phaseUpdate
	// phaseRefresh reads the status once.
	phaseRefresh
	// phaseImport is the first read of an export of which only the ID is known.
	phaseImport
	// phaseInvoke is the wait of an action, which keeps no state.
	phaseInvoke
)

// poll is what one read of the status, or a wait, ended with.
type poll struct {
	remote  fullstory.Operation // the zero Operation if no read succeeded
	err     error
	segment string
	// argument and timeout are the time limit of a wait.
	argument string
	timeout  time.Duration
}

// result is what goes into the state, and what the user reads.
type result struct {
	operation fullstory.Operation
	removed   bool // from the state
	diags     diag.Diagnostics
}

func withDiag(operation fullstory.Operation, d diag.Diagnostic) result {
	return result{operation: operation, diags: diag.Diagnostics{d}}
}

// fromState returns the result of a refresh if the prior state determines it: a
// failed export does not change any more, nor one that expired by date, and a
// completed export changes with the clock only. If the local clock says that it
// expired, the server's clock must confirm that.
func fromState(prior fullstory.Operation, segment string, now func() (time.Time, bool)) (result, bool) {
	at, known := now()
	switch expired := prior.At(at); {
	case prior.State == fullstory.StateFailed:
		return result{operation: prior}, true
	case prior.State == fullstory.StateExpired && !prior.ExpiresAt.IsZero():
		return result{operation: prior}, true
	case prior.State == fullstory.StateCompleted && expired.State == fullstory.StateExpired:
		return withDiag(expired, diagnose.Export{Operation: expired, Segment: segment}.Expired().AsWarning()), known
	case prior.State == fullstory.StateCompleted:
		return result{operation: prior}, !prior.ExpiresAt.IsZero()
	}
	return result{}, false
}

// evaluate decides what a poll means for the state and for the user. It is the
// only place that decides this.
func evaluate(phase phase, prior fullstory.Operation, p poll, now time.Time) result {
	next := merge(prior, p.remote)
	export := diagnose.Export{Operation: next, Segment: p.segment}
	switch {
	case p.err != nil:
		return evaluateError(phase, export, p, now)
	case !p.remote.IsExport():
		return withDiag(next, diagnose.NotAnExport(p.remote).AsError())
	case next.State == fullstory.StateFailed && phase == phaseInvoke:
		return withDiag(next, export.FailedForAction().AsError())
	case next.State == fullstory.StateFailed && (phase == phaseCreate || phase == phaseUpdate):
		return withDiag(next, export.Failed().AsError())
	case next.State == fullstory.StateFailed:
		return withDiag(next, export.Failed().AsWarning())
	case next.State == fullstory.StateCompleted && phase != phaseInvoke: // there, the download reports the expiry
		if at := next.At(now); at.State == fullstory.StateExpired {
			return expiredResult(export)
		}
	}
	return result{operation: next}
}

// evaluateError decides what it means that the last poll, or the wait, failed.
func evaluateError(phase phase, export diagnose.Export, p poll, now time.Time) result {
	next := export.Operation
	_, unconfigured := errors.AsType[*rest.NotConfiguredError](p.err)
	ended := diagnose.Wait{Export: export, Err: p.err, Argument: p.argument, Timeout: p.timeout, ByAction: phase == phaseInvoke}.Ended()
	switch {
	case phase == phaseInvoke, phase == phaseUpdate:
		return withDiag(next, ended.AsError())
	case phase == phaseCreate:
		return withDiag(next, ended.AsWarning())
	case unconfigured && next.At(now).State != fullstory.StateExpired: // a plan before the settings are known
		return result{operation: next}
	case rest.IsNotFound(p.err) && phase == phaseImport:
		return withDiag(next, diagnose.NoSuchExport(next.ID).AsError())
	case rest.IsNotFound(p.err) && (next.State == fullstory.StateCompleted || next.State == fullstory.StateExpired):
		return expiredResult(export) // it completed, so only its file is missing
	case rest.IsNotFound(p.err):
		return result{operation: next, removed: true, diags: diag.Diagnostics{export.NoLongerExists().AsWarning()}}
	case next.At(now).State == fullstory.StateExpired:
		return expiredResult(export) // by date; the read was to confirm it
	}
	return withDiag(next, diagnose.ReadExport.FailedFor(p.err, next.ID).AsError())
}

// expiredResult returns the result for an export that has expired. The warning
// is given once, when the state changes.
func expiredResult(export diagnose.Export) result {
	already := export.State == fullstory.StateExpired
	export.State = fullstory.StateExpired
	if already {
		return result{operation: export.Operation}
	}
	return withDiag(export.Operation, export.Expired().AsWarning())
}

// merge returns the prior state of an export, updated by a status that was read
// (the zero Operation if none was). What the API does not report any more is
// kept.
func merge(prior, remote fullstory.Operation) fullstory.Operation {
	if remote.ID == "" {
		return prior
	}
	next := remote
	if !prior.CreatedAt.IsZero() { // a plan may have promised it
		next.CreatedAt = prior.CreatedAt
	}
	if !remote.State.Final() {
		// Before the end, these mean nothing.
		next.FinishedAt, next.ExpiresAt, next.SearchExportID = prior.FinishedAt, prior.ExpiresAt, prior.SearchExportID
		return next
	}
	if next.FinishedAt.IsZero() {
		next.FinishedAt = prior.FinishedAt
	}
	if next.ExpiresAt.IsZero() {
		next.ExpiresAt = prior.ExpiresAt
	}
	if next.SearchExportID == "" {
		next.SearchExportID = prior.SearchExportID
	}
	if next.State == fullstory.StateCompleted {
		next.PercentComplete = 100
	}
	return next
}
