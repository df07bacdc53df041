package fullstorytest

import (
	"bytes"
	"encoding/json"
	"time"
)

// An Export is one POST that made a job.
type Export struct {
	ID        string
	SegmentID string
	State     string          // What a look at this moment would show.
	Body      json.RawMessage // The body of the POST, as received.
	CreatedAt time.Time
	Cancelled bool // It was asked to, whether or not that changed anything.
	Looks     int  // How often it has been shown.
}

// Exports returns all exports ever created, in order, those the API has forgotten too.
func (s *Server) Exports() []Export {
	s.mu.Lock()
	defer s.mu.Unlock()
	var exports []Export
	for _, op := range s.operations {
		if !op.export {
			continue
		}
		op.settle(time.Now())
		exports = append(exports, Export{
			ID:        op.id,
			SegmentID: op.segmentID,
			State:     op.state,
			Body:      bytes.Clone(op.body),
			CreatedAt: op.created,
			Cancelled: op.cancelled,
			Looks:     op.looks,
		})
	}
	return exports
}

// Complete finishes an operation now, whatever its script says.
func (s *Server) Complete(id string) { s.SetState(id, stateCompleted) }

// Fail makes an operation fail now, for the reason given.
func (s *Server) Fail(id, details string) {
	s.control(id, func(op *operation) { op.finish(stateFailed, details, time.Now()) })
}

// SetState puts an operation into a state and holds it there: its script ends. COMPLETED and FAILED finish it, any
// other state is one of an unfinished operation, also where it was finished before.
func (s *Server) SetState(id, state string) {
	s.control(id, func(op *operation) {
		if state == stateCompleted || state == stateFailed {
			op.finish(state, "", time.Now())
			return
		}
		op.state, op.held, op.finished, op.expires = state, true, time.Time{}, time.Time{}
	})
}

// Expire makes the data of an operation go away: its results.expires lies a minute in the past, and its results and
// file are not found. The operation itself is still there; it is completed first, if need be.
func (s *Server) Expire(id string) {
	s.control(id, func(op *operation) {
		if op.state != stateCompleted {
			op.finish(stateCompleted, "", time.Now())
		}
		op.expired, op.expires = true, time.Now().Add(-time.Minute)
	})
}

// Forget makes the API answer 404 for an operation and leave it out of lists.
func (s *Server) Forget(id string) {
	s.control(id, func(op *operation) { op.forgotten = true })
}

func (s *Server) control(id string, act func(*operation)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	op := s.byID[id]
	if op == nil {
		panic("fullstorytest: no operation " + id)
	}
	if op.literal != "" {
		panic("fullstorytest: the operation " + id + " is literal, and stays as it is")
	}
	op.settle(time.Now())
	act(op)
}

// AddOperation adds an operation that was made elsewhere, now. It stays in its state until told otherwise; a COMPLETED
// one has results.
func (s *Server) AddOperation(id, typ, state string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	op := &operation{
		id: id, typ: typ, state: state, held: true, created: time.Now(), script: Script{}.withDefaults(), format: "json",
	}
	op.open = generated(dataOf(s.add(op), exportRequest{}))
	if state == stateCompleted || state == stateFailed {
		op.finish(state, "", op.created)
	}
}

// AddOperationJSON adds an operation that is always shown as raw, which must be a JSON object with an "id". Its "type"
// and "state" are what lists are filtered by. It has no results, and nothing changes it but being asked to cancel,
// which is answered as for any other.
func (s *Server) AddOperationJSON(raw string) {
	var named struct{ ID, Type, State string }
	if err := json.Unmarshal([]byte(raw), &named); err != nil || named.ID == "" {
		panic("fullstorytest: not an operation with an id: " + raw)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	op := s.add(&operation{
		id: named.ID, typ: named.Type, state: named.State, held: true, created: time.Now(), literal: raw,
	})
	if op.state == stateCompleted || op.state == stateFailed {
		op.finished = op.created
	}
}
