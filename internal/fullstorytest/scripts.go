package fullstorytest

import "time"

// The states that mean something to the server. It shows any other as it is told to.
const (
	statePending   = "PENDING"
	stateCompleted = "COMPLETED"
	stateFailed    = "FAILED"
)

// keptFor is how long an export can be downloaded unless its script says otherwise.
const keptFor = 7 * 24 * time.Hour

// A Script says how a job goes. The zero Script is an export that has completed by the first look.
//
// A look is an answer that shows the operation: a GET of it, or a row in a list. A job is unfinished while either Looks
// or After says so.
type Script struct {
	Looks int           // This many looks show it unfinished.
	After time.Duration // It is unfinished for this long after the POST.
	Stall bool          // It never finishes.

	Running      string // The state until then; "PENDING" by default.
	Final        string // The state from then on; "COMPLETED" by default, or "FAILED", or anything odd.
	ErrorDetails string // Why it failed.

	Lives            time.Duration // From the finish to results.expires; 0 is 7 days, less is no expires at all.
	ForgetAfterLooks int           // After this many looks the operation is gone, with 404; 0 is never.
	Rows             int           // Rows of data in the file; 25 by default, none where negative.

	PctAsString            bool // estimatePctComplete is a string.
	NoPct                  bool // estimatePctComplete is left out.
	FinishedAtWhilePending bool // finishedAt is there from the start, as in the vendor's example.

	// CancelState is the state after a cancel: "FAILED" by default, with the error details "cancelled". "PENDING"
	// lets the job go on as if nothing had been asked, "FORGOTTEN" makes the operation 404.
	CancelState string
}

func (s Script) withDefaults() Script {
	if s.Running == "" {
		s.Running = statePending
	}
	if s.Final == "" {
		s.Final = stateCompleted
	}
	if s.Lives == 0 {
		s.Lives = keptFor
	}
	if s.Rows == 0 {
		s.Rows = 25
	}
	if s.CancelState == "" {
		s.CancelState = stateFailed
	}
	return s
}

// Next says how the next exports go, in the order of their POSTs, after those that Next was told before.
func (s *Server) Next(scripts ...Script) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue = append(s.queue, scripts...)
}

// ForSegment says how every export of a segment goes from now on, whatever is queued. It takes nothing off the queue.
func (s *Server) ForSegment(segmentID string, script Script) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bySegment[segmentID] = script
}

// scriptFor finds the script of a new export. The caller holds the mutex.
func (s *Server) scriptFor(segmentID string) Script {
	if script, ok := s.bySegment[segmentID]; ok {
		return script.withDefaults()
	}
	if len(s.queue) > 0 {
		script := s.queue[0]
		s.queue = s.queue[1:]
		return script.withDefaults()
	}
	return s.settings.script.withDefaults()
}
