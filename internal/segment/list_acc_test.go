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

// Twenty lookups by name read the list once. That of a creator is another list.
func TestAcc_Segment_ByNameSharesRequests(t *testing.T) {
	t.Parallel()
	server := newServer(t)
	numbered(server, 250)
	cli := providertest.NewCLI(t, server, `
data "fullstory_segment" "x" {
  count = 20
  name  = "Numbered ${count.index + 4}"
}
data "fullstory_segments" "x" { creator = "ada@example.com" }
`)
	if got := listed(t, cli); len(got) != 1 {
		t.Errorf("got %q of the creator", got)
	}
	if n := len(server.Requests()); n != 4 { // 3 pages and 1
		t.Errorf("%d requests, want 4", n)
	}
}

// Both filters hold although the server knows no parameter creator.
func TestAcc_Segments_CreatorHoldsOnAnyServer(t *testing.T) {
	t.Parallel()
	server := newServer(t)
	server.Always(fullstorytest.RouteListSegments, fullstorytest.StatusBody(200, "application/json", `{"segments":[
		{"id":"everyone","name":"Everyone"},{"id":"a","name":"A","creator":"ADA@example.com"},{"id":"g","name":"G","creator":"grace@example.com"}]}`))
	cli := providertest.NewCLI(t, server, `data "fullstory_segments" "x" { creator = "ada@example.com" }`)
	if got := listed(t, cli); !slices.Equal(got, []string{"a"}) {
		t.Errorf("got %v", got)
	}
}

// Names that look the same are the same, however their letters are composed.
func TestAcc_Segments_NamesInAnyUnicodeForm(t *testing.T) {
	t.Parallel()
	const composed, decomposed = "Caf\u00e9", "Cafe\u0301"
	server := newServer(t)
	server.AddSegment(fullstorytest.Segment{ID: "d", Name: decomposed})
	cli := providertest.NewCLI(t, server, `data "fullstory_segments" "x" { name_regex = "^Caf\u00e9$" }`)
	if got := listed(t, cli); !slices.Equal(got, []string{"d"}) {
		t.Errorf("the filter finds %v", got)
	}
	cli.Configure(lookUp(`name = "` + composed + `"`))
	cli.Apply()
	if got, _ := cli.State(address); got["id"] != "d" || got["name"] != composed {
		t.Errorf("the lookup finds %v", got)
	}
	server.AddSegment(fullstorytest.Segment{ID: "c", Name: composed})
	cli.PlanFails("Several segments have this name")
}
