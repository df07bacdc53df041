package diagnose

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

var (
	notSubmitted = newSummary("Segment export not submitted")
	ambiguous    = newSummary("Unknown whether the segment export was submitted")
	wrongRole    = newSummary("The API key cannot export")
	notFullStory = newSummary("The endpoint does not answer like FullStory")
	uncheckedKey = newSummary("Could not check the API key")
	rejectedKey  = newSummary("FullStory rejected the API key")
)

// SubmissionRefused explains why an export was not created. format is how the
// request was written.
func SubmissionRefused(err error, request fullstory.ExportRequest, format fullstory.WireFormat) Text {
	segment := request.SegmentID
	if denied, ok := errors.AsType[*rest.DeniedSubmissionError](err); ok {
		return Text{notSubmitted, detail([]string{
			"FullStory refused another export of this run because of its API key (see that error), so this export was not submitted.",
		}, label{"Segment", segment}, label{"Response", fmt.Sprintf("%d %s", denied.Err.Status, http.StatusText(denied.Err.Status))})}
	}
	advice := ""
	switch rest.StatusOf(err) {
	case http.StatusBadRequest:
		other := fullstory.WireFormatReference
		if format == other {
			other = fullstory.WireFormatSchema
		}
		advice = fmt.Sprintf("If your configuration is correct, the endpoint may expect the other wire format: "+
			"set wire_format = %q in the provider block.", other)
		if request.Scope == "individuals" || request.Scope == "SCOPE_INDIVIDUALS" {
			advice = sentences("FullStory documents two spellings of this scope, and may accept only the other one: "+
				"set scope = \"SCOPE_INDIVIDUAL\".", advice)
		}
	case http.StatusNotFound:
		if rest.IsNotFound(err) {
			advice = "Check segment_id, which is part of the segment's URL in the app, after /segments/, and endpoint in the provider block."
		}
	}
	return SubmitExport.explained(err, advice, label{"Segment", segment}, label{"Wire format", string(format)})
}

// CannotExport says at plan time that the role of the key does not allow
// exports.
func CannotExport(identity fullstory.Identity) Text {
	return Text{wrongRole, detail([]string{
		"FullStory would refuse the export: it needs an API key with the permission Architect or Admin.",
	}, label{"Role", identity.Role}, label{"Owner", identity.Email})}
}

// KeyRejected says at plan time that FullStory does not accept the key.
func KeyRejected(err error) Text {
	return Text{rejectedKey, detail([]string{"The planned export needs a valid key. " + checkKey}, label{"Response", err.Error()})}
}

// NotFullStory warns at plan time that the endpoint lacks a request that
// FullStory offers.
func NotFullStory(err error) Text {
	return Text{notFullStory, detail([]string{"The plan could not check the API key: the endpoint does not offer GET /me, " +
		"which FullStory's HTTP reference has. Applying this plan will probably fail. Check endpoint in the provider block, " +
		"or set wire_format = \"schema\" if the endpoint follows the JSON Schema."}, label{"Response", err.Error()})}
}

// UncheckedKey warns at plan time that FullStory could not be reached, so that
// the apply may fail.
func UncheckedKey(err error) Text {
	return Text{uncheckedKey, detail([]string{"The plan could not check whether the API key may export, because FullStory gave no usable answer. " +
		"Applying this plan needs FullStory. Check endpoint in the provider block and the network in between if this persists."},
		label{"Response", err.Error()})}
}

// SameKeyProblem says that a problem of the key was reported before.
func SameKeyProblem() Text {
	return Text{notSubmitted, "The API key cannot be used for exports (see the other error of this plan)."}
}

// Ambiguous is a submission whose result is unknown.
type Ambiguous struct {
	Lost       *fullstory.AmbiguousSubmissionError
	Segment    string
	Candidates fullstory.Candidates
	// ListErr is why the candidates could not be listed, or not all of them.
	ListErr error
	// ByAction reports that an action submitted, which keeps no state.
	ByAction bool
}

// Text names the exports that may be the one.
func (a Ambiguous) Text() Text {
	advice := a.importAdvice()
	if a.ByAction {
		advice = "To use an export that was created, set its ID as export_id of a fullstory_segment_export_file. " +
			"Invoke the action again only if none of them is yours."
	}
	return Text{ambiguous, detail([]string{
		"The request was sent, but it is unknown whether FullStory created an export. " +
			"The provider does not repeat the request: that could create a second export.",
		a.list(), advice,
	}, label{"Segment", a.Segment},
		label{"Request sent", a.Lost.Began.UTC().Format(time.RFC3339)},
		label{"Response", a.Lost.Err.Error()})}
}

// list names the candidates.
func (a Ambiguous) list() string {
	problem := ""
	if a.ListErr != nil {
		problem = Value(a.ListErr.Error())
	}
	if len(a.Candidates.Operations) == 0 {
		if problem != "" {
			return "Recent exports could not be listed: " + problem + "."
		}
		return "FullStory lists no new export so far. It may list it with a delay: " +
			"check the exports in a minute (data source fullstory_segment_exports) before you apply again."
	}
	items := make([]string, 0, len(a.Candidates.Operations))
	for _, operation := range a.Candidates.Operations {
		created := "creation time unknown"
		if !operation.CreatedAt.IsZero() {
			created = "created " + operation.CreatedAt.UTC().Format(time.RFC3339)
		}
		items = append(items, fmt.Sprintf("%s (%s, %s)", operation.ID, operation.State, created))
	}
	text := "The request may have created one of these exports:" + bullets(items)
	switch {
	case problem != "":
		text += "\nThe list may be incomplete: " + problem + "."
	case !a.Candidates.Complete:
		text += "\nThe list may be incomplete: older exports were not read."
	}
	return text
}

// importAdvice names an ID only if there is no doubt which it is.
func (a Ambiguous) importAdvice() string {
	id := "OPERATION_ID"
	if len(a.Candidates.Operations) == 1 && a.Candidates.Complete && a.ListErr == nil {
		id = Value(a.Candidates.Operations[0].ID)
	}
	return "If an export was created, import it instead of applying again:\n" +
		"  import {\n    to = ADDRESS # of this resource\n    id = \"" + id + "\"\n  }"
}
