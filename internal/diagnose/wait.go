package diagnose

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

var (
	waitTimedOut    = newSummary("Timeout while waiting for the segment export")
	waitInterrupted = newSummary("Interrupted while waiting for the segment export")
	waitRefused     = newSummary("Could not read the status of the segment export")
)

const (
	// resumes says what happens to the export of a resource.
	resumes = "The export keeps running in FullStory and stays in the state. The next apply resumes the wait; it submits nothing."
	// invokeAgain says how to get the file of an action's export.
	invokeAgain = "Invoking the action again submits another export. " +
		"To get this one's file, set its ID as export_id of a fullstory_segment_export_file."
)

// Wait is a wait for an export that ended before the export did.
type Wait struct {
	Export
	Err error
	// Argument is the timeout that applies, and Timeout its value.
	Argument string
	Timeout  time.Duration
	// ByAction reports that an action waited, which keeps no state.
	ByAction bool
}

// Ended explains why the wait ended.
func (w Wait) Ended() Text {
	next := resumes
	if w.ByAction {
		next = "The export keeps running in FullStory. " + invokeAgain
	}
	if text, ok := ReadExport.notReady(w.Err); ok {
		return text
	}
	switch {
	case errors.Is(w.Err, context.DeadlineExceeded) && w.neverPolled():
		return Text{waitTimedOut, detail([]string{
			fmt.Sprintf("Every status request failed within %s (%s), so the progress of the export is unknown.", w.Timeout, w.Argument), next,
		}, w.labels(w.lastPoll())...)}
	case errors.Is(w.Err, context.DeadlineExceeded):
		return Text{waitTimedOut, detail([]string{
			fmt.Sprintf("The export did not complete within %s (%s). Raise the timeout if exports of this size take longer.", w.Timeout, w.Argument), next,
		}, w.labels(w.lastPoll())...)}
	case errors.Is(w.Err, context.Canceled):
		return Text{waitInterrupted, detail([]string{next}, w.labels(w.lastPoll())...)}
	case rest.IsNotFound(w.Err) && w.ByAction:
		return w.noLongerExists("Invoke the action again for a new one.")
	case rest.IsNotFound(w.Err):
		return w.noLongerExists("The next plan checks again. If the export is still missing, the next apply submits a new one.")
	}
	return Text{waitRefused, detail([]string{ReadExport.reason(w.Err), next}, w.labels(label{"Response", w.Err.Error()})...)}
}

func (w Wait) neverPolled() bool {
	failed, ok := errors.AsType[*fullstory.WaitError](w.Err)
	return ok && failed.NeverPolled
}

func (w Wait) lastPoll() label {
	if failed, ok := errors.AsType[*fullstory.WaitError](w.Err); ok {
		return label{"Last poll", failed.LastPollErr.Error()}
	}
	return label{}
}
