package segmentexport_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

const actionType = "fullstory_segment_export"

// invocation returns the configuration of an action, with further arguments.
func invocation(further map[string]tftypes.Value) map[string]tftypes.Value {
	config := map[string]tftypes.Value{"segment_id": providertest.String("everyone"), "type": providertest.String("events"), "format": providertest.String("csv")}
	for name, value := range further {
		config[name] = value
	}
	return config
}

func within(timeout string) tftypes.Value {
	return tftypes.NewValue(tftypes.Object{AttributeTypes: map[string]tftypes.Type{"invoke": tftypes.String}},
		map[string]tftypes.Value{"invoke": providertest.String(timeout)})
}

func wantOneError(t *testing.T, diags []*tfprotov6.Diagnostic, texts ...string) {
	t.Helper()
	if len(diags) != 1 || diags[0].Severity != tfprotov6.DiagnosticSeverityError {
		t.Fatalf("got %+v, want one error", diags)
	}
	for _, text := range texts {
		if !strings.Contains(diags[0].Summary+"\n"+diags[0].Detail, text) {
			t.Errorf("the diagnostic lacks %q:\n%s\n%s", text, diags[0].Summary, diags[0].Detail)
		}
	}
}

func TestUnit_SegmentExportAction_ExportAndDownload(t *testing.T) {
	server := newServer(t, fullstorytest.WithDefaultScript(fullstorytest.Script{Polls: 2}))
	path := filepath.Join(t.TempDir(), "new", "events.csv")
	session := providertest.NewSession(t, server)
	for run := range 2 { // the second file takes the place of the first
		got := session.Invoke(t.Context(), actionType, invocation(map[string]tftypes.Value{"output_path": providertest.String(path)}), nil)
		if !got.Completed || len(got.Diagnostics) > 0 {
			t.Fatalf("%+v", got)
		}
		export := server.Exports()[run]
		want := []string{
			"^Submitted the export of segment everyone as operation " + regexp.QuoteMeta(export.ID) + "$",
			`^PENDING after \d+s \(Waiting to start\)$`,
			`^RUNNING, 33 % after \d+s \(Collecting data\)$`,
			`^COMPLETED after \d+s$`,
			"^Downloading the export to " + regexp.QuoteMeta(path) + "$",
			`^Downloaded 25 rows, \d+,\d+ bytes to ` + regexp.QuoteMeta(path) + ", SHA-256 [0-9a-f]{64}$",
		}
		if len(got.Progress) != len(want) {
			t.Errorf("progress: %q", got.Progress)
		}
		for i := range min(len(want), len(got.Progress)) {
			if !regexp.MustCompile(want[i]).MatchString(got.Progress[i]) {
				t.Errorf("event %d is %q, want %s", i, got.Progress[i], want[i])
			}
		}
		providertest.ExpectFile(t, path, providertest.Gunzip(t, server.File(export.ID)), 0o600)
		if strings.Contains(fmt.Sprint(got), "Signature") {
			t.Error("a message has the link")
		}
	}
	wantBody := `{"segmentId":"everyone","type":"events","format":"csv"}`
	if body := string(server.Exports()[0].Body); body != wantBody || len(server.Exports()) != 2 {
		t.Errorf("%d exports, the first by %s", len(server.Exports()), body)
	}
}

func TestUnit_SegmentExportAction_DownloadsOnlyWithOutputPath(t *testing.T) {
	server := newServer(t)
	got := providertest.NewSession(t, server).Invoke(t.Context(), actionType, invocation(nil), nil)
	if !got.Completed || len(got.Diagnostics) > 0 || server.Count(fullstorytest.RouteGetResults) != 0 {
		t.Errorf("%+v, and %d links", got, server.Count(fullstorytest.RouteGetResults))
	}
}

func TestUnit_SegmentExportAction_FailureAndTimeout(t *testing.T) {
	for name, c := range map[string]struct {
		script  fullstorytest.Script
		timeout string
		texts   []string
	}{
		"failed":  {fullstorytest.Script{Polls: 1, ErrorDetails: "too large"}, "1h", []string{"Segment export failed", "Invoking the action again submits a new one", "Reason: too large", "Segment: everyone"}},
		"timeout": {fullstorytest.Script{Stall: true}, "2s", []string{"Timeout while waiting", "within 2s (timeouts.invoke)", "submits another export", "export_id"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newServer(t, fullstorytest.WithDefaultScript(c.script))
			path := filepath.Join(t.TempDir(), "f")
			got := providertest.NewSession(t, server).Invoke(t.Context(), actionType,
				invocation(map[string]tftypes.Value{"output_path": providertest.String(path), "timeouts": within(c.timeout)}), nil)
			wantOneError(t, got.Diagnostics, append(c.texts, "Operation: "+server.Exports()[0].ID)...)
			if _, err := os.Stat(path); err == nil || len(server.Exports()) != 1 {
				t.Errorf("%d exports, and the file: %v", len(server.Exports()), err)
			}
		})
	}
}

// An unusable output_path is an error before the submission.
func TestUnit_SegmentExportAction_ChecksOutputPathFirst(t *testing.T) {
	server := newServer(t)
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for path, summary := range map[string]string{dir: "Path is not a regular file", filepath.Join(file, "f"): "Path cannot be used"} {
		got := providertest.NewSession(t, server).Invoke(t.Context(), actionType, invocation(map[string]tftypes.Value{"output_path": providertest.String(path)}), nil)
		wantOneError(t, got.Diagnostics, summary, "Path: "+path)
	}
	wantRequests(t, server, fullstorytest.RouteCreateExport, 0)
	path := filepath.Join(dir, "new", "f")
	got := providertest.NewSession(t, server, func(o *fullstory.Options) { o.APIKey = "another" }).
		Invoke(t.Context(), actionType, invocation(map[string]tftypes.Value{"output_path": providertest.String(path)}), nil)
	wantOneError(t, got.Diagnostics, "401")
	if _, err := os.Stat(filepath.Dir(path)); err == nil {
		t.Error("the check left a directory behind")
	}
}

// A path that does not mean what it says is a warning of the plan.
func TestUnit_SegmentExportAction_PathWarnings(t *testing.T) {
	server := newServer(t)
	for path, summary := range map[string]string{"~/f": "Path begins with a tilde", "f.csv.gz": "File name does not match decompress"} {
		got := providertest.NewSession(t, server).Invoke(t.Context(), actionType, invocation(map[string]tftypes.Value{"output_path": providertest.String(path)}), nil)
		if len(got.Diagnostics) != 1 || got.Diagnostics[0].Severity != tfprotov6.DiagnosticSeverityWarning || got.Diagnostics[0].Summary != summary {
			t.Errorf("%s: got %v, want the warning %q", path, got.Diagnostics, summary)
		}
	}
}

// After a failed download, the error says how to get the file without another
// export.
func TestUnit_SegmentExportAction_DownloadErrors(t *testing.T) {
	for name, c := range map[string]struct {
		route fullstorytest.Route
		fault fullstorytest.Fault
		text  string
	}{
		"refused":       {fullstorytest.RouteDownload, fullstorytest.Status(403), "The store refused the download"},
		"not an export": {fullstorytest.RouteDownload, fullstorytest.StatusBody(200, "text/html", "<html>"), "Download is not an export file"},
		"no link":       {fullstorytest.RouteGetResults, fullstorytest.Status(403), "Could not get the download link"},
		"no results":    {fullstorytest.RouteGetOperation, fullstorytest.StatusBody(200, "application/json", `{"state":"COMPLETED","finishedAt":"2026-01-01T00:00:00Z"}`), "names no file"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newServer(t)
			server.Always(c.route, c.fault)
			path := filepath.Join(t.TempDir(), "f")
			got := providertest.NewSession(t, server).Invoke(t.Context(), actionType, invocation(map[string]tftypes.Value{"output_path": providertest.String(path)}), nil)
			wantOneError(t, got.Diagnostics, c.text, "Invoking the action again submits another export", "Operation: "+server.Exports()[0].ID)
			if detail := got.Diagnostics[0].Detail; strings.Contains(strings.ToLower(detail), "apply") {
				t.Errorf("the detail mentions an apply:\n%s", detail)
			}
			if _, err := os.Stat(path); err == nil || len(server.Exports()) != 1 {
				t.Errorf("%d exports, and the file: %v", len(server.Exports()), err)
			}
		})
	}
}

// A 404 is at the argument if it speaks of the segment: a wrong endpoint answers
// with 404, too.
func TestUnit_SegmentExport_SubmitNotFound(t *testing.T) {
	for message, atSegment := range map[string]bool{
		`Segment "everyone" was not found`: true, "Cannot POST /segments/v1/exports": false, "not found": false,
	} {
		server := newServer(t)
		server.Always(fullstorytest.RouteCreateExport, fullstorytest.StatusBody(404, "application/json", fmt.Sprintf(`{"message": %q}`, message)))
		session := providertest.NewSession(t, server)
		created := session.Resource(resourceType).Apply(t.Context(), invocation(nil))
		for kind, diags := range map[string][]*tfprotov6.Diagnostic{
			"resource": created.Diagnostics,
			"action":   session.Invoke(t.Context(), actionType, invocation(nil), nil).Diagnostics,
		} {
			wantOneError(t, diags, "Could not submit the segment export", "The segment does not exist", "or the endpoint does not offer this request",
				"after /segments/", "Segment: everyone")
			want := tftypes.NewAttributePath().WithAttributeName("segment_id")
			if at := diags[0].Attribute; at.Equal(want) != atSegment {
				t.Errorf("%s, %s: it is at %v", kind, message, at)
			}
		}
	}
}

func TestUnit_SegmentExportAction_CancelReportsTheExport(t *testing.T) {
	whenStopped(t, func(t *testing.T, ctx context.Context, server *fullstorytest.Server, session *providertest.Session) {
		got := session.Invoke(ctx, actionType, invocation(nil), nil)
		wantOneError(t, got.Diagnostics, "Interrupted while waiting", "keeps running in FullStory", "Operation: "+server.Exports()[0].ID)
		wantRequests(t, server, fullstorytest.RouteCreateExport, 1)
		wantRequests(t, server, fullstorytest.RouteCancelOperation, 0)
	})
}

func TestUnit_SegmentExportAction_Validate(t *testing.T) {
	server := newServer(t)
	session := providertest.NewSession(t, server)
	for name, c := range map[string]struct {
		further map[string]tftypes.Value
		text    string
	}{
		"an unknown type":        {map[string]tftypes.Value{"type": providertest.String("people"), "scope": providertest.String("pages")}, `"individuals" "events"`},
		"a scope of individuals": {map[string]tftypes.Value{"type": providertest.String("individuals"), "scope": providertest.String("pages")}, "scope requires type"},
		"the wire format":        {map[string]tftypes.Value{"format": providertest.String("ndjson")}, `Not supported by wire_format "schema"`},
		"no time":                {map[string]tftypes.Value{"timeouts": within("0s")}, "Timeout is not positive"},
		"no duration":            {map[string]tftypes.Value{"timeouts": within("soon")}, "Timeout is not a duration"},
		"a file without a wait":  {map[string]tftypes.Value{"output_path": providertest.String("f"), "wait_for_completion": providertest.Bool(false)}, "output_path requires waiting"},
		"no file":                {map[string]tftypes.Value{"output_path": providertest.String("out/")}, "must be the path of a file"},
	} {
		t.Run(name, func(t *testing.T) {
			got := session.Invoke(t.Context(), actionType, invocation(c.further), nil)
			wantOneError(t, got.Diagnostics, c.text)
			if got.Completed || server.Count(fullstorytest.RouteCreateExport) > 0 {
				t.Errorf("it was invoked, with %d submissions", server.Count(fullstorytest.RouteCreateExport))
			}
		})
	}
}

func TestUnit_SegmentExportAction_WithoutWait(t *testing.T) {
	server := newServer(t, fullstorytest.WithDefaultScript(fullstorytest.Script{Stall: true}))
	got := providertest.NewSession(t, server).Invoke(t.Context(), actionType,
		invocation(map[string]tftypes.Value{"wait_for_completion": providertest.Bool(false)}), nil)
	if !got.Completed || len(got.Diagnostics) > 0 || len(got.Progress) != 2 || len(server.Exports()) != 1 {
		t.Errorf("got %+v and %d exports", got, len(server.Exports()))
	}
	wantRequests(t, server, fullstorytest.RouteGetOperation, 0)
}

func TestUnit_SegmentExportAction_DownloadWithoutDecompression(t *testing.T) {
	server := newServer(t)
	path := filepath.Join(t.TempDir(), "events.csv.gz")
	got := providertest.NewSession(t, server).Invoke(t.Context(), actionType,
		invocation(map[string]tftypes.Value{"output_path": providertest.String(path), "decompress": providertest.Bool(false)}), nil)
	if !got.Completed || len(got.Diagnostics) > 0 {
		t.Fatalf("%+v", got)
	}
	providertest.ExpectFile(t, path, server.File(server.Exports()[0].ID), 0o600)
}
