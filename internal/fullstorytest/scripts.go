package fullstorytest

import "time"

// The states that the server itself uses. It reports any other state as set.
const (
	statePending   = "PENDING"
	stateRunning   = "RUNNING"
	stateCompleted = "COMPLETED"
	stateFailed    = "FAILED"
)

// exportLifetime is how long an export can be downloaded by default.
const exportLifetime = 7 * 24 * time.Hour

// Script defines how an export proceeds. The zero Script is an export that has
// completed by the first poll.
//
// A poll is a response that shows the operation: by its ID or in a list. An
// export is unfinished as long as Polls or After say so.
type Script struct {
	Polls int           // this many polls show it unfinished
	After time.Duration // it is unfinished for this long after the POST
	Stall bool          // it never finishes

	// Running is the state until then. Defaults to PENDING, and under the wire
	// format "schema" to RUNNING once the percentage is above 0.
	Running      string
	ErrorDetails string // why it fails; if empty, it completes

	Lifetime         time.Duration // from the finish to results.expires; defaults to 7 days, negative omits expires
	ForgetAfterPolls int           // after this many polls the operation is 404; 0 is never
	Rows             int           // of data in the file: 25 by default, none if negative

	FinishedAtWhilePending bool // finishedAt is set from the start, as in the vendor's example
}

func (s Script) withDefaults() Script {
	if s.Lifetime == 0 {
		s.Lifetime = exportLifetime
	}
	if s.Rows == 0 {
		s.Rows = 25
	}
	return s
}

// Next adds scripts for the next exports, in the order of their POSTs.
func (s *Server) Next(scripts ...Script) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue = append(s.queue, scripts...)
}

// ForSegment sets the script of all later exports of a segment. They use up no
// script of [Server.Next].
func (s *Server) ForSegment(segmentID string, script Script) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bySegment[segmentID] = script
}

// scriptFor returns the script of a new export. The caller holds the mutex.
func (s *Server) scriptFor(segmentID string) Script {
	if script, ok := s.bySegment[segmentID]; ok {
		return script
	}
	if len(s.queue) == 0 {
		return s.settings.script
	}
	next := s.queue[0]
	s.queue = s.queue[1:]
	return next
}
