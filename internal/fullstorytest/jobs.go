package fullstorytest

import (
	"encoding/json"
	"io"
	"time"
)

// typeSegmentExport is the type of the operations that exports are.
const typeSegmentExport = "SEARCH_EXPORT"

// An operation is a job and what became of it. The server's mutex guards it.
type operation struct {
	seq      int // From 1, in the order of creation.
	id       string
	typ      string
	resultID string // The searchExportId.
	script   Script
	state    string
	literal  string // Shown as it is, where not empty.

	export    bool // Made by a POST, hence listed by Exports.
	segmentID string
	body      json.RawMessage
	open      func() (content *io.SectionReader, etag string) // The gzipped file.
	replaced  int                                             // How often it was replaced.
	format    string                                          // csv, json or ndjson.

	created   time.Time
	finished  time.Time // Zero until it is.
	expires   time.Time // Zero where there is none.
	looks     int
	percent   int    // Where it came to a halt.
	details   string // Why it failed.
	held      bool   // The state was set by hand, and the script has no say any more.
	cancelled bool
	forgotten bool
	expired   bool // Its data is gone, whatever the time is.
}

func (op *operation) done() bool { return !op.finished.IsZero() }

// gone tells whether the API has forgotten the operation.
func (op *operation) gone() bool {
	return op.forgotten || op.script.ForgetAfterLooks > 0 && op.looks >= op.script.ForgetAfterLooks
}

// settle lets the script finish the operation if it is time.
func (op *operation) settle(now time.Time) {
	due := op.created.Add(op.script.After)
	if op.held || op.done() || op.script.Stall || op.looks < op.script.Looks || now.Before(due) {
		return
	}
	if op.script.Looks == 0 && op.script.After > 0 {
		now = due // It finished when it was due, even though nobody looked.
	}
	op.finish(op.script.Final, op.script.ErrorDetails, now)
}

func (op *operation) finish(state, details string, at time.Time) {
	op.percent = op.progress(at)
	op.state, op.details, op.finished = state, details, at
	op.expires = time.Time{}
	if state == stateCompleted {
		op.percent = 100
		if op.script.Lives > 0 {
			op.expires = at.Add(op.script.Lives)
		}
	}
}

// hasResults tells whether there is, or was, a file: what the operation shows.
func (op *operation) hasResults() bool { return op.state == stateCompleted }

// hasFile tells whether the file can be had now.
func (op *operation) hasFile(now time.Time) bool {
	return op.hasResults() && !op.expired && (op.expires.IsZero() || now.Before(op.expires))
}

// progress estimates how far the job is, in percent, by whichever of looks and time is further behind.
func (op *operation) progress(now time.Time) int {
	switch {
	case op.done():
		return op.percent
	case op.script.Stall, op.script.Looks == 0 && op.script.After == 0:
		return 90 * op.looks / (op.looks + 5) // Ever slower, and never there.
	}
	percent := 99
	if op.script.Looks > 0 {
		percent = min(percent, 100*op.looks/(op.script.Looks+1))
	}
	if op.script.After > 0 {
		elapsed := float64(now.Sub(op.created)) / float64(op.script.After)
		percent = min(percent, int(100*elapsed))
	}
	return percent
}

// add keeps a new operation. The caller holds the mutex.
func (s *Server) add(op *operation) *operation {
	op.seq = len(s.operations) + 1
	if op.id == "" {
		op.id = operationID(op.seq)
	}
	if s.byID[op.id] != nil {
		panic("fullstorytest: there is an operation " + op.id + " already")
	}
	op.resultID = resultID(op.id)
	s.operations = append(s.operations, op)
	s.byID[op.id] = op
	return op
}
