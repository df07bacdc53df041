package segmentexport

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

var (
	noon = time.Date(2026, 2, 1, 12, 0, 0, 0, time.UTC)

	// The operations that a look can see.
	pending   = fullstory.Operation{ID: "op", Type: "SEARCH_EXPORT", State: "PENDING", PercentComplete: 40, FinishedAt: noon}
	queued    = fullstory.Operation{ID: "op", Type: "SEARCH_EXPORT", State: "QUEUED"}
	completed = fullstory.Operation{ID: "op", Type: "SEARCH_EXPORT", State: "COMPLETED", SearchExportID: "s", ExpiresAt: noon.Add(time.Hour)}
	lapsed    = fullstory.Operation{ID: "op", Type: "SEARCH_EXPORT", State: "COMPLETED", SearchExportID: "s", ExpiresAt: noon}
	untold    = fullstory.Operation{ID: "op", Type: "SEARCH_EXPORT", State: "COMPLETED", SearchExportID: "s"}
	failed    = fullstory.Operation{ID: "op", Type: "SEARCH_EXPORT", State: "FAILED", ErrorDetails: "too large"}
	other     = fullstory.Operation{ID: "op", Type: "BULK_IMPORT", State: "COMPLETED"}

	// What a look can fail with.
	gone     = &fullstory.Error{Status: 404}
	refused  = &fullstory.Error{Status: 403}
	errReset = errors.New("connection reset")
)

// short writes an outcome in short: the state, and what the user reads.
func (o outcome) short() string {
	if o.gone {
		return "gone; " + shortDiags(o.diags)
	}
	return strings.TrimSuffix(o.export.State+"; "+shortDiags(o.diags), "; ")
}

func shortDiags(diags diag.Diagnostics) string {
	var texts []string
	for _, d := range diags {
		texts = append(texts, strings.ToLower(d.Severity().String())+": "+d.Summary())
	}
	return strings.Join(texts, ", ")
}

func TestUnit_Decide(t *testing.T) {
	fresh := export{ID: "op", State: "PENDING"}
	old := export{ID: "op", State: "COMPLETED"} // and no word of when it expires
	stub := export{ID: "op"}                    // as an import leaves it
	const (
		unfinished  = "The segment export is not complete yet: "
		lost        = "The segment export is gone from FullStory"
		expiredText = "The segment export has expired"
		failedText  = "The segment export failed"
		lookText    = "Could not look at the segment export"
		denied      = unfinished + "FullStory does not let the provider look at it"
	)
	for _, c := range []struct {
		prior     export
		look      look
		onCreate  string
		onUpdate  string
		onRefresh string
		onImport  string
	}{
		{fresh, look{seen: pending}, "PENDING", "PENDING", "PENDING", "PENDING"},
		{fresh, look{seen: queued}, "QUEUED", "QUEUED", "QUEUED", "QUEUED"},
		{fresh, look{seen: completed}, "COMPLETED", "COMPLETED", "COMPLETED", "COMPLETED"},
		{fresh, look{seen: untold}, "COMPLETED", "COMPLETED", "COMPLETED", "COMPLETED"},
		{fresh, look{seen: lapsed}, "EXPIRED; warning: " + expiredText, "EXPIRED; warning: " + expiredText, "EXPIRED; warning: " + expiredText, "EXPIRED; warning: " + expiredText},
		{fresh, look{seen: failed}, "FAILED; error: " + failedText, "FAILED; error: " + failedText, "FAILED; warning: " + failedText, "FAILED; warning: " + failedText},
		{fresh, look{seen: other}, "COMPLETED", "COMPLETED", "COMPLETED", "COMPLETED; error: The operation is not a segment export"},
		{fresh, look{seen: pending, err: context.Canceled}, "PENDING; warning: " + unfinished + "waiting was interrupted", "PENDING; error: " + unfinished + "waiting was interrupted", "PENDING; error: " + lookText, "PENDING; error: " + lookText},
		{fresh, look{seen: queued, err: fmt.Errorf("%w; %w", context.DeadlineExceeded, errReset)}, "QUEUED; warning: " + unfinished + "waiting timed out", "QUEUED; error: " + unfinished + "waiting timed out", "QUEUED; error: " + lookText, "QUEUED; error: " + lookText},
		{fresh, look{err: context.Canceled}, "PENDING; warning: " + unfinished + "waiting was interrupted", "PENDING; error: " + unfinished + "waiting was interrupted", "PENDING; error: " + lookText, "PENDING; error: " + lookText},
		{fresh, look{err: &fullstory.BlindWaitError{Err: context.Canceled, Look: gone}}, "PENDING; warning: " + unfinished + "waiting was interrupted", "PENDING; error: " + unfinished + "waiting was interrupted", "", ""},
		{fresh, look{err: fmt.Errorf("%w; %w", context.DeadlineExceeded, gone)}, "PENDING; warning: " + unfinished + "waiting timed out", "PENDING; error: " + unfinished + "waiting timed out", "", ""},
		{fresh, look{err: gone}, "PENDING; warning: " + lost, "PENDING; error: " + lost, "gone; warning: " + lost, "PENDING; error: There is no such segment export"},
		{fresh, look{err: refused}, "PENDING; warning: " + denied, "PENDING; error: " + denied, "PENDING; error: " + lookText, "PENDING; error: " + lookText},
		{fresh, look{err: fullstory.ErrNoAPIKey}, "PENDING; warning: " + denied, "PENDING; error: " + denied, "PENDING; error: The FullStory API key is missing", "PENDING; error: The FullStory API key is missing"},
		{fresh, look{err: errReset}, "PENDING; warning: " + denied, "PENDING; error: " + denied, "PENDING; error: " + lookText, "PENDING; error: " + lookText},
		{old, look{err: gone}, "", "", "EXPIRED; warning: " + expiredText, ""},
		{old, look{seen: untold}, "", "", "COMPLETED", ""},
		{stub, look{err: gone}, "", "", "", "; error: There is no such segment export"},
		{stub, look{seen: failed}, "", "", "", "FAILED; warning: " + failedText},
	} {
		for on, want := range []string{c.onCreate, c.onUpdate, c.onRefresh, c.onImport} {
			if want == "" {
				continue
			}
			if got := decide(occasion(on), c.prior, c.look, noon).short(); got != want {
				t.Errorf("occasion %d, %s and %v after %q:\n got %s\nwant %s", on, c.look.seen.State, c.look.err, c.prior.State, got, want)
			}
		}
	}
}

func TestUnit_Needless(t *testing.T) {
	for name, c := range map[string]struct {
		prior   export
		decided bool
		want    string
	}{
		"unfinished":          {export{State: "PENDING"}, false, ""},
		"an odd state":        {export{State: "QUEUED"}, false, ""},
		"imported":            {export{}, false, ""},
		"completed":           {export{State: "COMPLETED", ExpiresAt: noon.Add(time.Nanosecond)}, true, "COMPLETED"},
		"completed, no limit": {export{State: "COMPLETED"}, false, ""},
		"lapsed":              {export{State: "COMPLETED", ExpiresAt: noon}, true, "EXPIRED; warning: The segment export has expired"},
		"expired":             {export{State: "EXPIRED", ExpiresAt: noon}, true, "EXPIRED"},
		"failed":              {export{State: "FAILED"}, true, "FAILED"},
	} {
		out, decided := needless(c.prior, "s", noon)
		if decided != c.decided || decided && out.short() != c.want {
			t.Errorf("%s: decided = %t, %q", name, decided, out.short())
		}
	}
}

func TestUnit_Export_Observe(t *testing.T) {
	known := export{ID: "op", State: "PENDING", CreatedAt: noon}
	if got := known.observe(pending); !got.FinishedAt.IsZero() || got.PercentComplete != 40 || got.CreatedAt != noon {
		t.Errorf("of one that runs: %+v", got)
	}
	done := known.observe(completed)
	if done.PercentComplete != 100 || done.SearchExportID != "s" || done.ExpiresAt != completed.ExpiresAt {
		t.Errorf("of one that completed: %+v", done)
	}
	if got := done.observe(untold); got != done {
		t.Errorf("what is no longer told was not kept: %+v, want %+v", got, done)
	}
}

func TestUnit_DecideCancelled(t *testing.T) {
	about := export{ID: "op", State: "PENDING"}.about("s")
	for want, errs := range map[string][]error{
		"": {nil, &fullstory.Error{Status: 404}, &fullstory.Error{Status: 409}},
		"warning: The segment export was not cancelled": {&fullstory.Error{Status: 400}, &fullstory.Error{Status: 405}, &fullstory.Error{Status: 422}},
		"error: Could not cancel the segment export": {errReset, context.Canceled, &fullstory.Error{Status: 302}, &fullstory.Error{Status: 401},
			&fullstory.Error{Status: 403}, &fullstory.Error{Status: 429}, &fullstory.Error{Status: 500}},
		"error: The FullStory API key is missing": {fullstory.ErrNoAPIKey},
	} {
		for _, err := range errs {
			if got := shortDiags(decideCancelled(about, err)); got != want {
				t.Errorf("%v: %q, want %q", err, got, want)
			}
		}
	}
}
