package fullstorytest

import (
	"encoding/json"
	"time"
)

// typeSegmentExport is the type of operations that export segments.
const typeSegmentExport = "SEARCH_EXPORT"

// operation is a job. The server's mutex guards it.
type operation struct {
	seq      int // from 1, in order of creation
	id       string
	typ      string
	resultID string // the searchExportId
	script   Script
	state    string
	literal  string // the whole JSON, if not empty
	running  bool   // it reports RUNNING once there is progress

	export    bool // created by a POST, and listed by Exports
	segmentID string
	body      json.RawMessage
	file      func() storedFile
	replaced  int    // how often the file was replaced
	format    string // csv, json or ndjson

	created      time.Time
	visibleFrom  time.Time
	finished     time.Time // zero if unfinished
	expires      time.Time // zero if never
	polls        int
	percent      int    // once finished
	errorDetails string // why it failed
	cancelled    bool
	forgotten    bool
	expired      bool // its file no longer exists, whatever the time
}

func (op *operation) done() bool { return !op.finished.IsZero() }

// isVisible reports whether the API shows the operation.
func (op *operation) isVisible(now time.Time) bool {
	gone := op.forgotten || op.script.ForgetAfterPolls > 0 && op.polls >= op.script.ForgetAfterPolls
	return !gone && !now.Before(op.visibleFrom)
}

// advance brings the operation to the state that its script defines for now.
func (op *operation) advance(now time.Time) {
	if op.done() {
		return
	}
	due := op.created.Add(op.script.After)
	if op.script.Stall || op.polls < op.script.Polls || now.Before(due) {
		op.state = op.unfinishedState(now)
		return
	}
	if op.script.Polls == 0 && op.script.After > 0 {
		now = due // it finished when it was due, even if nobody polled
	}
	state := stateCompleted
	if op.script.ErrorDetails != "" {
		state = stateFailed
	}
	op.finish(state, op.script.ErrorDetails, now)
}

func (op *operation) unfinishedState(now time.Time) string {
	switch {
	case op.script.Running != "":
		return op.script.Running
	case op.running && op.progress(now) > 0:
		return stateRunning
	default:
		return statePending
	}
}

func (op *operation) finish(state, errorDetails string, at time.Time) {
	op.percent = op.progress(at)
	op.state, op.errorDetails, op.finished = state, errorDetails, at
	op.expires = time.Time{}
	if state == stateCompleted {
		op.percent = 100
		if op.script.Lifetime > 0 {
			op.expires = at.Add(op.script.Lifetime)
		}
	}
}

// hasResults reports whether the operation shows results.
func (op *operation) hasResults() bool { return op.state == stateCompleted }

// hasFile reports whether the file can be downloaded.
func (op *operation) hasFile(now time.Time) bool {
	return op.hasResults() && !op.expired && (op.expires.IsZero() || now.Before(op.expires))
}

// progress returns the percentage, by polls or by time, whichever is less.
func (op *operation) progress(now time.Time) int {
	switch {
	case op.done():
		return op.percent
	case op.script.Stall, op.script.Polls == 0 && op.script.After == 0:
		return 90 * op.polls / (op.polls + 5) // ever slower, and never complete
	}
	percent := 99
	if op.script.Polls > 0 {
		percent = min(percent, 100*op.polls/(op.script.Polls+1))
	}
	if op.script.After > 0 {
		elapsed := float64(now.Sub(op.created)) / float64(op.script.After)
		percent = min(percent, int(100*elapsed))
	}
	return percent
}

// step describes what an unfinished operation does.
func (op *operation) step(now time.Time) string {
	switch percent := op.progress(now); {
	case percent == 0:
		return "Waiting to start"
	case percent < 80:
		return "Collecting data"
	default:
		return "Writing the file"
	}
}

// add registers a new operation. The caller holds the mutex.
func (s *Server) add(op *operation) *operation {
	op.seq, op.script = len(s.operations)+1, op.script.withDefaults()
	if op.id == "" {
		op.id = operationID(op.seq, s.settings.awkwardIDs)
	}
	if s.byID[op.id] != nil {
		panic("fullstorytest: there is an operation " + op.id + " already")
	}
	op.resultID = resultID(op.id, s.settings.awkwardIDs)
	s.operations = append(s.operations, op)
	s.byID[op.id] = op
	return op
}

// find returns the visible operation with an ID, or nil. The caller holds the
// mutex.
func (s *Server) find(id string, now time.Time) *operation {
	if op := s.byID[id]; op != nil && op.isVisible(now) {
		return op
	}
	return nil
}
