package diagnose_test

import (
	"context"
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

var (
	noon      = time.Date(2026, 2, 1, 12, 0, 0, 0, time.UTC)
	running   = diagnose.Export{Operation: "op", Segment: "s", State: "RUNNING", PercentComplete: 40}
	completed = diagnose.Export{Operation: "op", State: "COMPLETED", PercentComplete: 100}
	expired   = diagnose.Export{Operation: "op", State: "EXPIRED", PercentComplete: 100}
)

func TestUnit_Export_Texts(t *testing.T) {
	wantTexts(t, []told{
		{"failed", running.Failed("too large"), `The segment export failed
FullStory could not complete the export. The next apply replaces it with a new one. Where the reason lies in the arguments, correct them first.

Operation: op
Segment: s
State: RUNNING (40 %)
Reason: too large`},
		{"failed for no reason", running.Failed(""), `The segment export failed
FullStory could not complete the export. The next apply replaces it with a new one. Where the reason lies in the arguments, correct them first.

Operation: op
Segment: s
State: RUNNING (40 %)
Reason: FullStory gives no reason`},
		{"interrupted", running.Interrupted(context.Canceled), `The segment export is not complete yet: waiting was interrupted
The export goes on in FullStory and is kept in the state. The next apply waits for the rest of it; it does not submit a second one. Destroying the resource cancels it.

Operation: op
Segment: s
State: RUNNING (40 %)`},
		{"timed out", running.TimedOut(context.DeadlineExceeded, "timeouts.create", time.Hour), `The segment export is not complete yet: waiting timed out
The export did not complete within 1h0m0s, which timeouts.create sets.

The export goes on in FullStory and is kept in the state. The next apply waits for the rest of it; it does not submit a second one. Destroying the resource cancels it.

Raise timeouts.create if exports of this size take longer.

Operation: op
Segment: s
State: RUNNING (40 %)`},
		{"timed out blindly", running.TimedOut(&fullstory.BlindWaitError{Err: context.DeadlineExceeded, Look: refusal(503)}, "timeouts.update", time.Hour), `The segment export is not complete yet: waiting timed out
The export did not complete within 1h0m0s, which timeouts.update sets.

The export goes on in FullStory and is kept in the state. The next apply waits for the rest of it; it does not submit a second one. Destroying the resource cancels it.

Raise timeouts.update if exports of this size take longer.

Operation: op
Segment: s
State: RUNNING (40 %)
Last look: GET /x: 503 Service Unavailable: no (code c)`},
		{"timed out without a look", running.TimedOut(&fullstory.BlindWaitError{Err: context.DeadlineExceeded, Look: refusal(500), SawNothing: true}, "timeouts.update", time.Minute), `The segment export is not complete yet: waiting timed out
FullStory could not be looked at even once within 1m0s, which timeouts.update sets: how far the export is, is not known.

The export goes on in FullStory and is kept in the state. The next apply waits for the rest of it; it does not submit a second one. Destroying the resource cancels it.

Apply again once FullStory answers; a longer time does not help by itself.

Operation: op
Segment: s
State: RUNNING (40 %)
Last look: GET /x: 500 Internal Server Error: no (code c)`},
		{"refused", running.WaitEnded(refusal(403)), `The segment export is not complete yet: FullStory does not let the provider look at it
The export goes on in FullStory and is kept in the state. The next apply waits for the rest of it; it does not submit a second one. Destroying the resource cancels it.

The API key lacks the permission for this. It needs a key with the permission Standard, Architect or Admin; give the provider another key.

Operation: op
Answer: GET /x: 403 Forbidden: no (code c)
Status: 403`},
		{"lost", running.Lost(), `The segment export is gone from FullStory
FullStory answers that it has no such operation, though it had not completed. The next plan looks once more; if it is still gone, a new export takes its place.

Operation: op
Segment: s
State: RUNNING (40 %)`},
		{"forgotten", running.Forgotten(), `The segment export is gone from FullStory
FullStory answers that it has no such operation, though it had not completed. It is taken out of the state, so that the next apply submits a new export.

Operation: op
Segment: s
State: RUNNING (40 %)`},
		{"expired", expired.Expired(noon), `The segment export has expired
FullStory kept the export until 2026-02-01T12:00:00Z; its file can no longer be downloaded. A finished export is not run again by itself: set replace_on_expiry = true, or change triggers, for a new one.

Operation: op
State: EXPIRED`},
		{"expired some time", expired.Expired(time.Time{}), `The segment export has expired
FullStory no longer has the export; its file can no longer be downloaded. A finished export is not run again by itself: set replace_on_expiry = true, or change triggers, for a new one.

Operation: op
State: EXPIRED`},
		{"an unknown state", diagnose.Export{Operation: "op", State: "QUEUED"}.UnknownState(), `FullStory names a state that the provider does not know
It is treated as unfinished: the provider goes on waiting where it waits. If the export is over and the provider waits on, please report the state to the provider's developers.

Operation: op
State: QUEUED`},
		{"another operation", diagnose.NotAnExport("op", "BULK_IMPORT"), `The operation is not a segment export
Only an operation of type SEARCH_EXPORT is a segment export. Check the id.

Operation: op
Type: "BULK_IMPORT"`},
		{"no such export", diagnose.NoSuchExport("op"), `There is no such segment export
FullStory answers that it has no operation with this id. Check the id, and that the API key is of the account that made the export. FullStory forgets exports some time after they expire.

Operation: op`},
		{"not cancelled", running.NotCancelled(refusal(400)), `The segment export was not cancelled
FullStory refuses to cancel it. It is no longer in the state, and runs to its end in FullStory.

Operation: op
Segment: s
State: RUNNING (40 %)
Answer: GET /x: 400 Bad Request: no (code c)`},
		{"no id", diagnose.NoImportID(), `No id to import
A segment export is imported by the id of its operation, which FullStory gave when the export was submitted. Give it as the id, or as the identity { id = ... }.`},
		{"no file yet", running.NoFileYet(), `The segment export is not complete
It has no file yet. Set wait_for_completion = true on the export, or apply again once it has completed.

Operation: op
Segment: s
State: RUNNING (40 %)`},
		{"no file of a failure", running.NoFileOfFailed("too large"), `The segment export failed
FullStory could not complete the export, so it has no file. Create a new export.

Operation: op
Segment: s
State: RUNNING (40 %)
Reason: too large`},
		{"no file any more", completed.NoLink(refusal(404)), `The segment export no longer has a file
FullStory has no results for this export: it has most likely expired. Create a new export.

Operation: op
State: COMPLETED`},
		{"no file at all", completed.NoLink(fullstory.ErrNoResults), `The segment export has no file
FullStory reports that the export has completed, but names no file. Try again later. If the error persists, create a new export.

Operation: op
State: COMPLETED`},
		{"no link", completed.NoLink(refusal(403)), `Could not get the download link of the segment export
The API key lacks the permission for this. It needs a key with the permission Architect or Admin; give the provider another key.

Operation: op
Answer: GET /x: 403 Forbidden: no (code c)
Status: 403`},
		{"invoked, timed out", running.NotInvoked(context.DeadlineExceeded, time.Hour), `The segment export is not complete yet: waiting timed out
It did not complete within 1h0m0s, which timeouts.invoke sets. The export was submitted, and goes on in FullStory.

Invoking the action again submits another export. To fetch this one's file instead, give its id to a fullstory_segment_export_file as export_id.

Operation: op
Segment: s
State: RUNNING (40 %)`},
		{"invoked, without a look", running.NotInvoked(&fullstory.BlindWaitError{Err: context.DeadlineExceeded, Look: refusal(500), SawNothing: true}, time.Hour), `The segment export is not complete yet: waiting timed out
FullStory could not be looked at even once within 1h0m0s, which timeouts.invoke sets: how far the export is, is not known. The export was submitted, and goes on in FullStory.

Invoking the action again submits another export. To fetch this one's file instead, give its id to a fullstory_segment_export_file as export_id.

Operation: op
Segment: s
State: RUNNING (40 %)
Last look: GET /x: 500 Internal Server Error: no (code c)`},
		{"invoked, interrupted", running.NotInvoked(context.Canceled, time.Hour), `The segment export is not complete yet: waiting was interrupted
The export was submitted, and goes on in FullStory.

Invoking the action again submits another export. To fetch this one's file instead, give its id to a fullstory_segment_export_file as export_id.

Operation: op
Segment: s
State: RUNNING (40 %)`},
		{"invoked, gone", running.NotInvoked(refusal(404), time.Hour), `The segment export is gone from FullStory
FullStory answers that it has no such operation, though it had not completed. Invoke the action again for a new export.

Operation: op
Segment: s
State: RUNNING (40 %)`},
		{"invoked, refused", running.NotInvoked(refusal(401), time.Hour), `The segment export is not complete yet: FullStory does not let the provider look at it
The export was submitted, and goes on in FullStory. Invoking the action again submits another export. To fetch this one's file instead, give its id to a fullstory_segment_export_file as export_id.

FullStory does not know the API key. Check api_key in the provider block or FULLSTORY_API_KEY: the key may be mistyped, revoked, or of another region than the endpoint.

Operation: op
Answer: GET /x: 401 Unauthorized: no (code c)
Status: 401`},
		{"invoked in vain", running.InvokedInVain("too large"), `The segment export failed
FullStory could not complete the export. Invoking the action again submits a new one; where the reason lies in the arguments, correct them first.

Operation: op
Segment: s
State: RUNNING (40 %)
Reason: too large`},
	})
}
