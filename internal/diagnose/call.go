package diagnose

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

// Call is something that the provider asks of FullStory.
type Call struct {
	doing string // completes "Could not …"
	needs string // the permission that the key needs (documented)
}

// The calls.
var (
	SubmitExport = Call{"submit the segment export", "Architect or Admin"}
	LookAtExport = Call{"look at the segment export", "Standard, Architect or Admin"}
	GetResults   = Call{"get the download link of the segment export", "Architect or Admin"}
	CancelExport = Call{"cancel the segment export", "Standard, Architect or Admin"}
	ListExports  = Call{"list the segment exports", "Standard, Architect or Admin"}

	LookUpSegment = Call{"look up the segment", "Standard, Architect or Admin"}
	ListSegments  = Call{"list the segments", "Standard, Architect or Admin"}

	IdentifyCaller = Call{"ask FullStory whose the API key is", "Standard, Architect or Admin"}
)

// Failed words the error of a call. Only what is understood is explained; the
// rest is FullStory's own words.
func (c Call) Failed(err error, operation string) Text { return c.failed(err, operation, "") }

// RefusedSubmission words why an export was not taken; format is how the
// request was written.
func RefusedSubmission(err error, format fullstory.WireFormat) Text {
	if fullstory.StatusOf(err) != http.StatusBadRequest {
		return SubmitExport.Failed(err, "")
	}
	other := fullstory.WireFormatReference
	if format == other {
		other = fullstory.WireFormatSchema
	}
	return SubmitExport.failed(err, "", fmt.Sprintf("The request was written in the wire format %q. Where the answer names what "+
		"is right in the configuration, the endpoint may want the other: set wire_format = %q in the provider block.", format, other))
}

func (c Call) failed(err error, operation, further string) Text {
	if errors.Is(err, fullstory.ErrNoAPIKey) {
		return c.MissingAPIKey()
	}
	labels := []label{{"Operation", operation}, {"Answer", err.Error()}}
	if status := fullstory.StatusOf(err); status != 0 {
		labels = append(labels, label{"Status", strconv.Itoa(status)})
	}
	return Text{"Could not " + c.doing, detail([]string{c.explain(err), further}, labels...)}
}

// explain says what must hold, and what to do.
func (c Call) explain(err error) string {
	switch status := fullstory.StatusOf(err); {
	case c == CancelExport && errors.Is(err, context.Canceled):
		return "It was interrupted, perhaps after FullStory took the request. Apply again: asking twice does no harm."
	case errors.Is(err, context.Canceled):
		return "It was interrupted, and nothing was done in FullStory. Try again."
	case errors.Is(err, context.DeadlineExceeded):
		return "The time that timeouts allows was up, and nothing was done in FullStory. Raise the timeout, " +
			"or max_concurrent_requests in the provider block if many requests wait for their turn."
	case status == http.StatusUnauthorized:
		return "FullStory does not know the API key. Check api_key in the provider block or FULLSTORY_API_KEY: " +
			"the key may be mistyped, revoked, or of another region than the endpoint."
	case status == http.StatusForbidden:
		return fmt.Sprintf("The API key lacks the permission for this. "+
			"It needs a key with the permission %s; give the provider another key.", c.needs)
	case status == http.StatusNotFound && c == SubmitExport:
		return "FullStory has no such segment, or the API key's account has not. Check the id, which stands in the segment's " +
			"address in the app, after /segments/, and that the API key is of the account that the segment is in."
	case status == http.StatusNotFound:
		return "FullStory has no such object, or the API key's account has not."
	case status == http.StatusTooManyRequests:
		return "FullStory refuses for now because of too many requests. Nothing was done. Try again later, " +
			"or lower max_concurrent_requests in the provider block."
	case status >= 500:
		return "FullStory failed to answer, as often as max_retries lets the provider ask. Try again later."
	case status >= 300 && status < 400:
		return "The endpoint answers with a redirect, which is not followed so that the API key stays with it. " +
			"Check endpoint in the provider block."
	case status >= 400:
		return "FullStory refused the request. Correct what its answer names."
	}
	return "FullStory gave no usable answer. Check endpoint in the provider block and the network in between, then try again."
}

// MissingAPIKey says that a call needs a key, before or instead of making it.
func (c Call) MissingAPIKey() Text {
	return Text{"The FullStory API key is missing", "The provider needs an API key to " + c.doing + ". " +
		"Set api_key in the provider block, or the environment variable FULLSTORY_API_KEY; " +
		"an api_key in the block wins over the variable, also where it is empty. " +
		"Keys are made in FullStory under Settings, Integrations and API Keys; " +
		"one with the permission Architect or Admin can export."}
}

// UnknownProvider says that a call had to be made, while settings of the
// provider were not known yet.
func (c Call) UnknownProvider(settings string) Text {
	return Text{"The provider is not configured yet", detail([]string{
		"To " + c.doing + ", the provider needs all of its settings, and what some are set from does not exist yet. " +
			"Set them from something that is known when planning, such as a variable or the environment; " +
			"or apply first what they are set from; or have this depend on it by depends_on, so that it is read later.",
	}, label{"Not known yet", settings})}
}
