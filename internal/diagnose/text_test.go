package diagnose_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

// hostile clears a screen, forges a line, turns the direction of writing, and
// goes on for ever.
var hostile = "evil\x1b[2J\r\nForged: yes\x00\u202e\u009b" + strings.Repeat("x", 20_000)

// What FullStory names, an id for example, is data: whatever it holds, a text
// stays ours.
func TestUnit_Text_ShowsValuesAsData(t *testing.T) {
	refusal := &fullstory.Error{Method: "GET", Path: "/x", Status: 400, Message: hostile}
	export := diagnose.Export{Operation: hostile, Segment: hostile, State: hostile}
	strays := []fullstory.Operation{{ID: hostile, State: fullstory.State(hostile)}, {ID: hostile}}
	segments := []fullstory.Segment{{ID: hostile, Name: hostile, Creator: hostile}}
	ambiguous := diagnose.Ambiguous{Lost: &fullstory.AmbiguousSubmissionError{Err: refusal}, Strays: strays, ListErr: refusal}
	for name, text := range map[string]diagnose.Text{
		"a call":          diagnose.LookAtExport.Failed(refusal, hostile),
		"failed":          export.Failed(hostile),
		"interrupted":     export.Interrupted(&fullstory.BlindWaitError{Err: context.Canceled, Look: refusal}),
		"timed out":       export.TimedOut(context.DeadlineExceeded, "timeouts.create", time.Hour),
		"wait ended":      export.WaitEnded(refusal),
		"lost":            export.Lost(),
		"forgotten":       export.Forgotten(),
		"expired":         export.Expired(time.Time{}),
		"unknown state":   export.UnknownState(),
		"no export":       diagnose.NotAnExport(hostile, hostile),
		"not there":       diagnose.NoSuchExport(hostile),
		"not cancelled":   export.NotCancelled(refusal),
		"invoked":         export.NotInvoked(refusal, time.Hour),
		"invoked in vain": export.InvokedInVain(hostile),
		"no file yet":     export.NoFileYet(),
		"file of failed":  export.NoFileOfFailed(hostile),
		"file gone":       export.NoLink(fullstory.ErrNoResults),
		"ambiguous":       ambiguous.ForResource(),
		"no list":         diagnose.Ambiguous{Lost: ambiguous.Lost, ListErr: refusal}.ForAction(),
		"no segment":      diagnose.NoSuchSegment(hostile),
		"not named":       diagnose.NoSegmentNamed(hostile, segments, 1),
		"several named":   diagnose.SeveralSegmentsNamed(hostile, segments),
		"no restoration":  diagnose.File{Path: "f"}.CannotRestore(hostile),
		"submitted":       {Detail: export.Submitted()},
		"progress":        {Detail: export.Progress("")},
		"broken download": {Detail: diagnose.Download{Operation: hostile}.Failed(errors.New(hostile)).Detail()},
	} {
		t.Run(name, func(t *testing.T) {
			if len(text.Detail) > 20_000 {
				t.Errorf("it has %d bytes", len(text.Detail))
			}
			for line := range strings.SplitSeq(text.Summary+"\n"+text.Detail, "\n") {
				if strings.HasPrefix(line, "Forged") {
					t.Errorf("a line is forged: %.80q", line)
				}
				if strings.ContainsFunc(line, func(r rune) bool { return !unicode.IsGraphic(r) }) {
					t.Errorf("it holds what acts on a terminal: %.80q", line)
				}
			}
			if !strings.Contains(text.Detail, `evil\x1b[2J\r\nForged: yes\x00\u202e\u009b`) {
				t.Errorf("it does not show what FullStory said: %.400s", text.Detail)
			}
		})
	}
}
