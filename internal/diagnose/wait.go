package diagnose

import (
	"context"
	"errors"
	"fmt"

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
	if ended, ok := errors.AsType[*fullstory.WaitError](w.Err); ok {
		return w.contextEnded(ended, next)
	}
	switch {
	case rest.IsNotFound(w.Err) && w.ByAction:
		return w.noLongerExists("Invoke the action again for a new one.")
	case rest.IsNotFound(w.Err):
		return w.noLongerExists("The next plan checks again. If the export is still missing, the next apply submits a new one.")
	}
	return Text{waitRefused, detail([]string{ReadExport.reason(w.Err), next}, w.labels(label{"Response", w.Err.Error()})...)}
}

// contextEnded explains the end of a wait by a timeout or an interruption.
func (w Wait) contextEnded(ended *fullstory.WaitError, next string) Text {
	lastPoll := label{"Last poll", ""}
	if ended.LastPollErr != nil {
		lastPoll.value = ended.LastPollErr.Error()
	}
	labels := w.labels(lastPoll)
	switch {
	case errors.Is(ended, context.Canceled):
		return Text{waitInterrupted, detail([]string{next}, labels...)}
	case ended.NeverPolled:
		return Text{waitTimedOut, detail([]string{
			fmt.Sprintf("Every status request failed within %s, so the progress of the export is unknown.", ended.Limit), next}, labels...)}
	}
	return Text{waitTimedOut, detail([]string{
		fmt.Sprintf("The export did not complete within %s. Raise the timeout if exports of this size take longer.", ended.Limit), next}, labels...)}
}
