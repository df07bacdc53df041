package diagnose

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

// again says what invoking an action once more would do.
const again = "Invoking the action again submits another export. To fetch this one's file instead, " +
	"give its id to a fullstory_segment_export_file as export_id."

// Submitted is the event that names an action's export.
func (e Export) Submitted() string {
	return fmt.Sprintf("Submitted the export of segment %s: operation %s", Value(e.Segment), Value(e.Operation))
}

// Progress is the event of a change.
func (e Export) Progress(step string) string {
	parts := []string{fmt.Sprintf("Export %s: %s", Value(e.Operation), Value(e.State))}
	if e.PercentComplete > 0 {
		parts = append(parts, fmt.Sprintf("%d %%", e.PercentComplete))
	}
	if step != "" {
		parts = append(parts, step)
	}
	return strings.Join(parts, ", ")
}

// NotInvoked says that an action's wait ended before its export did.
func (e Export) NotInvoked(err error, timeout time.Duration) Text {
	const goesOn = "The export was submitted, and goes on in FullStory."
	const timedOut = "The segment export is not complete yet: waiting timed out"
	switch {
	case errors.Is(err, context.DeadlineExceeded) && sawNothing(err):
		return e.waited(err, timedOut, unseen(timeout, "timeouts.invoke")+" "+goesOn, again)
	case errors.Is(err, context.DeadlineExceeded):
		return e.waited(err, timedOut, fmt.Sprintf("It did not complete within %s, "+
			"which timeouts.invoke sets. %s", timeout, goesOn), again)
	case errors.Is(err, context.Canceled):
		return e.waited(err, "The segment export is not complete yet: waiting was interrupted", goesOn, again)
	case fullstory.IsNotFound(err):
		return e.text("The segment export is gone from FullStory",
			"FullStory answers that it has no such operation, though it had not completed. Invoke the action again for a new export.")
	}
	t := LookAtExport.Failed(err, e.Operation)
	t.Summary = "The segment export is not complete yet: FullStory does not let the provider look at it"
	t.Detail = goesOn + " " + again + "\n\n" + t.Detail
	return t
}

// InvokedInVain says that FullStory could not complete an action's export.
func (e Export) InvokedInVain(reason string) Text {
	return e.ending(because(reason), "The segment export failed", "FullStory could not complete the export. "+
		"Invoking the action again submits a new one; where the reason lies in the arguments, correct them first.")
}
