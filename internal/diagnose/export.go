package diagnose

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

// Export is the export that a text is about.
type Export struct {
	Operation       string
	Segment         string // empty where it is not known, as after an import
	State           string
	PercentComplete int64
}

func (e Export) labels() []label {
	state := e.State
	if e.PercentComplete > 0 && !fullstory.State(state).Over() {
		state += fmt.Sprintf(" (%d %%)", e.PercentComplete)
	}
	return []label{{"Operation", e.Operation}, {"Segment", e.Segment}, {"State", state}}
}

func (e Export) text(summary string, paragraphs ...string) Text {
	return e.ending(label{}, summary, paragraphs...)
}

// ending is a text with a last line of its own.
func (e Export) ending(last label, summary string, paragraphs ...string) Text {
	return Text{summary, detail(paragraphs, append(e.labels(), last)...)}
}

// waited is a text about the end of a wait, which may have been a blind one.
func (e Export) waited(err error, summary string, paragraphs ...string) Text {
	last := label{}
	if blind, ok := errors.AsType[*fullstory.BlindWaitError](err); ok {
		last = label{"Last look", blind.Look.Error()}
	}
	return e.ending(last, summary, paragraphs...)
}

// resume says what the next apply does about an unfinished export.
const resume = "The export goes on in FullStory and is kept in the state. The next apply waits for the rest of it; " +
	"it does not submit a second one. Destroying the resource cancels it."

// Failed says that FullStory could not complete the export.
func (e Export) Failed(reason string) Text {
	return e.ending(because(reason), "The segment export failed", "FullStory could not complete the export. "+
		"The next apply replaces it with a new one. Where the reason lies in the arguments, correct them first.")
}

func because(reason string) label {
	if reason == "" {
		reason = "FullStory gives no reason"
	}
	return label{"Reason", reason}
}

// Interrupted says that a wait was cancelled, as by Ctrl-C.
func (e Export) Interrupted(err error) Text {
	return e.waited(err, "The segment export is not complete yet: waiting was interrupted", resume)
}

// TimedOut says that a wait took its whole time, which argument sets.
func (e Export) TimedOut(err error, argument string, timeout time.Duration) Text {
	const summary = "The segment export is not complete yet: waiting timed out"
	if sawNothing(err) {
		return e.waited(err, summary, unseen(timeout, argument), resume,
			"Apply again once FullStory answers; a longer time does not help by itself.")
	}
	return e.waited(err, summary,
		fmt.Sprintf("The export did not complete within %s, which %s sets.", timeout, argument), resume,
		fmt.Sprintf("Raise %s if exports of this size take longer.", argument))
}

// sawNothing tells whether no look of a wait succeeded, so that its end says
// nothing of the export.
func sawNothing(err error) bool {
	blind, ok := errors.AsType[*fullstory.BlindWaitError](err)
	return ok && blind.SawNothing
}

func unseen(timeout time.Duration, argument string) string {
	return fmt.Sprintf("FullStory could not be looked at even once within %s, which %s sets: "+
		"how far the export is, is not known.", timeout, argument)
}

// WaitEnded says that a wait ended before the export did, because of a refusal
// that asking again does not change.
func (e Export) WaitEnded(err error) Text {
	t := LookAtExport.Failed(err, e.Operation)
	t.Summary = "The segment export is not complete yet: FullStory does not let the provider look at it"
	t.Detail = resume + "\n\n" + t.Detail
	return t
}

// Lost says that FullStory no longer knows an export while it is waited for.
func (e Export) Lost() Text {
	return e.text("The segment export is gone from FullStory",
		"FullStory answers that it has no such operation, though it had not completed. "+
			"The next plan looks once more; if it is still gone, a new export takes its place.")
}

// Forgotten says that a refresh finds an unfinished export no more.
func (e Export) Forgotten() Text {
	return e.text("The segment export is gone from FullStory",
		"FullStory answers that it has no such operation, though it had not completed. "+
			"It is taken out of the state, so that the next apply submits a new export.")
}

// Expired says that the file of a completed export is no longer to be had.
func (e Export) Expired(at time.Time) Text {
	when := "FullStory no longer has the export"
	if !at.IsZero() {
		when = "FullStory kept the export until " + at.UTC().Format(time.RFC3339)
	}
	e.PercentComplete = 0 // it is over, whatever the state is called
	return e.text("The segment export has expired",
		when+"; its file can no longer be downloaded. A finished export is not run again by itself: "+
			"set replace_on_expiry = true, or change triggers, for a new one.")
}

// UnknownState says that the API named a state that the provider does not know.
func (e Export) UnknownState() Text {
	return e.text("FullStory names a state that the provider does not know",
		"It is treated as unfinished: the provider goes on waiting where it waits. "+
			"If the export is over and the provider waits on, please report the state to the provider's developers.")
}

// NotAnExport says that an operation is something else.
func NotAnExport(operation, kind string) Text {
	return Text{"The operation is not a segment export", detail([]string{
		"Only an operation of type " + fullstory.OperationTypeSearchExport + " is a segment export. Check the id.",
	}, label{"Operation", operation}, label{"Type", strconv.Quote(kind)})}
}

// NoSuchExport says that an operation does not exist.
func NoSuchExport(operation string) Text {
	return Text{"There is no such segment export", detail([]string{
		"FullStory answers that it has no operation with this id. Check the id, and that the API key is of the " +
			"account that made the export. FullStory forgets exports some time after they expire.",
	}, label{"Operation", operation})}
}

// NotCancelled says that FullStory refuses to cancel an export.
func (e Export) NotCancelled(err error) Text {
	return e.ending(label{"Answer", err.Error()}, "The segment export was not cancelled",
		"FullStory refuses to cancel it. It is no longer in the state, and runs to its end in FullStory.")
}

// NoImportID says that nothing was named to import.
func NoImportID() Text {
	return Text{"No id to import", "A segment export is imported by the id of its operation, which FullStory gave when the " +
		"export was submitted. Give it as the id, or as the identity { id = ... }."}
}
