package fullstorytest

import (
	"bytes"
	"encoding/json"
	"time"
)

// Export is an export that a POST created.
type Export struct {
	ID        string
	SegmentID string
	State     string          // what a poll would show now
	Body      json.RawMessage // of the POST, as received
	Cancelled bool            // a cancel was requested, whether or not it changed anything
}

// Exports returns all exports created so far, in order, including those the API
// no longer shows.
func (s *Server) Exports() []Export {
	s.mu.Lock()
	defer s.mu.Unlock()
	var exports []Export
	for _, op := range s.operations {
		if !op.export {
			continue
		}
		op.advance(s.now())
		exports = append(exports, Export{
			ID:        op.id,
			SegmentID: op.segmentID,
			State:     op.state,
			Body:      bytes.Clone(op.body),
			Cancelled: op.cancelled,
		})
	}
	return exports
}

// Complete completes an operation, whatever its script.
func (s *Server) Complete(id string) {
	s.change(id, func(op *operation) { op.finish(stateCompleted, "", s.now()) })
}

// Fail makes an operation fail for a reason.
func (s *Server) Fail(id, errorDetails string) {
	s.change(id, func(op *operation) { op.finish(stateFailed, errorDetails, s.now()) })
}

// Expire removes the file of an operation and sets its results.expires to a
// minute ago, and its creation to a time before that; its results are 404. The
// operation itself remains, and is completed first if necessary.
func (s *Server) Expire(id string) {
	s.change(id, func(op *operation) {
		if op.state != stateCompleted {
			op.finish(stateCompleted, "", s.now())
		}
		op.expired, op.expires = true, s.now().Add(-time.Minute)
		if !op.created.Before(op.expires) {
			op.created, op.finished = op.expires.Add(-time.Hour), op.expires.Add(-time.Hour)
		}
	})
}

// Forget makes an operation 404, and omits it from lists.
func (s *Server) Forget(id string) {
	s.change(id, func(op *operation) { op.forgotten = true })
}

// change applies a function to an operation.
func (s *Server) change(id string, apply func(*operation)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	op := s.byID[id]
	if op == nil {
		panic("fullstorytest: no operation " + id)
	}
	if op.literal != "" {
		panic("fullstorytest: the operation " + id + " is literal and cannot be changed")
	}
	op.advance(s.now())
	apply(op)
}

// AddOperation adds an operation that was created elsewhere, now. It keeps its
// state until the test changes it. A COMPLETED one has results.
func (s *Server) AddOperation(id, typ, state string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	op := &operation{
		id: id, typ: typ, state: state, created: s.now(), script: Script{Stall: true, Running: state}, format: "json",
	}
	op.file = exportData(s.add(op), exportRequest{})
	if state == stateCompleted || state == stateFailed {
		op.finish(state, "", op.created)
	}
}

// AddOperationJSON adds an operation that is always shown as raw, a JSON object
// with an "id". Lists filter it by its "type" and "state". It has no results,
// and a cancel does not change it.
func (s *Server) AddOperationJSON(raw string) {
	var named struct{ ID, Type, State string }
	if err := json.Unmarshal([]byte(raw), &named); err != nil || named.ID == "" {
		panic("fullstorytest: not an operation with an id: " + raw)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	op := s.add(&operation{
		id: named.ID, typ: named.Type, state: named.State, created: s.now(), script: Script{Stall: true, Running: named.State}, literal: raw,
	})
	if op.state == stateCompleted || op.state == stateFailed {
		op.finished = op.created
	}
}
