package segmentexport

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
)

// progressPatience is how long an event waits for its reader, which takes it at
// once where there is one.
const progressPatience = 5 * time.Second

// progress tells an action's events. The framework's own way of telling blocks
// for ever where the reader has gone; the action is to go on without it.
type progress struct {
	send func(action.InvokeProgressEvent)
	gone bool
}

// tell waits until the event was taken. One that is not taken is the last; what
// sends it cannot be called back, and so stays as long as the process: one
// goroutine for each action whose reader has gone.
func (p *progress) tell(message string) {
	if p.gone {
		return
	}
	taken := make(chan struct{})
	go func() {
		p.send(action.InvokeProgressEvent{Message: message})
		close(taken)
	}()
	patience := time.NewTimer(progressPatience)
	defer patience.Stop()
	select {
	case <-taken:
	case <-patience.C:
		p.gone = true
	}
}
