package diagnose_test

import (
	"context"
	"errors"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

// told is a text, and how it reads: the summary, and below it the detail.
type told struct {
	name string
	got  diagnose.Text
	want string
}

// wantTexts pins texts to the letter: they are what users search for.
func wantTexts(t *testing.T, texts []told) {
	t.Helper()
	for _, text := range texts {
		if got := text.got.Summary + "\n" + text.got.Detail; got != text.want {
			t.Errorf("%s: it reads\n%s\n\nwant\n%s", text.name, got, text.want)
		}
	}
}

func refusal(status int) error {
	return &fullstory.Error{Method: "GET", Path: "/x", Status: status, Message: "no", Code: "c"}
}

func TestUnit_Call_Texts(t *testing.T) {
	wantTexts(t, []told{
		{"interrupted", diagnose.LookAtExport.Failed(context.Canceled, "op"), `Could not look at the segment export
It was interrupted, and nothing was done in FullStory. Try again.

Operation: op
Answer: context canceled`},
		{"interrupted cancellation", diagnose.CancelExport.Failed(context.Canceled, "op"), `Could not cancel the segment export
It was interrupted, perhaps after FullStory took the request. Apply again: asking twice does no harm.

Operation: op
Answer: context canceled`},
		{"no time left", diagnose.SubmitExport.Failed(context.DeadlineExceeded, ""), `Could not submit the segment export
The time that timeouts allows was up, and nothing was done in FullStory. Raise the timeout, or max_concurrent_requests in the provider block if many requests wait for their turn.

Answer: context deadline exceeded`},
		{"no key", diagnose.ListSegments.Failed(fullstory.ErrNoAPIKey, ""), `The FullStory API key is missing
The provider needs an API key to list the segments. Set api_key in the provider block, or the environment variable FULLSTORY_API_KEY; an api_key in the block wins over the variable, also where it is empty. Keys are made in FullStory under Settings, Integrations and API Keys; one with the permission Architect or Admin can export.`},
		{"no connection", diagnose.ListExports.Failed(errors.New("dial tcp: i/o timeout"), ""), `Could not list the segment exports
FullStory gave no usable answer. Check endpoint in the provider block and the network in between, then try again.

Answer: dial tcp: i/o timeout`},
		{"302", diagnose.IdentifyCaller.Failed(refusal(302), ""), `Could not ask FullStory whose the API key is
The endpoint answers with a redirect, which is not followed so that the API key stays with it. Check endpoint in the provider block.

Answer: GET /x: 302 Found: no (code c)
Status: 302`},
		{"400", diagnose.CancelExport.Failed(refusal(400), ""), `Could not cancel the segment export
FullStory refused the request. Correct what its answer names.

Answer: GET /x: 400 Bad Request: no (code c)
Status: 400`},
		{"400 of a submission", diagnose.RefusedSubmission(refusal(400), fullstory.WireFormatSchema), `Could not submit the segment export
FullStory refused the request. Correct what its answer names.

The request was written in the wire format "schema". Where the answer names what is right in the configuration, the endpoint may want the other: set wire_format = "reference" in the provider block.

Answer: GET /x: 400 Bad Request: no (code c)
Status: 400`},
		{"401", diagnose.LookAtExport.Failed(refusal(401), "op"), `Could not look at the segment export
FullStory does not know the API key. Check api_key in the provider block or FULLSTORY_API_KEY: the key may be mistyped, revoked, or of another region than the endpoint.

Operation: op
Answer: GET /x: 401 Unauthorized: no (code c)
Status: 401`},
		{"403", diagnose.GetResults.Failed(refusal(403), "op"), `Could not get the download link of the segment export
The API key lacks the permission for this. It needs a key with the permission Architect or Admin; give the provider another key.

Operation: op
Answer: GET /x: 403 Forbidden: no (code c)
Status: 403`},
		{"404", diagnose.LookUpSegment.Failed(refusal(404), ""), `Could not look up the segment
FullStory has no such object, or the API key's account has not.

Answer: GET /x: 404 Not Found: no (code c)
Status: 404`},
		{"404 of a submission", diagnose.SubmitExport.Failed(refusal(404), ""), `Could not submit the segment export
FullStory has no such segment, or the API key's account has not. Check the id, which stands in the segment's address in the app, after /segments/, and that the API key is of the account that the segment is in.

Answer: GET /x: 404 Not Found: no (code c)
Status: 404`},
		{"429", diagnose.LookAtExport.Failed(refusal(429), "op"), `Could not look at the segment export
FullStory refuses for now because of too many requests. Nothing was done. Try again later, or lower max_concurrent_requests in the provider block.

Operation: op
Answer: GET /x: 429 Too Many Requests: no (code c)
Status: 429`},
		{"500", diagnose.CancelExport.Failed(refusal(500), "op"), `Could not cancel the segment export
FullStory failed to answer, as often as max_retries lets the provider ask. Try again later.

Operation: op
Answer: GET /x: 500 Internal Server Error: no (code c)
Status: 500`},
		{"a setting that is unknown", diagnose.LookAtExport.UnknownProvider("api_key, endpoint"), `The provider is not configured yet
To look at the segment export, the provider needs all of its settings, and what some are set from does not exist yet. Set them from something that is known when planning, such as a variable or the environment; or apply first what they are set from; or have this depend on it by depends_on, so that it is read later.

Not known yet: api_key, endpoint`},
	})
}
