package segmentexport_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

const (
	known  = "data.fullstory_segment_export.x"
	listed = "data.fullstory_segment_exports.x"
)

func lookUp(id string) string {
	return fmt.Sprintf("data \"fullstory_segment_export\" \"x\" { id = %q }\n", id)
}

func listOf(arguments string) string {
	return "data \"fullstory_segment_exports\" \"x\" {\n  " + arguments + "\n}\n"
}

// wantOnlyGets checks the number of requests, and that all are GET requests.
func wantOnlyGets(t *testing.T, server *fullstorytest.Server, count int) {
	t.Helper()
	requests := server.Requests()
	if len(requests) != count {
		t.Errorf("%d requests, want %d", len(requests), count)
	}
	for _, request := range requests {
		if request.Method != http.MethodGet {
			t.Errorf("%s %s was requested", request.Method, request.Path)
		}
	}
}

func TestAcc_SegmentExportDataSource_States(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		id   string
		opts []fullstorytest.Option
		do   func(*fullstorytest.Server)
		want string // by inShort
	}{
		"completed": {odd, nil, func(s *fullstorytest.Server) { s.AddOperation(odd, "SEARCH_EXPORT", "COMPLETED") },
			"COMPLETED 100 error_details: created_at:T finished_at:T expires_at:T search_export_id:ID"},
		"unfinished": {"op=", nil, func(s *fullstorytest.Server) { s.AddOperation("op=", "SEARCH_EXPORT", "PENDING") },
			"PENDING 0 error_details: created_at:T finished_at: expires_at: search_export_id:"},
		"finishedAt, and unfinished": {"op", nil, func(s *fullstorytest.Server) {
			s.AddOperationJSON(`{"id":"op","type":"SEARCH_EXPORT","state":"RUNNING","estimatePctComplete":"41.7","finishedAt":"2026-01-01T00:00:00Z"}`)
		}, "RUNNING 41 error_details: created_at: finished_at: expires_at: search_export_id:"},
		"failed": {"op", nil, func(s *fullstorytest.Server) {
			s.AddOperation("op", "SEARCH_EXPORT", "PENDING")
			s.Fail("op", "too large")
		}, "FAILED 0 error_details:too large created_at:T finished_at:T expires_at: search_export_id:"},
		"expired": {"op", nil, func(s *fullstorytest.Server) {
			s.AddOperation("op", "SEARCH_EXPORT", "PENDING")
			s.Expire("op")
		}, "EXPIRED 100 error_details: created_at:T finished_at:T expires_at:T search_export_id:ID"},
		"an odd state": {"op", nil, func(s *fullstorytest.Server) {
			s.AddOperationJSON(`{"id":"op","type":"SEARCH_EXPORT","state":"UNSET","results":[1],"createdAt":5}`)
		}, "UNSET 0 error_details: created_at: finished_at: expires_at: search_export_id:"},
		"a link in place of results": {"op", []fullstorytest.Option{fullstorytest.WithDownloadURL()},
			func(s *fullstorytest.Server) { s.AddOperation("op", "SEARCH_EXPORT", "COMPLETED") },
			"COMPLETED 100 error_details: created_at:T finished_at:T expires_at: search_export_id:"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newServer(t, c.opts...)
			c.do(server)
			cli := providertest.NewCLI(t, server, lookUp(c.id))
			result := cli.Apply()
			got, _ := cli.State(known)
			if got["id"] != c.id {
				t.Errorf("the id is %v", got["id"])
			}
			if text := inShort(t, got); text != c.want {
				t.Errorf("got  %s\nwant %s", text, c.want)
			}
			if warnings := result.Warnings(); len(warnings) != 0 {
				t.Errorf("warnings: %v", warnings)
			}
			wantOnlyGets(t, server, 1)
			if text := cli.Run("show", "-json").Output + result.Output; strings.Contains(text, "Signature") || strings.Contains(text, fullstorytest.APIKey) {
				t.Errorf("the output contains a secret:\n%s", text)
			}
		})
	}
}

// inShort formats the attributes of an export, with T for a time and ID for an
// ID.
func inShort(t *testing.T, got map[string]any) string {
	t.Helper()
	text := fmt.Sprintf("%v %v", got["state"], got["estimate_pct_complete"])
	for _, name := range []string{"error_details", "created_at", "finished_at", "expires_at", "search_export_id"} {
		value, _ := got[name].(string)
		if _, err := time.Parse(time.RFC3339, value); err == nil {
			value = "T"
		} else if value != "" && name == "search_export_id" {
			value = "ID"
		}
		text += " " + name + ":" + value
	}
	return text
}

func TestAcc_SegmentExportDataSource_Errors(t *testing.T) {
	t.Parallel()
	server := newServer(t)
	server.AddOperation("import", "DELETE_USER", "COMPLETED")
	cli := providertest.NewCLI(t, server, "")
	for config, texts := range map[string][]string{
		lookUp("import"):  {"Operation is not a segment export", "Only operations of type SEARCH_EXPORT are segment exports", "Operation: import", `Type: DELETE_USER`},
		lookUp("no such"): {"Segment export not found", "FullStory has no operation with this ID", "Operation: no such"},
		lookUp(" "):       {"Invalid Attribute Value Match", "id must be the ID of an export, not blank, got: \" \""},
		listOf(`state = "Completed"`): {"Invalid Attribute Value Match",
			`state value must be one of: ["PENDING" "RUNNING" "COMPLETED" "FAILED" "EXPIRED" "UNKNOWN" "UNSET"], got: "Completed"; did you mean "COMPLETED"?`},
		listOf(`state = "STATE_FAILED"`): {"Invalid Attribute Value Match", `got: "STATE_FAILED"; did you mean "FAILED"?`},
		listOf(`state = "running "`):     {"Invalid Attribute Value Match", `got: "running "; did you mean "RUNNING"?`},
		listOf(`state = "done"`):         {"Invalid Attribute Value Match", `got: "done"`},
	} {
		server.ResetLog()
		cli.Configure(config)
		result := cli.Run("plan", "-json")
		providertest.ExpectDiagnostic(t, result.Errors(), texts...)
		if invalid := strings.Contains(texts[0], "Invalid"); invalid == (len(server.Requests()) > 0) {
			t.Errorf("%s%d requests", config, len(server.Requests()))
		}
	}
}

func TestAcc_SegmentExportsDataSource_FilterByState(t *testing.T) {
	t.Parallel()
	server := newServer(t)
	for id, state := range map[string]string{"pending": "PENDING", "running": "RUNNING", "done": "COMPLETED", "failed": "FAILED", "old": "COMPLETED", "unset": "UNSET"} {
		server.AddOperation(id, "SEARCH_EXPORT", state)
	}
	server.Expire("old")
	server.AddOperation("import", "DELETE_USER", "COMPLETED")
	cli := providertest.NewCLI(t, server, "")
	for state, c := range map[string]struct{ want, query string }{
		"":          {"done failed old pending running unset", ""},
		"PENDING":   {"pending", "PENDING"},
		"RUNNING":   {"running", ""},
		"COMPLETED": {"done", "COMPLETED"},
		"EXPIRED":   {"old", "COMPLETED"},
		"FAILED":    {"failed", "FAILED"},
		"UNSET":     {"unset", ""},
		"UNKNOWN":   {"", ""},
	} {
		server.ResetLog()
		argument := ""
		if state != "" {
			argument = fmt.Sprintf("state = %q", state)
		}
		cli.Configure(listOf(argument) + "output \"ids\" { value = join(\" \", sort(" + listed + ".exports[*].id)) }\n" +
			"output \"states\" { value = join(\" \", distinct(" + listed + ".exports[*].state)) }\n")
		cli.Apply()
		if got := cli.Run("output", "-raw", "ids").Output; got != c.want {
			t.Errorf("%q: got %q, want %q", state, got, c.want)
		}
		if got := cli.Run("output", "-raw", "states").Output; state != "" && c.want != "" && got != state {
			t.Errorf("%q: the states are %q", state, got)
		}
		wantOnlyGets(t, server, 1)
		if query := server.Requests()[0].RawQuery; !strings.Contains(query, "type=SEARCH_EXPORT") ||
			strings.Contains(query, "state=") != (c.query != "") || !strings.Contains(query, c.query) {
			t.Errorf("%q: the query is %q", state, query)
		}
	}
}
