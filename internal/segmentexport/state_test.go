package segmentexport

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

var (
	noon = time.Date(2026, 2, 1, 12, 0, 0, 0, time.UTC)

	// The statuses that a poll may return.
	pending   = fullstory.Operation{ID: "op", Type: "SEARCH_EXPORT", State: "PENDING", PercentComplete: 40, FinishedAt: noon}
	queued    = fullstory.Operation{ID: "op", Type: "SEARCH_EXPORT", State: "QUEUED"}
	completed = fullstory.Operation{ID: "op", Type: "SEARCH_EXPORT", State: "COMPLETED", SearchExportID: "s", ExpiresAt: noon.Add(time.Hour)}
	overdue   = fullstory.Operation{ID: "op", Type: "SEARCH_EXPORT", State: "COMPLETED", SearchExportID: "s", ExpiresAt: noon}
	endless   = fullstory.Operation{ID: "op", Type: "SEARCH_EXPORT", State: "COMPLETED", SearchExportID: "s"}
	failed    = fullstory.Operation{ID: "op", Type: "SEARCH_EXPORT", State: "FAILED", ErrorDetails: "too large"}
	untyped   = fullstory.Operation{ID: "op", State: "COMPLETED", SearchExportID: "s"}
	deletion  = fullstory.Operation{ID: "op", Type: "DELETE_USER", State: "COMPLETED"}

	// The errors that a poll may return.
	errNotFound = &rest.Error{Status: 404}
	denied      = &rest.Error{Status: 403}
	errReset    = errors.New("connection reset")
	errTimeout  = &fullstory.WaitError{Err: context.DeadlineExceeded}
	errCancel   = &fullstory.WaitError{Err: context.Canceled}
)

// describe returns the state that a result sets and its diagnostics.
func (r result) describe() string {
	state := string(r.operation.State)
	if r.removed {
		state = "removed"
	}
	return strings.TrimSuffix(state+"; "+describeDiagnostics(r.diags), "; ")
}

func describeDiagnostics(diags diag.Diagnostics) string {
	var texts []string
	for _, d := range diags {
		texts = append(texts, strings.ToLower(d.Severity().String())+": "+d.Summary())
	}
	return strings.Join(texts, ", ")
}

// Every status and error, in every phase.
func TestUnit_SegmentExport_EvaluatePoll(t *testing.T) {
	const (
		timeout     = "Timeout while waiting for the segment export"
		interrupted = "Interrupted while waiting for the segment export"
		unreadable  = "Could not read the segment export"
		noStatus    = "Could not read the status of the segment export"
		gone        = "Segment export no longer exists"
		expired     = "Segment export expired"
		failure     = "Segment export failed"
		notFoundID  = "Segment export not found"
		wrongKind   = "Operation is not a segment export"
		noKey       = "The FullStory API key is missing"
	)
	fresh := fullstory.Operation{ID: "op", State: "PENDING"}
	done := fullstory.Operation{ID: "op", State: "COMPLETED"}
	for name, c := range map[string]struct {
		prior  fullstory.Operation
		remote fullstory.Operation
		err    error
		want   map[phase]string
	}{
		"pending": {fresh, pending, nil, map[phase]string{
			phaseCreate: "PENDING", phaseUpdate: "PENDING", phaseRefresh: "PENDING", phaseImport: "PENDING", phaseInvoke: "PENDING"}},
		"a state that no description names": {fresh, queued, nil, map[phase]string{
			phaseCreate: "QUEUED", phaseUpdate: "QUEUED", phaseRefresh: "QUEUED", phaseImport: "QUEUED", phaseInvoke: "QUEUED"}},
		"completed": {fresh, completed, nil, map[phase]string{
			phaseCreate: "COMPLETED", phaseUpdate: "COMPLETED", phaseRefresh: "COMPLETED", phaseImport: "COMPLETED", phaseInvoke: "COMPLETED"}},
		"completed, without an expiry": {fresh, endless, nil, map[phase]string{
			phaseCreate: "COMPLETED", phaseUpdate: "COMPLETED", phaseRefresh: "COMPLETED", phaseImport: "COMPLETED", phaseInvoke: "COMPLETED"}},
		"completed, without a type": {fresh, untyped, nil, map[phase]string{
			phaseCreate: "COMPLETED", phaseUpdate: "COMPLETED", phaseRefresh: "COMPLETED", phaseImport: "COMPLETED", phaseInvoke: "COMPLETED"}},
		"completed and past its expiry": {fresh, overdue, nil, map[phase]string{
			phaseCreate: "EXPIRED", phaseUpdate: "EXPIRED", phaseRefresh: "EXPIRED", phaseImport: "EXPIRED",
			phaseInvoke: "COMPLETED"}}, // its download reports the expiry
		"completed, and its expiry was moved": {overdue, completed, nil, map[phase]string{phaseRefresh: "COMPLETED"}},
		"completed, past an expiry that is not reported any more": {overdue, endless, nil, map[phase]string{
			phaseRefresh: "COMPLETED"}},
		"found again, after a wrong clock expired it": {fullstory.Operation{ID: "op", State: "EXPIRED", ExpiresAt: noon.Add(time.Hour)}, completed, nil, map[phase]string{
			phaseRefresh: "COMPLETED"}},
		"failed": {fresh, failed, nil, map[phase]string{
			phaseCreate: "FAILED; error: " + failure, phaseUpdate: "FAILED; error: " + failure, phaseInvoke: "FAILED; error: " + failure,
			phaseRefresh: "FAILED; warning: " + failure, phaseImport: "FAILED; warning: " + failure}},
		"another kind of operation": {fresh, deletion, nil, map[phase]string{
			phaseImport: "COMPLETED; error: " + wrongKind, phaseRefresh: "COMPLETED; error: " + wrongKind}},
		"Ctrl-C": {fresh, pending, errCancel, map[phase]string{
			phaseCreate: "PENDING; warning: " + interrupted, phaseUpdate: "PENDING; error: " + interrupted, phaseInvoke: "PENDING; error: " + interrupted,
			phaseRefresh: "PENDING; error: " + unreadable, phaseImport: "PENDING; error: " + unreadable}},
		"a timeout": {fresh, pending, errTimeout, map[phase]string{
			phaseCreate: "PENDING; warning: " + timeout, phaseUpdate: "PENDING; error: " + timeout, phaseInvoke: "PENDING; error: " + timeout,
			phaseRefresh: "PENDING; error: " + unreadable}},
		"a timeout after failed polls": {fresh, fullstory.Operation{}, &fullstory.WaitError{Err: context.DeadlineExceeded, LastPollErr: errNotFound, NeverPolled: true}, map[phase]string{
			phaseCreate: "PENDING; warning: " + timeout, phaseUpdate: "PENDING; error: " + timeout, phaseInvoke: "PENDING; error: " + timeout}},
		"not found": {fresh, fullstory.Operation{}, errNotFound, map[phase]string{
			phaseCreate: "PENDING; warning: " + gone, phaseUpdate: "PENDING; error: " + gone, phaseInvoke: "PENDING; error: " + gone,
			phaseRefresh: "removed; warning: " + gone, phaseImport: "PENDING; error: " + notFoundID}},
		"not found, after it completed": {done, fullstory.Operation{}, errNotFound, map[phase]string{
			phaseRefresh: "EXPIRED; warning: " + expired}},
		"not found, after it expired": {fullstory.Operation{ID: "op", State: "EXPIRED"}, fullstory.Operation{}, errNotFound, map[phase]string{
			phaseRefresh: "EXPIRED"}},
		"found again, after a 404 expired it": {fullstory.Operation{ID: "op", State: "EXPIRED"}, endless, nil, map[phase]string{
			phaseRefresh: "COMPLETED"}},
		"not found, past its expiry": {overdue, fullstory.Operation{}, errNotFound, map[phase]string{
			phaseRefresh: "EXPIRED"}},
		"unreachable, past its expiry": {overdue, fullstory.Operation{}, errReset, map[phase]string{
			phaseRefresh: "COMPLETED; error: " + unreadable}},
		"not configured, past its expiry": {overdue, fullstory.Operation{}, &rest.NotConfiguredError{Settings: "api_key"}, map[phase]string{
			phaseRefresh: "COMPLETED"}},
		"denied": {fresh, fullstory.Operation{}, denied, map[phase]string{
			phaseCreate: "PENDING; warning: " + noStatus, phaseUpdate: "PENDING; error: " + noStatus, phaseInvoke: "PENDING; error: " + noStatus,
			phaseRefresh: "PENDING; error: " + unreadable, phaseImport: "PENDING; error: " + unreadable}},
		"no key": {fresh, fullstory.Operation{}, rest.ErrNoAPIKey, map[phase]string{
			phaseRefresh: "PENDING; error: " + noKey, phaseImport: "PENDING; error: " + noKey}},
		"not configured": {fresh, fullstory.Operation{}, &rest.NotConfiguredError{Settings: "api_key"}, map[phase]string{
			phaseRefresh: "PENDING", phaseImport: "PENDING"}},
		"unreachable": {fresh, fullstory.Operation{}, errReset, map[phase]string{
			phaseCreate: "PENDING; warning: " + noStatus, phaseRefresh: "PENDING; error: " + unreadable}},
	} {
		for ph, want := range c.want {
			if got := evaluate(ph, c.prior, c.remote, c.err, noon).describe(); got != want {
				t.Errorf("%s, phase %d:\n got %s\nwant %s", name, ph, got, want)
			}
		}
	}
}

func TestUnit_SegmentExport_FinalStateNeedsNoPoll(t *testing.T) {
	for name, c := range map[string]struct {
		prior    fullstory.Operation
		replaces bool // replace_on_expiry
		want     bool
	}{
		"unfinished":                    {fullstory.Operation{State: "PENDING"}, false, false},
		"unfinished, with an expiry":    {fullstory.Operation{State: "PENDING", ExpiresAt: noon}, false, false},
		"an undocumented state":         {fullstory.Operation{State: "QUEUED"}, false, false},
		"imported":                      {fullstory.Operation{}, false, false},
		"completed":                     {fullstory.Operation{State: "COMPLETED", ExpiresAt: noon.Add(1)}, true, true},
		"completed, without an expiry":  {fullstory.Operation{State: "COMPLETED"}, false, false},
		"past its expiry":               {fullstory.Operation{State: "COMPLETED", ExpiresAt: noon}, false, false},
		"expired by date":               {fullstory.Operation{State: "EXPIRED", ExpiresAt: noon}, false, true},
		"expired by date, to replace":   {fullstory.Operation{State: "EXPIRED", ExpiresAt: noon}, true, false},
		"expired, and the date is near": {fullstory.Operation{State: "EXPIRED", ExpiresAt: noon.Add(1)}, false, false},
		"expired by a 404":              {fullstory.Operation{State: "EXPIRED"}, false, false},
		"failed":                        {fullstory.Operation{State: "FAILED"}, true, true},
	} {
		if got := isFinal(c.prior, noon, c.replaces); got != c.want {
			t.Errorf("%s: %t, want %t", name, got, c.want)
		}
	}
}

func TestUnit_SegmentExport_MergeRemoteState(t *testing.T) {
	prior := fullstory.Operation{ID: "op", State: "PENDING", CreatedAt: noon}
	if got := merge(prior, pending); !got.FinishedAt.IsZero() || got.PercentComplete != 40 || got.CreatedAt != noon {
		t.Errorf("a running export: %+v", got)
	}
	done := merge(prior, completed)
	if done.PercentComplete != 100 || done.SearchExportID != "s" || done.ExpiresAt != completed.ExpiresAt {
		t.Errorf("a completed export: %+v", done)
	}
	if got := merge(done, endless); got.ExpiresAt != done.ExpiresAt || got.CreatedAt != noon {
		t.Errorf("a value that is no longer reported was not kept: %+v", got)
	}
	if got := merge(done, fullstory.Operation{}); got != done {
		t.Errorf("without a status: %+v, want %+v", got, done)
	}
}
