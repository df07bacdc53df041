package diagnose_test

import (
	"errors"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

func TestUnit_Ambiguous_Texts(t *testing.T) {
	submission := &fullstory.AmbiguousSubmissionError{Began: noon, Err: refusal(502)}
	unheard := &fullstory.AmbiguousSubmissionError{Began: noon, Err: errors.New("unexpected EOF")}
	strays := []fullstory.Operation{{ID: "a", State: "RUNNING", CreatedAt: noon}, {ID: "b", State: "PENDING"}}
	lost := diagnose.Ambiguous{Lost: unheard}
	strayed := diagnose.Ambiguous{Lost: submission, Strays: strays}
	unlisted := diagnose.Ambiguous{Lost: submission, ListErr: refusal(403)}
	partly := diagnose.Ambiguous{Lost: submission, Strays: strays[:1], ListErr: refusal(503)}
	wantTexts(t, []told{
		{"nothing appeared", lost.ForResource(), `It is unknown whether the segment export was submitted
The request to create the export was sent, but its answer does not tell whether FullStory took it. It was not sent again, since a second request could make a second export. Nothing was recorded in the state.

No segment export has appeared in FullStory since the request began.

Most likely FullStory did not take the request: apply again. If the export shows up later after all, import it by its operation id instead.

Request began: 2026-02-01T12:00:00Z
Answer: none that can be used (unexpected EOF)`},
		{"some appeared", strayed.ForResource(), `It is unknown whether the segment export was submitted
The request to create the export was sent, but its answer does not tell whether FullStory took it. It was not sent again, since a second request could make a second export. Nothing was recorded in the state.

These segment exports appeared in FullStory about that time, by clocks that may differ by a minute; one of them may be this one:
  a (RUNNING, created 2026-02-01T12:00:00Z)
  b (PENDING, created at an unknown time)

If one of them is this export, import it instead of submitting another, by its id and the address of this resource:
  import {
    to = ADDRESS
    id = "a"
  }
Otherwise apply again.

Request began: 2026-02-01T12:00:00Z
Answer: GET /x: 502 Bad Gateway: no (code c)`},
		{"not listed", unlisted.ForResource(), `It is unknown whether the segment export was submitted
The request to create the export was sent, but its answer does not tell whether FullStory took it. It was not sent again, since a second request could make a second export. Nothing was recorded in the state.

The exports that appeared about that time could not be listed: GET /x: 403 Forbidden: no (code c).

If the export was made after all, import it instead of submitting another, by its id and the address of this resource:
  import {
    to = ADDRESS
    id = "OPERATION_ID"
  }
Otherwise apply again.

Request began: 2026-02-01T12:00:00Z
Answer: GET /x: 502 Bad Gateway: no (code c)`},
		{"listed in part", partly.ForResource(), `It is unknown whether the segment export was submitted
The request to create the export was sent, but its answer does not tell whether FullStory took it. It was not sent again, since a second request could make a second export. Nothing was recorded in the state.

These segment exports appeared in FullStory about that time, by clocks that may differ by a minute; one of them may be this one:
  a (RUNNING, created 2026-02-01T12:00:00Z)
The list may lack some: GET /x: 503 Service Unavailable: no (code c).

If one of them is this export, import it instead of submitting another, by its id and the address of this resource:
  import {
    to = ADDRESS
    id = "a"
  }
Otherwise apply again.

Request began: 2026-02-01T12:00:00Z
Answer: GET /x: 502 Bad Gateway: no (code c)`},
		{"an action's, nothing appeared", lost.ForAction(), `It is unknown whether the segment export was submitted
The request to create the export was sent, but its answer does not tell whether FullStory took it. It was not sent again, since a second request could make a second export.

No segment export has appeared in FullStory since the request began.

Most likely FullStory did not take the request: invoke the action again. If the export shows up later after all, fetch its file with a fullstory_segment_export_file of its export_id instead of invoking the action again.

Request began: 2026-02-01T12:00:00Z
Answer: none that can be used (unexpected EOF)`},
		{"an action's, some appeared", strayed.ForAction(), `It is unknown whether the segment export was submitted
The request to create the export was sent, but its answer does not tell whether FullStory took it. It was not sent again, since a second request could make a second export.

These segment exports appeared in FullStory about that time, by clocks that may differ by a minute; one of them may be this one:
  a (RUNNING, created 2026-02-01T12:00:00Z)
  b (PENDING, created at an unknown time)

If one of them is this export, it goes on in FullStory: fetch its file with a fullstory_segment_export_file of its export_id instead of invoking the action again.

Request began: 2026-02-01T12:00:00Z
Answer: GET /x: 502 Bad Gateway: no (code c)`},
		{"an action's, not listed", unlisted.ForAction(), `It is unknown whether the segment export was submitted
The request to create the export was sent, but its answer does not tell whether FullStory took it. It was not sent again, since a second request could make a second export.

The exports that appeared about that time could not be listed: GET /x: 403 Forbidden: no (code c).

If the export was made after all, it goes on in FullStory: fetch its file with a fullstory_segment_export_file of its export_id instead of invoking the action again.

Request began: 2026-02-01T12:00:00Z
Answer: GET /x: 502 Bad Gateway: no (code c)`},
	})
}
