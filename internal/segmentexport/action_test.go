package segmentexport_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

const actionType = "fullstory_segment_export"

// invocation is an action's configuration with further arguments.
func invocation(further map[string]tftypes.Value) map[string]tftypes.Value {
	config := map[string]tftypes.Value{"segment_id": text("everyone"), "type": text("events"), "format": text("csv")}
	for name, value := range further {
		config[name] = value
	}
	return config
}

func within(timeout string) tftypes.Value {
	return tftypes.NewValue(tftypes.Object{AttributeTypes: map[string]tftypes.Type{"invoke": tftypes.String}},
		map[string]tftypes.Value{"invoke": text(timeout)})
}

func wantOneError(t *testing.T, diags []*tfprotov6.Diagnostic, texts ...string) {
	t.Helper()
	if len(diags) != 1 || diags[0].Severity != tfprotov6.DiagnosticSeverityError {
		t.Fatalf("got %+v, want one error", diags)
	}
	for _, text := range texts {
		if !strings.Contains(diags[0].Summary+"\n"+diags[0].Detail, text) {
			t.Errorf("it lacks %q:\n%s\n%s", text, diags[0].Summary, diags[0].Detail)
		}
	}
}

func TestUnit_Action_ExportsAndDownloads(t *testing.T) {
	server := fullstorytest.New(fullstorytest.WithDefaultScript(fullstorytest.Script{Looks: 2}))
	defer server.Close()
	path := filepath.Join(t.TempDir(), "new", "events.csv")
	p := providertest.NewProtocol(t, server)
	for run := range 2 { // the second file takes the place of the first
		got := p.Invoke(t.Context(), actionType, invocation(map[string]tftypes.Value{"output_path": text(path)}), nil)
		if !got.Completed || len(got.Diagnostics) > 0 {
			t.Fatalf("%+v", got)
		}
		export := server.Exports()[run]
		want := []string{
			"^Submitted the export of segment everyone: operation " + regexp.QuoteMeta(export.ID) + "$",
			"^Export " + regexp.QuoteMeta(export.ID) + ": PENDING, Collecting data$",
			": PENDING, 33 %, Collecting data$",
			": COMPLETED, 100 %$",
			"^Downloading the export to " + regexp.QuoteMeta(path) + "$",
			`^Downloaded 25 rows, \d+ bytes, to ` + regexp.QuoteMeta(path) + ", SHA-256 [0-9a-f]{64}$",
		}
		if len(got.Progress) != len(want) {
			t.Errorf("it told %q", got.Progress)
		}
		for i := range min(len(want), len(got.Progress)) {
			if !regexp.MustCompile(want[i]).MatchString(got.Progress[i]) {
				t.Errorf("event %d is %q, want %s", i, got.Progress[i], want[i])
			}
		}
		wantFile(t, path, unpacked(t, server.File(export.ID)), 0o600)
		if strings.Contains(fmt.Sprint(got), "Signature") {
			t.Error("it tells the link")
		}
	}
	wantBody := `{"segmentId":"everyone","type":"events","format":"csv"}`
	if body := string(server.Exports()[0].Body); body != wantBody || len(server.Exports()) != 2 {
		t.Errorf("%d exports, the first by %s", len(server.Exports()), body)
	}
}

func TestUnit_Action_DownloadsNothingUnasked(t *testing.T) {
	server := fullstorytest.New()
	defer server.Close()
	got := providertest.NewProtocol(t, server).Invoke(t.Context(), actionType, invocation(nil), nil)
	if !got.Completed || len(got.Diagnostics) > 0 || server.Count(fullstorytest.RouteGetResults) != 0 {
		t.Errorf("%+v, and %d links", got, server.Count(fullstorytest.RouteGetResults))
	}
}

func TestUnit_Action_FailsWithTheExport(t *testing.T) {
	for name, c := range map[string]struct {
		script  fullstorytest.Script
		timeout string
		texts   []string
	}{
		"failed":  {fullstorytest.Script{Looks: 1, Final: "FAILED", ErrorDetails: "too large"}, "1h", []string{"The segment export failed", "Invoking the action again submits a new one", "Reason: too large", "Segment: everyone"}},
		"timeout": {fullstorytest.Script{Stall: true}, "50ms", []string{"waiting timed out", "within 50ms, which timeouts.invoke sets", "submits another export", "export_id"}},
		"gone":    {fullstorytest.Script{Stall: true, ForgetAfterLooks: 1}, "1h", []string{"The segment export is gone from FullStory"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := fullstorytest.New(fullstorytest.WithDefaultScript(c.script))
			defer server.Close()
			path := filepath.Join(t.TempDir(), "f")
			got := providertest.NewProtocol(t, server).Invoke(t.Context(), actionType,
				invocation(map[string]tftypes.Value{"output_path": text(path), "timeouts": within(c.timeout)}), nil)
			wantOneError(t, got.Diagnostics, append(c.texts, "Operation: "+server.Exports()[0].ID)...)
			if _, err := os.Stat(path); err == nil || len(server.Exports()) != 1 {
				t.Errorf("%d exports, and the file: %v", len(server.Exports()), err)
			}
		})
	}
}

// What can be known before the export is made is said before.
func TestUnit_Action_FindsItsPlaceFirst(t *testing.T) {
	server := fullstorytest.New()
	defer server.Close()
	folder := t.TempDir()
	file := filepath.Join(folder, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for path, says := range map[string]string{folder: "The path is not a regular file", filepath.Join(file, "f"): "The path cannot be used"} {
		got := providertest.NewProtocol(t, server).Invoke(t.Context(), actionType, invocation(map[string]tftypes.Value{"output_path": text(path)}), nil)
		wantOneError(t, got.Diagnostics, says, "Path: "+path)
	}
	if n := len(server.Requests()); n != 0 {
		t.Errorf("%d requests", n)
	}
	path := filepath.Join(folder, "new", "f")
	got := providertest.NewProtocol(t, server, func(o *fullstory.Options) { o.APIKey = "another" }).
		Invoke(t.Context(), actionType, invocation(map[string]tftypes.Value{"output_path": text(path)}), nil)
	wantOneError(t, got.Diagnostics, "401")
	if _, err := os.Stat(filepath.Dir(path)); err == nil {
		t.Error("the look at the place left a folder behind")
	}
}

// The export has completed by then: what failed is told with how to have its
// file without another one.
func TestUnit_Action_TellsHowToHaveTheFileOfABrokenDownload(t *testing.T) {
	for name, c := range map[string]struct {
		route fullstorytest.Route
		fault fullstorytest.Fault
		text  string
	}{
		"refused":       {fullstorytest.RouteDownload, fullstorytest.Status(404), "The store refused the download"},
		"not an export": {fullstorytest.RouteDownload, fullstorytest.StatusBody(200, "text/html", "<html>"), "The download is not an export file"},
		"no link":       {fullstorytest.RouteGetResults, fullstorytest.Status(403), "Could not get the download link"},
		"no results":    {fullstorytest.RouteGetOperation, fullstorytest.StatusBody(200, "application/json", `{"state":"COMPLETED"}`), "The segment export has no file\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := fullstorytest.New()
			defer server.Close()
			server.Always(c.route, c.fault)
			path := filepath.Join(t.TempDir(), "f")
			got := providertest.NewProtocol(t, server).Invoke(t.Context(), actionType, invocation(map[string]tftypes.Value{"output_path": text(path)}), nil)
			wantOneError(t, got.Diagnostics, c.text, "Invoking the action again submits another export", "Operation: "+server.Exports()[0].ID)
			if detail := got.Diagnostics[0].Detail; strings.Contains(strings.ToLower(detail), "apply") {
				t.Errorf("it speaks of an apply:\n%s", detail)
			}
			if _, err := os.Stat(path); err == nil || len(server.Exports()) != 1 {
				t.Errorf("%d exports, and the file: %v", len(server.Exports()), err)
			}
		})
	}
}

// The likeliest mistake is a mistyped id: the error is where it stands.
func TestUnit_Submission_NamesTheSegmentThatIsNotThere(t *testing.T) {
	server := fullstorytest.New()
	defer server.Close()
	server.Always(fullstorytest.RouteCreateExport, fullstorytest.Status(404))
	p := providertest.NewProtocol(t, server)
	created := p.Create(t.Context(), "fullstory_segment_export", p.Value(p.Resource("fullstory_segment_export"), invocation(nil)))
	for kind, diags := range map[string][]*tfprotov6.Diagnostic{
		"resource": created.Diagnostics,
		"action":   p.Invoke(t.Context(), actionType, invocation(nil), nil).Diagnostics,
	} {
		wantOneError(t, diags, "Could not submit the segment export", "no such segment", "after /segments/")
		if at := diags[0].Attribute; !at.Equal(tftypes.NewAttributePath().WithAttributeName("segment_id")) {
			t.Errorf("%s: it is at %v", kind, at)
		}
	}
}

func TestUnit_Action_StopsWhereItIsTold(t *testing.T) {
	whenStopped(t, func(t *testing.T, ctx context.Context, server *fullstorytest.Server, p *providertest.Protocol) {
		got := p.Invoke(ctx, actionType, invocation(nil), nil)
		wantOneError(t, got.Diagnostics, "waiting was interrupted", "goes on in FullStory", "Operation: "+server.Exports()[0].ID)
		if n := server.Count(fullstorytest.RouteCreateExport); n != 1 {
			t.Errorf("%d POSTs, want 1", n)
		}
	})
}

func TestUnit_Action_IsCheckedLikeTheResource(t *testing.T) {
	server := fullstorytest.New()
	defer server.Close()
	p := providertest.NewProtocol(t, server)
	for name, c := range map[string]struct {
		further map[string]tftypes.Value
		text    string
	}{
		"an unknown type":        {map[string]tftypes.Value{"type": text("people")}, `"individuals" "events"`},
		"a scope of individuals": {map[string]tftypes.Value{"type": text("individuals"), "scope": text("pages")}, "scope is for events only"},
		"the wire format":        {map[string]tftypes.Value{"format": text("ndjson")}, `Not possible with wire_format "schema"`},
		"no time":                {map[string]tftypes.Value{"timeouts": within("0s")}, "Timeout is not positive"},
		"no file":                {map[string]tftypes.Value{"output_path": text("out/")}, "must be the path of a file"},
	} {
		t.Run(name, func(t *testing.T) {
			got := p.Invoke(t.Context(), actionType, invocation(c.further), nil)
			wantOneError(t, got.Diagnostics, c.text)
			if got.Completed || len(server.Requests()) > 0 {
				t.Errorf("it was invoked, and made %d requests", len(server.Requests()))
			}
		})
	}
}

func TestUnit_Action_IsSubmittedOnce(t *testing.T) {
	server := fullstorytest.New()
	defer server.Close()
	server.Inject(fullstorytest.RouteCreateExport, fullstorytest.ActThenStatus(502))
	got := providertest.NewProtocol(t, server).Invoke(t.Context(), actionType, invocation(nil), nil)
	wantOneError(t, got.Diagnostics, "It is unknown whether the segment export was submitted", server.Exports()[0].ID,
		"instead of invoking the action again")
	if n := server.Count(fullstorytest.RouteCreateExport); n != 1 {
		t.Errorf("%d POSTs, want 1", n)
	}
}

// A reader that takes no event keeps nothing up. It comes back in the end, or
// the framework would hold the event that it left for ever.
func TestUnit_Action_OutlivesItsReader(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f")
	synctest.Test(t, func(t *testing.T) {
		downloads, back := make(chan struct{}), make(chan struct{})
		server := fullstorytest.New(
			fullstorytest.WithDefaultScript(fullstorytest.Script{After: time.Minute}),
			fullstorytest.WithArrivalHook(func(r fullstorytest.Request) {
				if r.Route == fullstorytest.RouteDownload {
					close(downloads)
					<-back
				}
			}))
		defer server.Close()
		network := server.Network()
		defer network.CloseIdleConnections()
		p := providertest.NewProtocol(t, server, func(o *fullstory.Options) { o.Transport = network })
		events := 0
		got := p.Invoke(t.Context(), actionType, invocation(map[string]tftypes.Value{"output_path": text(path)}), func(string) bool {
			switch events++; events {
			case 1:
				<-downloads
			case 2:
				close(back)
			}
			return true
		})
		if !got.Completed || len(got.Diagnostics) > 0 || len(got.Progress) != 2 {
			t.Errorf("it came to %+v, want two events: the one that was taken, and the one that was left", got)
		}
		if n := server.Count(fullstorytest.RouteCreateExport); n != 1 {
			t.Errorf("%d POSTs, want 1", n)
		}
		wantFile(t, path, unpacked(t, server.File(server.Exports()[0].ID)), 0o600)
	})
}
