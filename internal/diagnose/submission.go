package diagnose

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

// Ambiguous is a submission of which nobody knows whether it was taken.
type Ambiguous struct {
	Lost *fullstory.AmbiguousSubmissionError
	// Strays are the exports that appeared about that time, of which one may be
	// the lost one.
	Strays []fullstory.Operation
	// ListErr is why they could not be listed, or not all of them.
	ListErr error
}

// ForResource words it for an export that was to become a resource.
func (a Ambiguous) ForResource() Text {
	return a.worded("Nothing was recorded in the state.", a.remedy())
}

// ForAction words it for an export that an action was to make.
func (a Ambiguous) ForAction() Text {
	const fetch = "fetch its file with a fullstory_segment_export_file of its export_id instead of invoking the action again."
	if len(a.Strays) == 0 && a.ListErr == nil {
		return a.worded("", "Most likely FullStory did not take the request: invoke the action again. "+
			"If the export shows up later after all, "+fetch)
	}
	return a.worded("", a.which()+", it goes on in FullStory: "+fetch)
}

func (a Ambiguous) worded(recorded, remedy string) Text {
	happened := "The request to create the export was sent, but its answer does not tell whether FullStory took it. " +
		"It was not sent again, since a second request could make a second export. " + recorded
	return Text{"It is unknown whether the segment export was submitted", detail(
		[]string{strings.TrimSpace(happened), listing(a.Strays, a.ListErr), remedy},
		label{"Request began", a.Lost.Began.UTC().Format(time.RFC3339)},
		label{"Answer", answerOf(a.Lost.Err)})}
}

func answerOf(err error) string {
	if refusal, ok := errors.AsType[*fullstory.Error](err); ok {
		return refusal.Error()
	}
	return "none that can be used (" + err.Error() + ")"
}

func listing(strays []fullstory.Operation, err error) string {
	switch {
	case err != nil && len(strays) == 0:
		return fmt.Sprintf("The exports that appeared about that time could not be listed: %s.", Value(err.Error()))
	case len(strays) == 0:
		return "No segment export has appeared in FullStory since the request began."
	}
	rows := make([]string, 0, len(strays))
	for _, operation := range strays {
		created := "at an unknown time"
		if !operation.CreatedAt.IsZero() {
			created = operation.CreatedAt.UTC().Format(time.RFC3339)
		}
		rows = append(rows, fmt.Sprintf("%s (%s, created %s)", operation.ID, operation.State, created))
	}
	text := "These segment exports appeared in FullStory about that time, by clocks that may differ by a minute; " +
		"one of them may be this one:" + listed(rows)
	if err != nil {
		text += fmt.Sprintf("\nThe list may lack some: %s.", Value(err.Error()))
	}
	return text
}

// which begins what to do about an export that was made after all.
func (a Ambiguous) which() string {
	if len(a.Strays) == 0 {
		return "If the export was made after all"
	}
	return "If one of them is this export"
}

func (a Ambiguous) remedy() string {
	if len(a.Strays) == 0 && a.ListErr == nil {
		return "Most likely FullStory did not take the request: apply again. " +
			"If the export shows up later after all, import it by its operation id instead."
	}
	id := "OPERATION_ID"
	if len(a.Strays) > 0 {
		id = Value(a.Strays[0].ID)
	}
	// Lines that begin with a space are not wrapped by a CLI.
	return a.which() + ", import it instead of submitting another, by its id and the address of this resource:\n" +
		"  import {\n    to = ADDRESS\n    id = \"" + id + "\"\n  }\nOtherwise apply again."
}
