package segment_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

const (
	list = "data.fullstory_segments.x"
	all  = `data "fullstory_segments" "x" {}`
)

// listed applies and returns the IDs of the data source, in order.
func listed(t *testing.T, cli *providertest.CLI) []string {
	t.Helper()
	cli.Apply()
	got, _ := cli.State(list)
	rows, ok := got["segments"].([]any)
	if !ok {
		t.Fatalf("the state is %v", got)
	}
	ids := make([]string, 0, len(rows))
	for _, row := range rows {
		segment, _ := row.(map[string]any)
		ids = append(ids, fmt.Sprint(segment["id"]))
	}
	return ids
}

// queries returns the queries of the list requests.
func queries(server *fullstorytest.Server) (queries []string) {
	for _, request := range server.RequestsTo(fullstorytest.RouteListSegments) {
		queries = append(queries, request.RawQuery)
	}
	return queries
}

func TestAcc_Segments_Pagination(t *testing.T) {
	t.Parallel()
	for _, spelling := range []string{"camel", "snake", "schema"} {
		t.Run(spelling, func(t *testing.T) {
			t.Parallel()
			server := newServer(t, fullstorytest.WithPaginationTokenSpelling(spelling))
			want := numbered(server, 250)
			got := listed(t, providertest.NewCLI(t, server, all))
			if !slices.Equal(got, want) {
				t.Errorf("got %d segments, %v", len(got), got)
			}
			sent := queries(server)
			if slices.Sort(sent); len(sent) != 3 || len(slices.Compact(sent)) != 3 || server.PeakInFlight() != 1 {
				t.Errorf("the queries are %q with %d at once, want three pages, one after another", sent, server.PeakInFlight())
			}
			wantOnlyGets(t, server)
		})
	}
}

// A lookup by name reads the list to its end, because a name can occur twice.
func TestAcc_Segment_ByNamePagination(t *testing.T) {
	t.Parallel()
	server := newServer(t)
	numbered(server, 250)
	cli := providertest.NewCLI(t, server, lookUp(`name = "Numbered 249"`))
	cli.Apply()
	if got, _ := cli.State(address); got["id"] != "s249" {
		t.Errorf("got %v", got)
	}
	if sent := queries(server); len(sent) != 3 {
		t.Errorf("the queries are %q", sent)
	}
	server.AddSegment(fullstorytest.Segment{ID: "late", Name: "Numbered 7"})
	cli.Configure(lookUp(`name = "Numbered 7"`)) // the first is on the first page
	cli.PlanFails("Several segments have this name", "s7", "late")
}

func TestAcc_Segments_EmptyPage(t *testing.T) {
	t.Parallel()
	server := newServer(t)
	want := numbered(server, 4)
	server.Inject(fullstorytest.RouteListSegments,
		fullstorytest.StatusBody(200, "application/json", `{"segments":[],"nextPaginationToken":"cGFnZSBmcm9tIDI="}`)) // "page from 2"
	if got := listed(t, providertest.NewCLI(t, server, all)); !slices.Equal(got, want[2:]) {
		t.Errorf("got %q, want the page of the token, %q", got, want[2:])
	}
	if sent := queries(server); len(sent) != 2 {
		t.Errorf("the queries are %q", sent)
	}
}

func TestAcc_Segments_RepeatedPageToken(t *testing.T) {
	t.Parallel()
	server := newServer(t)
	server.Always(fullstorytest.RouteListSegments,
		fullstorytest.StatusBody(200, "application/json", `{"segments":[{"id":"a","name":"A"}],"nextPaginationToken":"t"}`))
	providertest.NewCLI(t, server, all).PlanFails("Could not list the segments", "the list does not end: FullStory returned the same pagination token twice")
	if sent := queries(server); len(sent) != 2 {
		t.Errorf("the queries are %q, want no page twice", sent)
	}
}

func TestAcc_Segments_Filters(t *testing.T) {
	t.Parallel()
	server := newServer(t)
	numbered(server, 30)
	cli := providertest.NewCLI(t, server, "")
	for arguments, want := range map[string]string{
		``:                                 "everyone signed-up ada@example.com:4241245858598272 n8ZqXw3KpL2c s4 s5",
		`creator = "ada@example.com"`:      "ada@example.com:4241245858598272",
		`name_regex = "(?i)^power"`:        "n8ZqXw3KpL2c",
		`name_regex = "E|S"`:               "everyone signed-up",
		`name_regex = "^Numbered [45]$"`:   "s4 s5",
		`name_regex = "^nobody$"`:          "",
		`creator = "nobody+1@example.com"`: "",
		"creator = \"mary@example.com\"\n  name_regex = \"2$\"": "s12 s22",
	} {
		server.ResetLog()
		cli.Configure("data \"fullstory_segments\" \"x\" {\n  " + arguments + "\n}\n")
		got := listed(t, cli)
		if arguments == "" {
			got = got[:6]
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: got %q, want %q", arguments, got, want)
		}
		if sent := queries(server); len(sent) != 1 || strings.Contains(sent[0], "creator") != strings.Contains(arguments, "creator") {
			t.Errorf("%s: the queries are %q", arguments, sent)
		}
	}
}

// An item that cannot be read is an error. Without it, for_each would destroy the
// resources of this item.
func TestAcc_Segments_UnreadableItem(t *testing.T) {
	t.Parallel()
	for _, item := range []string{`7`, `{"name":"no id"}`} {
		server := newServer(t)
		server.Always(fullstorytest.RouteListSegments,
			fullstorytest.StatusBody(200, "application/json", `{"segments":[{"id":"a","name":"A"},`+item+`]}`))
		providertest.NewCLI(t, server, all).PlanFails("Could not list the segments", `an item of "segments" cannot be read`)
	}
}

func TestAcc_Segments_UnexpectedValues(t *testing.T) {
	t.Parallel()
	server := newServer(t)
	server.Always(fullstorytest.RouteListSegments, fullstorytest.StatusBody(200, "application/json", `{"segments":[
		{"id":9007199254740993,"name":5,"creator":{"email":"x@example.com"}}, {"id":"b","created":"yesterday","url":null}, {"id":"c","name":"C","more":{"x":[]}}]}`))
	if got := listed(t, providertest.NewCLI(t, server, all)); strings.Join(got, " ") != "9007199254740993 b c" {
		t.Errorf("got %q", got)
	}
}

func TestAcc_Segments_Errors(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		config string
		env    string
		fault  fullstorytest.Fault
		texts  []string
	}{
		"no key, a list":    {all, "FULLSTORY_API_KEY=", fullstorytest.Fault{}, []string{"The FullStory API key is missing", "needs an API key to list segments"}},
		"no key, a segment": {lookUp(`id = "everyone"`), "FULLSTORY_API_KEY=", fullstorytest.Fault{}, []string{"The FullStory API key is missing", "needs an API key to read a segment"}},
		"a wrong key":       {all, "FULLSTORY_API_KEY=na1.wrong", fullstorytest.Fault{}, []string{"Could not list the segments", "FullStory rejected the API key", "401 Unauthorized"}},
		"no permission":     {all, "", fullstorytest.Status(403), []string{"Could not list the segments", "Use a key with the permission Standard, Architect or Admin", "403 Forbidden"}},
		"no JSON":           {all, "", fullstorytest.StatusBody(200, "text/html", "<html>"), []string{"Could not list the segments", "Something other than FullStory answered"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newServer(t)
			server.Always(fullstorytest.RouteListSegments, c.fault)
			cli := providertest.NewCLI(t, server, c.config)
			cli.Env = append(cli.Env, c.env, "FULLSTORY_MAX_RETRIES=0")
			cli.PlanFails(c.texts...)
		})
	}
}

// Twenty lookups by name read the list once.
func TestAcc_Segment_ByNameSharesRequests(t *testing.T) {
	t.Parallel()
	server := newServer(t)
	numbered(server, 250)
	cli := providertest.NewCLI(t, server, `
data "fullstory_segment" "x" {
  count = 20
  name  = "Numbered ${count.index + 4}"
}
`)
	cli.Apply()
	if n := len(server.Requests()); n != 3 { // pages
		t.Errorf("%d requests, want 3", n)
	}
}
