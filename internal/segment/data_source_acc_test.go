package segment_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

const address = "data.fullstory_segment.x"

func lookUp(argument string) string {
	return "data \"fullstory_segment\" \"x\" {\n  " + argument + "\n}\n"
}

// odd is an ID with every character that needs escaping in a path.
const odd = "a/b+c@d:e%2F=="

func TestAcc_Segment_Found(t *testing.T) {
	t.Parallel()
	ada := map[string]any{
		"id": "ada@example.com:4241245858598272", "name": "Checkout abandoned", "creator": "ada@example.com",
		"created": "2024-03-05T09:30:00Z", "url": "https://app.fullstory.com/ui/19AB2C/segments/ada@example.com:4241245858598272/people/0",
	}
	for name, c := range map[string]struct {
		argument string
		want     map[string]any
		requests map[fullstorytest.Route]int
	}{
		"by id":   {`id = "ada@example.com:4241245858598272"`, ada, map[fullstorytest.Route]int{fullstorytest.RouteGetSegment: 1}},
		"by name": {`name = "Checkout abandoned"`, ada, map[fullstorytest.Route]int{fullstorytest.RouteListSegments: 1}},
		"an odd id": {`id = "` + odd + `"`, map[string]any{
			"id": odd, "name": "Odd", "creator": "mary@example.com", "created": "2026-01-01T23:30:00.5Z", "url": "https://app.example.com/odd",
		}, map[fullstorytest.Route]int{fullstorytest.RouteGetSegment: 1}},
		"a built-in one": {`name = "Everyone"`, map[string]any{
			"id": "everyone", "name": "Everyone", "creator": nil, "created": nil, "url": "https://app.fullstory.com/ui/19AB2C/segments/everyone/people/0",
		}, map[fullstorytest.Route]int{fullstorytest.RouteListSegments: 1}},
		"case matters": {`name = "odd"`, map[string]any{
			"id": "odd", "name": "odd", "creator": nil, "created": nil, "url": "https://app.fullstory.com/ui/19AB2C/segments/odd/people/0",
		}, map[fullstorytest.Route]int{fullstorytest.RouteListSegments: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newServer(t)
			server.AddSegment(fullstorytest.Segment{ID: odd, Name: "Odd", Creator: "mary@example.com", Created: "2026-01-02T00:30:00.5+01:00", URL: "https://app.example.com/odd"})
			server.AddSegment(fullstorytest.Segment{ID: "odd", Name: "odd"})
			cli := providertest.NewCLI(t, server, lookUp(c.argument))
			cli.Apply()
			got, _ := cli.State(address)
			if fmt.Sprint(got) != fmt.Sprint(c.want) {
				t.Errorf("got  %v\nwant %v", got, c.want)
			}
			wantOnlyGets(t, server)
			for route, want := range c.requests {
				if n := server.Count(route); n != want || len(server.Requests()) != want {
					t.Errorf("%d requests to %s of %d, want %d", n, route, len(server.Requests()), want)
				}
			}
		})
	}
}

func TestAcc_Segment_NotFound(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		argument string
		texts    []string
		never    string
	}{
		"no such id": {`id = "nobody"`, []string{"Segment not found", "FullStory has no segment with this ID", "ID: nobody"}, ""},
		"no such name": {`name = "Nobody"`, []string{"No segment has this name", "None of the 30 segments has exactly this name. Correct the name", "Name: Nobody"},
			"everyone"},
		"upper and lower case": {`name = "POWER USERS"`, []string{"No segment has this name", "None of the 30 segments", "These have similar names:", `n8ZqXw3KpL2c ("Power users", created by grace@example.com)`, "Name: POWER USERS"}, "everyone"},
		"a part":               {`name = "every"`, []string{"These have similar names:", `everyone ("Everyone", built-in)`}, "signed-up"},
		"more than the whole":  {`name = "all who are signed up now"`, []string{"These have similar names:", `signed-up ("Signed Up", built-in)`}, "everyone"},
		"many similar":         {`name = "Numbered"`, []string{"These have similar names:", `s4 ("Numbered 4", created by mary@example.com)`, `s13 ("Numbered 13"`, "and 12 more", "Name: Numbered"}, "s14"},
		"several":              {`name = "Twice"`, []string{"Several segments have this name", "2 segments have exactly this name. Use the ID", `one ("Twice", created by ada@example.com)`, `two ("Twice", built-in)`, "Name: Twice"}, "thrice"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newServer(t)
			numbered(server, 26)
			server.AddSegment(fullstorytest.Segment{ID: "one", Name: "Twice", Creator: "ada@example.com"})
			server.AddSegment(fullstorytest.Segment{ID: "two", Name: "Twice"})
			server.AddSegment(fullstorytest.Segment{ID: "thrice", Name: "Twice and more"})
			server.AddSegment(fullstorytest.Segment{ID: "blank", Name: " "})
			cli := providertest.NewCLI(t, server, lookUp(c.argument))
			cli.PlanFails(c.texts...)
			if result := cli.Run("plan", "-no-color"); c.never != "" && strings.Contains(result.Output, c.never+" (") {
				t.Errorf("the error names %s:\n%s", c.never, result.Output)
			}
			wantOnlyGets(t, server)
		})
	}
}

func TestAcc_Segment_ValidatesArguments(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		config string
		texts  []string
	}{
		"neither":       {lookUp(""), []string{"Missing Attribute Configuration", "Exactly one of these attributes must be configured: [id,name]"}},
		"both":          {lookUp("id = \"everyone\"\n  name = \"Everyone\""), []string{"Invalid Attribute Combination", "Exactly one of these attributes must be configured: [id,name]"}},
		"an empty id":   {lookUp(`id = ""`), []string{"Invalid Attribute Value Match", `id must be the ID of a segment, not blank, got: ""`}},
		"an empty name": {lookUp(`name = ""`), []string{"Invalid Attribute Value Match", `name must be the name of a segment, not blank, got: ""`}},
		"a URL":         {lookUp(`id = "app.fullstory.com/ui/ORG/segments/everyone/people/0"`), []string{"Invalid Attribute Value Match", `did you mean "everyone"?`}},
		"a bad regex": {`data "fullstory_segments" "x" { name_regex = "(" }`, []string{"Invalid regular expression",
			`name_regex is "(", which is not a valid regular expression`, "missing closing )"}},
		"an empty creator": {`data "fullstory_segments" "x" { creator = "" }`, []string{"Invalid Attribute Value Match", `creator must be the e-mail address of a user, not blank, got: ""`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newServer(t)
			providertest.NewCLI(t, server, c.config).PlanFails(c.texts...)
			if n := len(server.Requests()); n != 0 {
				t.Errorf("%d requests", n)
			}
		})
	}
}
