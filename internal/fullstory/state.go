package fullstory

// State is where an operation stands, in the API's words.
type State string

// The states that are known. The vendor documents PENDING, COMPLETED and
// FAILED; the schema's family adds RUNNING.
const (
	StatePending   State = "PENDING"
	StateRunning   State = "RUNNING"
	StateCompleted State = "COMPLETED"
	StateFailed    State = "FAILED"
)

// Phase is what a state means for whoever waits.
type Phase int

// The phases. An unknown state may yet become any other, so it is waited for.
const (
	PhaseUnknown Phase = iota
	PhaseUnfinished
	PhaseCompleted
	PhaseFailed
)

// Phase classifies a state.
func (s State) Phase() Phase {
	switch s {
	case StatePending, StateRunning:
		return PhaseUnfinished
	case StateCompleted:
		return PhaseCompleted
	case StateFailed:
		return PhaseFailed
	}
	return PhaseUnknown
}

// Over tells whether nothing more will happen.
func (s State) Over() bool {
	phase := s.Phase()
	return phase == PhaseCompleted || phase == PhaseFailed
}
