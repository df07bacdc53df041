package diagnose

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

// Export is a segment export, as texts describe it.
type Export struct{ fullstory.Operation }

var (
	exportFailed    = newSummary("Segment export failed")
	exportGone      = newSummary("Segment export no longer exists")
	exportExpired   = newSummary("Segment export expired")
	unknownState    = newSummary("Unknown state of the segment export")
	notAnExport     = newSummary("Operation is not a segment export")
	noSuchExport    = newSummary("Segment export not found")
	notCancelled    = newSummary("Segment export was not cancelled")
	willCancel      = newSummary("A running segment export will be cancelled")
	noImportID      = newSummary("Import ID missing")
	exportHasNoFile = newSummary("Segment export has no file")
	notComplete     = newSummary("Segment export is not complete")
)

// labels describe the export, with the time when its state was last seen.
func (e Export) labels(more ...label) []label {
	return append([]label{{"Operation", e.ID}, {"Segment", e.Segment}, {"State", e.state()}}, more...)
}

func (e Export) state() string {
	state := string(e.State)
	if state == "" {
		return ""
	}
	if e.PercentComplete > 0 && !e.State.Final() {
		state += fmt.Sprintf(" (%d %%)", e.PercentComplete)
	}
	if !e.ReadAt.IsZero() {
		state += ", last seen " + e.ReadAt.UTC().Format(time.RFC3339)
	}
	return state
}

// Failed says that FullStory could not complete the export.
func (e Export) Failed() Text {
	return e.failed(". The next apply replaces it with a new one. If the arguments caused the failure, correct them first.")
}

// FailedForAction says that FullStory could not complete the export of an
// action.
func (e Export) FailedForAction() Text {
	return e.failed(". Invoking the action again submits a new one. If the arguments caused the failure, correct them first.")
}

func (e Export) failed(rest string) Text {
	reason := label{"Reason", "FullStory gives no reason"}
	if e.ErrorDetails != "" {
		reason.value = string(e.ErrorDetails)
	}
	return Text{exportFailed, detail([]string{"FullStory could not complete the export" + rest}, e.labels(reason)...)}
}

// NoLongerExists says that a refresh removes an export from the state.
func (e Export) NoLongerExists() Text {
	return e.noLongerExists("It was removed from the state, so that the next apply submits a new one.")
}

// noLongerExists says that an export disappeared before it had completed; next
// is what follows.
func (e Export) noLongerExists(next string) Text {
	return Text{exportGone, detail([]string{"FullStory no longer has this export, although it had not completed. " + next}, e.labels()...)}
}

// Expired says that the file of a completed export is no longer available.
func (e Export) Expired() Text { return e.expired("") }

func (e Export) expired(advice string) Text {
	what := "FullStory no longer has the export"
	if !e.ExpiresAt.IsZero() {
		what = "The export expired at " + e.ExpiresAt.UTC().Format(time.RFC3339)
	}
	return Text{exportExpired, detail([]string{sentences(what+", so its file can no longer be downloaded. "+
		"The provider never repeats a finished export on its own. For a new one, change its triggers, or apply with -replace.", advice)},
		e.labels()...)}
}

// UnknownState says that the API reported a state that no description names.
func (e Export) UnknownState() Text {
	return Text{unknownState, detail([]string{"The provider does not know this state and treats the export as unfinished. " +
		"If the export has ended, report the state at " + issues + "."}, e.labels()...)}
}

// NotAnExport says that an operation is of another kind.
func NotAnExport(o fullstory.Operation) Text {
	return Text{notAnExport, detail([]string{"Only operations of type " + fullstory.OperationTypeSearchExport +
		" are segment exports. Check the ID."}, label{"Operation", o.ID}, label{"Type", o.Type})}
}

// NoSuchExport says that an operation does not exist.
func NoSuchExport(operation string) Text {
	return Text{noSuchExport, detail([]string{"FullStory has no operation with this ID that the API key can see. " + useID +
		" Check the account of the key. FullStory removes exports some time after they expire."},
		label{"Operation", operation})}
}

// useID is for those who take the other ID of an export.
const useID = "Use the id of the export, not its search_export_id."

// NotCancelled says that FullStory refused to cancel an export, or cannot.
func (e Export) NotCancelled(err error) Text {
	reason := "FullStory refused to cancel the export."
	if rest.IsNotFound(err) {
		reason = "The endpoint cannot cancel exports: only APIs that follow FullStory's HTTP reference can."
	}
	return Text{notCancelled, detail([]string{reason + " The export is no longer in the state and keeps running in FullStory " +
		"until it ends."}, e.labels(label{"Response", err.Error()})...)}
}

// WillCancel says in the plan that a destroy or a replacement cancels an
// export.
func (e Export) WillCancel() Text {
	return Text{willCancel, detail([]string{"The export has not completed. Applying this plan cancels it, and its progress is lost. " +
		"To keep it running, undo the change. To remove it from the state only, apply a removed block with lifecycle { destroy = false } " +
		"(terraform destroy ignores the block)."},
		e.labels()...)}
}

// NoImportID says that an import names no operation.
func NoImportID() Text {
	return Text{noImportID, "A segment export is imported by the ID of its operation, which FullStory returned at the submission. " +
		"Set it as the import ID, or as the identity { id = ... }."}
}

// Unreadable explains why an export created elsewhere could not be read.
func Unreadable(err error, operation string) Text {
	if rest.IsNotFound(err) {
		return NoSuchExport(operation)
	}
	advice := ""
	if rest.StatusOf(err) == http.StatusBadRequest {
		advice = useID
	}
	return ReadExport.explained(err, advice, label{"Operation", operation})
}

// NoFile explains why an export has no file; missing reports whether it has
// none.
func (e Export) NoFile() (why Text, missing bool) {
	switch {
	case !e.IsExport():
		return NotAnExport(e.Operation), true
	case e.State == fullstory.StateCompleted:
		return Text{}, false
	case e.State == fullstory.StateExpired:
		return e.Expired(), true
	case e.State == fullstory.StateFailed:
		return e.failed(", so it has no file. If a resource manages the export, the next apply that includes it creates a new one."), true
	}
	return e.notComplete("Apply again: this waits for the export if its resource has wait_for_completion = true, " +
		"the default, and submits nothing."), true
}

func (e Export) notComplete(advice string) Text {
	return Text{notComplete, detail([]string{"The export is unfinished and has no file yet. " + advice}, e.labels()...)}
}

// NoFileToLink is [Export.NoFile] for a link, which every plan requests.
func (e Export) NoFileToLink() (why Text, missing bool) {
	why, missing = e.NoFile()
	switch why.summary {
	case exportExpired:
		why = e.expired("If the link is no longer needed, remove the ephemeral block and what refers to it. " +
			"To destroy, use -refresh=false, which requests no link.")
	case notComplete: // also in the plan of the apply that would wait
		why = e.notComplete("Let export_id refer to the export's state, so that the link is requested " +
			"after the wait: export_id = EXPORT.state == \"\" ? null : EXPORT.id. Then apply again: this waits for the export if its resource " +
			"has wait_for_completion = true, the default, and submits nothing.")
	}
	return why, missing
}

// NoLink explains why a completed export has no download link.
func (e Export) NoLink(err error, advice string) Text {
	switch {
	case rest.IsNotFound(err):
		return Text{exportHasNoFile, detail([]string{"FullStory has no results of this export for the API key. They may come late: try again in a few minutes. " +
			"Otherwise, the key belongs to another account, or the export has expired (see expires_at). Create a new export only if it has expired."},
			e.labels(label{"Response", err.Error()})...)}
	case errors.Is(err, fullstory.ErrNoResults):
		return Text{exportHasNoFile, detail([]string{sentences("FullStory reports the export as completed, but names no file. "+
			"Try again in a few minutes.", advice)}, e.labels()...)}
	}
	return GetResults.explained(err, advice, label{"Operation", e.ID})
}
