package diagnose_test

import (
	"context"
	"crypto/tls"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/exportfile"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

var update = flag.Bool("update", false, "write testdata/diagnostics.txt")

// named is a diagnostic and the situation that it is about.
type named struct {
	situation string
	text      diagnose.Text
}

var (
	noon      = time.Date(2026, 2, 1, 12, 0, 0, 0, time.UTC)
	running   = diagnose.Export{Operation: fullstory.Operation{ID: "op", Segment: "everyone", State: "RUNNING", PercentComplete: 40, ReadAt: noon}}
	completed = diagnose.Export{Operation: fullstory.Operation{ID: "op", State: "COMPLETED", PercentComplete: 100}}
	failed    = diagnose.Export{Operation: fullstory.Operation{ID: "op", Segment: "everyone", State: "FAILED", ErrorDetails: "too large"}}
	expired   = diagnose.Export{Operation: fullstory.Operation{ID: "op", State: "EXPIRED", ExpiresAt: noon}}
	everyone  = fullstory.ExportRequest{SegmentID: "everyone"}
	errReset  = errors.New("GET /operations/v1/op: connection reset")
)

func refusal(status int) error {
	return &rest.Error{Method: "GET", Path: "/operations/v1/op", Status: status, Message: "no", Code: "c"}
}

// foreign returns the error of a web page in place of an API response.
func foreign(t *testing.T) error {
	t.Helper()
	server := fullstorytest.New()
	defer server.Close()
	server.Always(fullstorytest.RouteGetMe, fullstorytest.ForeignPage(403))
	client := fullstory.New(fullstory.Options{Options: rest.Options{APIKey: fullstorytest.APIKey, Transport: server.Transport()}})
	_, err := client.GetMe(t.Context())
	return err
}

func noFile(e diagnose.Export) diagnose.Text {
	text, _ := e.NoFile()
	return text
}

func noFileToLink(e diagnose.Export) diagnose.Text {
	text, _ := e.NoFileToLink()
	return text
}

// diagnostics are all texts in all their variants.
func diagnostics(t *testing.T) []named {
	t.Helper()
	ambiguous := diagnose.Ambiguous{Segment: "everyone", Lost: &fullstory.AmbiguousSubmissionError{Began: noon, Err: errors.New("connection reset")}}
	one, oneOfMore, several, failedList := ambiguous, ambiguous, ambiguous, ambiguous
	one.Candidates = fullstory.Candidates{Complete: true, Operations: []fullstory.Operation{{ID: "a=", State: "PENDING", CreatedAt: noon}}}
	oneOfMore.Candidates = fullstory.Candidates{Operations: one.Candidates.Operations}
	several.Candidates = fullstory.Candidates{Complete: true, Operations: []fullstory.Operation{{ID: "a=", State: "PENDING", CreatedAt: noon}, {ID: "b=", State: "COMPLETED"}}}
	failedList.ListErr = errors.New("no connection")
	byAction := several
	byAction.ByAction = true
	wait := diagnose.Wait{Export: running}
	waited := func(err error, byAction bool) diagnose.Text {
		w := wait
		w.Err, w.ByAction = err, byAction
		return w.Ended()
	}
	ended := func(why, lastPoll error, neverPolled bool) error {
		return &fullstory.WaitError{Err: why, Limit: "1h0m0s (timeouts.create)", LastPollErr: lastPoll, NeverPolled: neverPolled}
	}
	segments := []fullstory.Segment{{ID: "everyone", Name: "Everyone"}, {ID: "s", Name: "Every", Creator: "ada@example.com"}}
	file := diagnose.File{Path: "events.csv"}
	return []named{
		{"no API key", diagnose.SubmitExport.Failed(rest.ErrNoAPIKey)},
		{"unknown settings", diagnose.ListSegments.Failed(&rest.NotConfiguredError{Settings: "api_key, endpoint"})},
		{"invalid API key", diagnose.ReadExport.Failed(&rest.InvalidSettingError{Setting: "api_key", Err: errors.New("it contains white space")})},
		{"invalid endpoint", diagnose.ReadExport.Failed(&rest.InvalidSettingError{Setting: "endpoint", Err: errors.New("it must be an absolute URL")})},
		{"invalid wire format", diagnose.InvalidWireFormat("x")},
		{"invalid number", diagnose.InvalidNumber("max_retries", "five", 0)},
		{"more exports than allowed", diagnose.TooManyExports(5)},
		{"rejected key, at plan", diagnose.KeyRejected(refusal(401))},
		{"key of the wrong role", diagnose.CannotExport(fullstory.Identity{Email: "ada@example.com", Role: "USER"})},
		{"unchecked key, at plan", diagnose.UncheckedKey(errReset)},
		{"endpoint without GET /me, at plan", diagnose.NotFullStory(refusal(404))},
		{"another export with the same key", diagnose.SameKeyProblem()},

		{"call: interrupted", diagnose.SubmitExport.Failed(context.Canceled)},
		{"call: interrupted cancellation", diagnose.CancelExport.FailedFor(context.Canceled, "op")},
		{"call: timeout", diagnose.SubmitExport.Failed(context.DeadlineExceeded)},
		{"call: 400", diagnose.ReadExport.FailedFor(refusal(400), "op")},
		{"call: 401", diagnose.ReadExport.FailedFor(refusal(401), "op")},
		{"call: 403", diagnose.ReadExport.FailedFor(refusal(403), "op")},
		{"call: 404", diagnose.ReadSegment.Failed(refusal(404))},
		{"call: 404 of the reference only", diagnose.IdentifyCaller.Failed(refusal(404))},
		{"call: 429", diagnose.ListExports.Failed(refusal(429))},
		{"call: 500", diagnose.GetResults.Failed(refusal(500))},
		{"call: a web page", diagnose.ListSegments.Failed(foreign(t))},
		{"call: a redirect", diagnose.ReadExport.Failed(refusal(302))},
		{"call: no response", diagnose.ReadExport.FailedFor(errReset, "op")},

		{"submission: 400", diagnose.SubmissionRefused(refusal(400), everyone, "schema")},
		{"submission: 400 of a scope with two spellings", diagnose.SubmissionRefused(refusal(400), fullstory.ExportRequest{SegmentID: "everyone", Scope: "individuals"}, "reference")},
		{"submission: 404", diagnose.SubmissionRefused(refusal(404), everyone, "reference")},
		{"submission: denied before", diagnose.SubmissionRefused(&rest.DeniedSubmissionError{Err: &rest.Error{Status: 403}}, everyone, "schema")},
		{"ambiguous: no candidate", ambiguous.Text()},
		{"ambiguous: one candidate", one.Text()},
		{"ambiguous: one candidate of an incomplete list", oneOfMore.Text()},
		{"ambiguous: several candidates", several.Text()},
		{"ambiguous: no list", failedList.Text()},
		{"ambiguous: action", byAction.Text()},

		{"wait: timeout", waited(ended(context.DeadlineExceeded, nil, false), false)},
		{"wait: timeout with failed polls", waited(ended(context.DeadlineExceeded, refusal(503), false), false)},
		{"wait: timeout without any poll", waited(ended(context.DeadlineExceeded, refusal(503), true), false)},
		{"wait: Ctrl-C", waited(ended(context.Canceled, nil, false), false)},
		{"wait: denied", waited(refusal(403), false)},
		{"wait: gone", waited(refusal(404), false)},
		{"wait: timeout of an action", waited(ended(context.DeadlineExceeded, nil, false), true)},
		{"wait: gone, of an action", waited(refusal(404), true)},

		{"argument: not one of", diagnose.NotOneOf("type", []string{"individuals", "events"}, "x", "")},
		{"argument: the API's spelling", diagnose.NotOneOf("type", []string{"individuals", "events"}, "TYPE_EVENT", "events")},

		{"export: failed", failed.Failed()},
		{"export: failed, of an action", failed.FailedForAction()},
		{"export: gone", running.NoLongerExists()},
		{"export: expired", expired.Expired()},
		{"export: expired, without a date", completed.Expired()},
		{"export: unknown state", diagnose.Export{Operation: fullstory.Operation{ID: "op", State: "QUEUED"}}.UnknownState()},
		{"export: another kind", diagnose.NotAnExport(fullstory.Operation{ID: "op", Type: "DELETE_USER"})},
		{"export: not found", diagnose.NoSuchExport("op")},
		{"export: refused", diagnose.Unreadable(refusal(400), "op")},
		{"export: not cancelled", running.NotCancelled(refusal(400))},
		{"export: the endpoint cannot cancel", running.NotCancelled(refusal(404))},
		{"export: will be cancelled", running.WillCancel()},
		{"export: no import ID", diagnose.NoImportID()},
		{"no file: unfinished", noFile(running)},
		{"no file: failed", noFile(failed)},
		{"no file: expired link", noFileToLink(expired)},
		{"no file: unfinished link", noFileToLink(running)},
		{"no link: 404", completed.NoLink(refusal(404), "")},
		{"no link: no results", completed.NoLink(fullstory.ErrNoResults, "")},
		{"no link: 403", completed.NoLink(refusal(403), "")},

		{"segment: not found", diagnose.NoSuchSegment("s")},
		{"segment: no such name", diagnose.NoSegmentNamed("every", nil, 2)},
		{"segment: similar names", diagnose.NoSegmentNamed("every", segments, 2)},
		{"segment: several", diagnose.SeveralSegmentsNamed("Every", segments)},
		{"segment: regular expression", diagnose.InvalidRegex("name_regex", "(", errors.New("missing closing )"))},

		{"argument: time", diagnose.InvalidTime("time_range.start", "today", errors.New("it does not have the form"))},
		{"argument: time zone", diagnose.InvalidTimezone("Europe/Atlantis", "")},
		{"argument: time zone in lower case", diagnose.InvalidTimezone("europe/berlin", "Europe/Berlin")},
		{"argument: empty range", diagnose.EmptyRange("time_range")},
		{"argument: reversed range", diagnose.ReversedRange("time_range", "2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z")},
		{"argument: wire format", diagnose.NotInWireFormat("scope")},
		{"argument: scope", diagnose.ScopeOfEvents("individuals")},
		{"argument: duplicate field", diagnose.DuplicateField("EventStart")},
		{"argument: not settled", diagnose.NotSettled("time_range", "2026-02-01T00:00:00Z")},
		{"argument: no end", diagnose.NoEnd("time_range")},
		{"argument: misspelled columns", diagnose.UnknownColumns("events", []diagnose.UnknownColumn{{Name: "EventStrat", Nearest: "EventStart"}, {Name: "Mood"}})},
		{"argument: future", diagnose.FutureRange("time_range", "2999-01-01T00:00:00Z")},
		{"argument: 30 days", diagnose.DefaultRange()},
		{"argument: last second", diagnose.LastSecond("time_range", "2026-01-31T23:59:59Z")},
		{"argument: replaced because it is unknown", diagnose.ReplacedUnknown("triggers")},
		{"argument: output_path", diagnose.NoOutput()},
		{"bug", diagnose.Internal("Unexpected provider data.")},

		{"file: another one", file.Unusable(exportfile.ErrExists)},
		{"file: another one at the new path", diagnose.File{Path: "g", From: "f"}.Unusable(exportfile.ErrExists)},
		{"file: a directory", file.Unusable(&exportfile.NotRegularError{Kind: "a directory"})},
		{"file: not writable", file.Unusable(&fs.PathError{Op: "open", Path: "events.csv", Err: fs.ErrPermission})},
		{"file: not removed", file.NotRemoved()},
		{"file: no space", file.Unusable(&fs.PathError{Op: "write", Path: "events.csv", Err: syscall.ENOSPC})},
		{"file: another one, in the plan", file.Occupied()},
		{"file: path of two files", file.SharedPath()},
		{"file: path with a tilde", diagnose.File{Path: "~/events.csv"}.LiteralTilde()},
		{"file: compressed, by its name", file.Misnamed(false)},
		{"file: not compressed, by its name", diagnose.File{Path: "events.csv.gz"}.Misnamed(true)},
		{"file: will be overwritten", file.WillOverwrite()},
		{"file: restored with other content", file.OtherContent("op", "ab", "cd")},
		{"file: import", diagnose.NoFileImport()},
		{"file: missing, cannot be restored", diagnose.File{Path: "events.csv", Missing: true}.CannotRestore("op")},
		{"file: export not visible", file.NotVisible("op")},
		{"file: permissions", file.ModeNotSet(0o640, &fs.PathError{Op: "chmod", Path: "events.csv", Err: fs.ErrPermission})},
		{"file: unverifiable", file.Unverifiable()},
	}
}

func TestUnit_Diagnostics_Texts(t *testing.T) {
	var got strings.Builder
	for _, d := range diagnostics(t) {
		fmt.Fprintf(&got, "--- %s\n%s\n%s\n\n", d.situation, d.text.AsError().Summary(), d.text.Detail)
	}
	for _, value := range []string{"0s", "soon"} {
		timeouts := types.ObjectValueMust(map[string]attr.Type{"create": types.StringType}, map[string]attr.Value{"create": types.StringValue(value)})
		for _, d := range diagnose.InvalidTimeouts(timeouts, "Omit it for the default of 60m.") {
			fmt.Fprintf(&got, "--- argument: timeout of %s\n%s\n%s\n\n", value, d.Summary(), d.Detail())
		}
	}
	for _, byAction := range []bool{false, true} {
		for _, err := range []error{
			context.Canceled, context.DeadlineExceeded, errReset, exportfile.ErrExists,
			&fullstory.LinkError{Err: refusal(403)}, &fullstory.StoreError{Status: 404}, &fullstory.StoreError{Status: 302, Location: "https://x.test"},
			&exportfile.ContentError{Kind: exportfile.UnknownEncoding, Reason: "br"}, &exportfile.ContentError{Kind: exportfile.NotExport, Reason: "an HTML page"},
			&exportfile.ContentError{Kind: exportfile.Damaged, Reason: "the gzip stream is cut short"},
			&tls.CertificateVerificationError{Err: errors.New("unknown authority")},
		} {
			d := diagnose.Download{File: diagnose.File{Path: "f"}, Operation: "op", ByAction: byAction}.Failed(err)
			fmt.Fprintf(&got, "--- download (action: %t): %T\n%s\n%s\n\n", byAction, err, d.Summary(), d.Detail())
		}
	}
	const golden = "testdata/diagnostics.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != string(want) {
		t.Errorf("the texts differ from %s; review them, then run go test ./internal/diagnose -update", golden)
	}
}

// Every summary is short, is no chain of clauses, and occurs in the texts
// above.
func TestUnit_Summaries(t *testing.T) {
	golden, err := os.ReadFile("testdata/diagnostics.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, summary := range diagnose.Summaries() {
		if words := len(strings.Fields(summary)); words > 10 || strings.ContainsAny(summary, ":;") || strings.HasSuffix(summary, ".") {
			t.Errorf("%q is no short noun phrase", summary)
		}
		if !strings.Contains(string(golden), "\n"+summary+"\n") {
			t.Errorf("no text is pinned for %q", summary)
		}
	}
}

// A value from outside cannot act on a terminal or pass for a line of the text.
func TestUnit_Values_AreEscapedAndCut(t *testing.T) {
	text := diagnose.NoSuchExport("a\n\nReason: all is well\x1b[2J" + strings.Repeat("x", 5000))
	if strings.Contains(text.Detail, "\x1b") || strings.Contains(text.Detail, "\nReason") || len(text.Detail) > 2000 {
		t.Errorf("got %q", text.Detail)
	}
}

func TestUnit_Progress_Messages(t *testing.T) {
	for got, want := range map[string]string{
		running.Submitted():             "Submitted the export of segment everyone as operation op",
		running.Progress(time.Minute):   "RUNNING, 40 % after 1m0s",
		completed.Progress(time.Second): "COMPLETED after 1s",
		diagnose.Downloaded("f", exportfile.Result{Rows: 1234567, Fingerprint: exportfile.Fingerprint{Size: 999, SHA256: "ab"}}): "Downloaded 1,234,567 rows, 999 bytes to f, SHA-256 ab",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
