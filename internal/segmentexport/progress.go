package segmentexport

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
)

// progressTimeout is how long a progress message waits for the CLI, which
// normally takes it at once.
const progressTimeout = 5 * time.Second

// progress sends the progress messages of an action. The framework blocks
// forever if the CLI has died; the action must finish anyway.
type progress struct {
	send   func(action.InvokeProgressEvent)
	closed bool
}

// report sends a message. After a timeout no more messages are sent.
// SendProgress cannot be cancelled, so its goroutine leaks then.
func (p *progress) report(message string) {
	if p.closed {
		return
	}
	sent := make(chan struct{})
	go func() {
		p.send(action.InvokeProgressEvent{Message: message})
		close(sent)
	}()
	timeout := time.NewTimer(progressTimeout)
	defer timeout.Stop()
	select {
	case <-sent:
	case <-timeout.C:
		p.closed = true
	}
}
