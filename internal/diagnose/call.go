package diagnose

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

// Call is a request to FullStory, as texts name it.
type Call struct {
	failed     summary
	purpose    string // completes "The provider needs an API key to …"
	permission string // of the API key (documented)
	// referenceOnly reports that only the reference documents the endpoint.
	referenceOnly bool
	// interrupted says what an interruption means, and what to do.
	interrupted string
}

const (
	readPermission   = "Standard, Architect or Admin"
	exportPermission = "Architect or Admin"
	nothingDone      = "Nothing was changed in FullStory. Try again."
	checkKey         = "Check api_key in the provider block or FULLSTORY_API_KEY: " +
		"the key may be mistyped, revoked, or from another region than the endpoint."
)

// The calls.
var (
	SubmitExport = Call{newSummary("Could not submit the segment export"), "submit a segment export",
		exportPermission, false, "No export was created. Apply again."}
	ReadExport = Call{newSummary("Could not read the segment export"), "read a segment export",
		readPermission, false, nothingDone}
	GetResults = Call{newSummary("Could not get the download link"), "get the download link of a segment export",
		exportPermission, true, nothingDone}
	CancelExport = Call{newSummary("Could not cancel the segment export"), "cancel a segment export",
		readPermission, true, "FullStory may have received the request. Apply again: cancelling twice is safe."}
	ListExports = Call{newSummary("Could not list the segment exports"), "list segment exports",
		readPermission, true, nothingDone}
	ReadSegment = Call{newSummary("Could not read the segment"), "read a segment",
		readPermission, false, nothingDone}
	ListSegments = Call{newSummary("Could not list the segments"), "list segments",
		readPermission, false, nothingDone}
	IdentifyCaller = Call{newSummary("Could not look up the owner of the API key"), "look up the owner of the API key",
		readPermission, true, nothingDone}
)

// Failed explains the error of a call.
func (c Call) Failed(err error) Text { return c.explained(err, "") }

// FailedFor explains the error of a call about one operation.
func (c Call) FailedFor(err error, operation string) Text {
	return c.explained(err, "", label{"Operation", operation})
}

// explained adds advice to the explanation of an error.
func (c Call) explained(err error, advice string, labels ...label) Text {
	if text, ok := c.notReady(err); ok {
		return text
	}
	return Text{c.failed, detail([]string{sentences(c.reason(err), advice)},
		append(labels, label{"Response", err.Error()})...)}
}

var (
	missingAPIKey = newSummary("The FullStory API key is missing")
	notConfigured = newSummary("The provider is not configured yet")
)

// notReady explains why the client made no request; ok is false if it did.
func (c Call) notReady(err error) (text Text, ok bool) {
	if unconfigured, ok := errors.AsType[*rest.NotConfiguredError](err); ok {
		return Text{notConfigured, detail([]string{
			"The provider cannot " + c.purpose + ", because some of its settings are not known before the apply. " +
				"Set them from a variable or the environment, apply the resources that they come from first, " +
				"or add depends_on to the data source so that it is read later.",
		}, label{"Unknown settings", unconfigured.Settings})}, true
	}
	if invalid, ok := errors.AsType[*rest.InvalidSettingError](err); ok {
		return invalidSetting(invalid), true
	}
	return Text{missingAPIKey, "The provider needs an API key to " + c.purpose + ". " +
		"Set the environment variable FULLSTORY_API_KEY, or api_key in the provider block (which takes precedence, even if it is empty). " +
		"Create keys in FullStory under Settings > Integrations > API Keys; exports need the permission Architect or Admin."}, errors.Is(err, rest.ErrNoAPIKey)
}

// reason says why a call failed and what to do, as far as that is understood.
func (c Call) reason(err error) string {
	switch status := rest.StatusOf(err); {
	case errors.Is(err, context.Canceled):
		return "The request was interrupted. " + c.interrupted
	case errors.Is(err, context.DeadlineExceeded) && c == CancelExport:
		return "FullStory did not answer in time. " + c.interrupted
	case errors.Is(err, context.DeadlineExceeded) && c == SubmitExport:
		return "The time limit in timeouts passed before FullStory accepted the request. No export was created. " +
			"Raise the timeout, or max_concurrent_requests in the provider block if many requests are waiting."
	case errors.Is(err, context.DeadlineExceeded):
		return "The time limit in timeouts passed before FullStory answered. " +
			"Raise the timeout, or max_concurrent_requests in the provider block if many requests are waiting."
	case rest.IsForeign(err):
		return "Something other than FullStory answered, such as a proxy, a firewall or a login page: FullStory answers in JSON. " +
			"Check endpoint in the provider block and the network in between. The provider ignored this response."
	case status == http.StatusUnauthorized:
		return "FullStory rejected the API key. " + checkKey
	case status == http.StatusForbidden:
		return fmt.Sprintf("The API key lacks the permission for this. Use a key with the permission %s.", c.permission)
	case status == http.StatusNotFound && c.referenceOnly:
		return "FullStory has no such object for this API key, or the endpoint does not offer this request. " +
			"Only APIs that follow FullStory's HTTP reference do."
	case status == http.StatusNotFound && c == SubmitExport:
		return "The segment does not exist or belongs to another account than the API key, or the endpoint does not offer this request."
	case status == http.StatusNotFound:
		return "The object does not exist, or belongs to another account than the API key."
	case status == http.StatusTooManyRequests:
		return "FullStory limits the number of requests and refused this one. Nothing was done. Try again later."
	case status == http.StatusMisdirectedRequest || status == http.StatusTooEarly:
		return "FullStory, or a proxy in between, did not take the request over this connection. Nothing was done. Try again later."
	case status >= 500:
		return "FullStory returned a server error on every attempt (see max_retries in the provider block). Try again later."
	case status >= 300 && status < 400:
		return "The endpoint redirects the request. The provider does not follow redirects, because they could carry the API key " +
			"to another host. Check endpoint in the provider block."
	case status >= 400:
		return "FullStory refused the request. Correct what the response names."
	}
	return "FullStory gave no usable response. Check endpoint in the provider block and the network in between, then try again."
}
