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

// result is what goes into the state, and what the user reads.
type result struct {
	operation fullstory.Operation
	removed   bool // from the state
	diags     diag.Diagnostics
}

func withDiag(operation fullstory.Operation, d diag.Diagnostic) result {
	return result{operation: operation, diags: diag.Diagnostics{d}}
}

// isFinal reports whether a refresh needs no request: a failed export never
// changes, and a completed one changes at its date of expiry. An expired one is
// read only if that decides whether a plan replaces it, or if the clock does
// not agree with the state (any more).
func isFinal(prior fullstory.Operation, now time.Time, replaceOnExpiry bool) bool {
	past := !now.Before(prior.ExpiresAt)
	switch {
	case prior.State == fullstory.StateFailed:
		return true
	case prior.ExpiresAt.IsZero():
		return false
	case prior.State == fullstory.StateCompleted:
		return !past
	}
	return prior.State == fullstory.StateExpired && past && !replaceOnExpiry
}

// evaluate decides what a poll means for the state and for the user. remote is
// the status that was read (the zero Operation if none was), and err is how the
// read or the wait failed. It is the only place that decides this.
func evaluate(ph phase, prior, remote fullstory.Operation, err error, now time.Time) result {
	next := merge(prior, remote)
	export := diagnose.Export{Operation: next}
	switch {
	case err != nil && (ph == phaseRefresh || ph == phaseImport):
		return evaluateFailedRead(ph, export, err, now)
	case err != nil:
		ended := diagnose.Wait{Export: export, Err: err, ByAction: ph == phaseInvoke}.Ended()
		if ph == phaseCreate {
			return withDiag(next, ended.AsWarning())
		}
		return withDiag(next, ended.AsError())
	case !remote.IsExport():
		return withDiag(next, diagnose.NotAnExport(remote).AsError())
	case next.State == fullstory.StateFailed && ph == phaseInvoke:
		return withDiag(next, export.FailedForAction().AsError())
	case next.State == fullstory.StateFailed && (ph == phaseCreate || ph == phaseUpdate):
		return withDiag(next, export.Failed().AsError())
	case next.State == fullstory.StateFailed:
		return withDiag(next, export.Failed().AsWarning())
	case ph != phaseInvoke: // there, the download reports the expiry
		// The date of an earlier answer does not count: this one may have none.
		next.State = remote.At(now).State
	}
	return result{operation: next}
}

// evaluateFailedRead decides what the failed read of a refresh means.
func evaluateFailedRead(ph phase, export diagnose.Export, err error, now time.Time) result {
	next := export.Operation
	_, unconfigured := errors.AsType[*rest.NotConfiguredError](err)
	switch {
	case unconfigured: // a plan before the settings are known
		return result{operation: next}
	case rest.IsNotFound(err) && ph == phaseImport:
		return withDiag(next, diagnose.NoSuchExport(next.ID).AsError())
	case rest.IsNotFound(err) && (next.State == fullstory.StateCompleted || next.State == fullstory.StateExpired):
		expected := next.At(now).State == fullstory.StateExpired // by date; otherwise there is a warning, once
		if next.State = fullstory.StateExpired; expected {
			return result{operation: next}
		}
		return withDiag(next, diagnose.Export{Operation: next}.Expired().AsWarning())
	case rest.IsNotFound(err):
		return result{operation: next, removed: true, diags: diag.Diagnostics{export.NoLongerExists().AsWarning()}}
	}
	return withDiag(next, diagnose.ReadExport.FailedFor(err, next.ID).AsError())
}

// merge returns the prior state of an export, updated by a status that was read
// (the zero Operation if none was). What the API does not report any more is
// kept.
func merge(prior, remote fullstory.Operation) fullstory.Operation {
	if remote.ID == "" {
		return prior
	}
	next := remote
	next.Segment = prior.Segment
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
