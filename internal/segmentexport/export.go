package segmentexport

import (
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

// stateExpired is ours: the export completed, and its file is gone.
const stateExpired = "EXPIRED"

// export is what is known of one export. A zero time, and an empty string, is
// not known or not so far.
type export struct {
	ID              string
	State           string
	PercentComplete int64
	ErrorDetails    string
	CreatedAt       time.Time
	FinishedAt      time.Time
	ExpiresAt       time.Time
	SearchExportID  string
}

// observe returns what is known after a look. What the API no longer tells is
// kept as it was.
func (e export) observe(seen fullstory.Operation) export {
	e.ID = seen.ID
	e.State = string(seen.State)
	e.PercentComplete = int64(seen.PercentComplete)
	e.ErrorDetails = seen.ErrorDetails
	if e.CreatedAt.IsZero() { // it was made once; a plan may have promised it as it was first told
		e.CreatedAt = seen.CreatedAt
	}
	if seen.State.Over() { // before, finishedAt means nothing
		keep(&e.FinishedAt, seen.FinishedAt)
		keep(&e.ExpiresAt, seen.ExpiresAt)
		if seen.SearchExportID != "" {
			e.SearchExportID = seen.SearchExportID
		}
	}
	if seen.State.Phase() == fullstory.PhaseCompleted {
		e.PercentComplete = 100
	}
	return e
}

func keep(known *time.Time, told time.Time) {
	if !told.IsZero() {
		*known = told
	}
}

// unfinished tells whether the export may still change by itself.
func (e export) unfinished() bool {
	return e.State != stateExpired && !fullstory.State(e.State).Over()
}

// lapsed tells whether the export is past the time it was kept for.
func (e export) lapsed(now time.Time) bool {
	return e.State == string(fullstory.StateCompleted) && !e.ExpiresAt.IsZero() && !now.Before(e.ExpiresAt)
}

// asOf returns the export as it stands at a time: what has completed may have
// run out since.
func (e export) asOf(now time.Time) export {
	if e.lapsed(now) {
		e.State = stateExpired
	}
	return e
}

// about is the export as a text speaks of it.
func (e export) about(segment string) diagnose.Export {
	return diagnose.Export{Operation: e.ID, Segment: segment, State: e.State, PercentComplete: e.PercentComplete}
}
