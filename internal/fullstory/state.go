package fullstory

// State is the state of an operation, as the API reports it.
type State string

// The states that are known. The vendor documents PENDING, COMPLETED, FAILED
// and the sentinel UNKNOWN; the schema family adds RUNNING. UNSET is the
// sentinel of types, and may occur.
const (
	StatePending   State = "PENDING"
	StateRunning   State = "RUNNING"
	StateCompleted State = "COMPLETED"
	StateFailed    State = "FAILED"
	StateUnknown   State = "UNKNOWN"
	StateUnset     State = "UNSET"
	// StateExpired is never reported by the API: the export completed, and its
	// file is no longer available.
	StateExpired State = "EXPIRED"
)

// Final reports whether the operation has ended.
func (s State) Final() bool {
	return s == StateCompleted || s == StateFailed || s == StateExpired
}

// Documented reports whether a description of the API names the state.
func (s State) Documented() bool {
	switch s {
	case StatePending, StateRunning, StateCompleted, StateFailed, StateUnknown, StateUnset:
		return true
	}
	return false
}
