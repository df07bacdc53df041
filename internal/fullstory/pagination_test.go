package fullstory_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

func TestUnit_Paginate_NumericToken(t *testing.T) {
	server := newServer(t)
	server.Inject(fullstorytest.RouteListSegments,
		fullstorytest.StatusBody(200, "application/json", `{"segments":[{"id":"a"}],"next_pagination_token":12345678901234567890}`),
		fullstorytest.StatusBody(200, "application/json", `{"segments":[{"id":"b"}],"next_pagination_token":null}`))
	segments, err := newClient(t, server).ListSegments(t.Context(), "")
	if err != nil || len(segments) != 2 {
		t.Errorf("got %v and %v", segments, err)
	}
	if query := server.RequestsTo(fullstorytest.RouteListSegments)[1].RawQuery; !strings.Contains(query, "pagination_token=12345678901234567890") {
		t.Errorf("the second query is %q", query)
	}
}

// Every page is read, in each documented spelling of the token. An item that is
// created between two requests moves another to the next page.
func TestUnit_Paginate_ItemsOnTwoPages(t *testing.T) {
	for spelling, parameter := range map[string]string{"camel": "paginationToken", "snake": "pagination_token", "schema": "pagination_token"} {
		var server *fullstorytest.Server
		server = newServer(t, fullstorytest.WithOffsetTokens(), fullstorytest.WithStrictQuery(), fullstorytest.WithPaginationTokenSpelling(spelling),
			fullstorytest.WithRequestHook(func(r fullstorytest.Request) {
				server.AddOperation(fmt.Sprint("new-", len(server.Requests())), "SEARCH_EXPORT", "PENDING")
				server.AddSegment(fullstorytest.Segment{ID: fmt.Sprint("new-", len(server.Requests()))})
			}))
		for i := range 250 {
			server.AddOperation(fmt.Sprint("export-", i), "SEARCH_EXPORT", "COMPLETED")
			server.AddSegment(fullstorytest.Segment{ID: fmt.Sprint("segment-", i)})
		}
		client := newClient(t, server)
		times := map[string]int{}
		for operation, err := range client.ListExports(t.Context(), "") {
			if err != nil {
				t.Fatal(err)
			}
			times[operation.ID]++
		}
		segments, err := client.ListSegments(t.Context(), "")
		if err != nil {
			t.Fatal(err)
		}
		for _, segment := range segments {
			times[segment.ID]++
		}
		if len(times) < 500 {
			t.Errorf("%s: %d items, want at least 500", spelling, len(times))
		}
		for id, n := range times {
			if n != 1 && !strings.HasPrefix(id, "new-") {
				t.Errorf("%s: %s appears %d times", spelling, id, n)
			}
		}
		for _, route := range []fullstorytest.Route{fullstorytest.RouteListOperations, fullstorytest.RouteListSegments} {
			if pages := server.RequestsTo(route); len(pages) != 3 || !strings.Contains(pages[1].RawQuery, "&"+parameter+"=") {
				t.Errorf("%s: %d pages, the second by %q", spelling, len(pages), pages[len(pages)-1].RawQuery)
			}
		}
	}
}

// An item that is left out would look as if it did not exist.
func TestUnit_Paginate_UnreadableResponses(t *testing.T) {
	for name, c := range map[string]struct{ body, want string }{
		"item of a wrong type":  {`{"segments":[{"id":"a"},7]}`, `"segments" is of type number`},
		"item without an ID":    {`{"segments":[{"name":"A"}]}`, `item 1 of "segments" has no ID`},
		"list of a wrong type":  {`{"segments":"none"}`, `"segments" is of type string`},
		"error in a 200":        {`{"code":429,"message":"quota exceeded"}`, "quota exceeded"},
		"not an object":         {`["a"]`, "it is of type array"},
		"the same token twice":  {`{"segments":[{"id":"a"}],"nextPaginationToken":"t"}`, "the same pagination token twice"},
		"login page":            {`<html><title>Sign in</title>`, "HTML page: Sign in"},
		"an empty list is fine": {`{}`, ""},
		"null is fine":          {`{"segments":null}`, ""},
	} {
		runInVirtualTime(t, name, func(t *testing.T, server *fullstorytest.Server) {
			server.Always(fullstorytest.RouteListSegments, fullstorytest.StatusBody(200, "application/json", c.body))
			_, err := newClient(t, server).ListSegments(t.Context(), "")
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestUnit_Segments_UnexpectedTypes(t *testing.T) {
	server := newServer(t)
	server.Inject(fullstorytest.RouteListSegments, fullstorytest.StatusBody(200, "application/json", `{"segments":[
		{"id":9007199254740993,"name":"Big"},{"id":"a","creator":{"email":"x@example.com"}},{"id":"b","creator":{"name":"Ada"},"created":"2026-01-01t00:00:00z"}]}`))
	segments, err := newClient(t, server).ListSegments(t.Context(), "")
	want := []fullstory.Segment{
		{ID: "9007199254740993", Name: "Big"}, {ID: "a", Creator: "x@example.com"},
		{ID: "b", Creator: "Ada", Created: at("2026-01-01T00:00:00Z")},
	}
	if err != nil || fmt.Sprint(segments) != fmt.Sprint(want) {
		t.Errorf("got %v and %v, want %v", segments, err, want)
	}
	server.Inject(fullstorytest.RouteGetMe, fullstorytest.StatusBody(200, "application/json", `{"email":{"email":"x@example.com"},"orgId":17,"role":"ADMIN"}`))
	me, err := newClient(t, server).GetMe(t.Context())
	if want := (fullstory.Identity{Email: "x@example.com", OrgID: "17", Role: "ADMIN"}); err != nil || me != want {
		t.Errorf("got %+v and %v, want %+v", me, err, want)
	}
}

// Calls that wait for the same list share its failure: one after the other,
// each would spend all retries again.
func TestUnit_ListSegments_SharesAFailure(t *testing.T) {
	inVirtualTime(t, func(t *testing.T, server *fullstorytest.Server) {
		server.Always(fullstorytest.RouteListSegments, fullstorytest.Status(500))
		client := newClient(t, server)
		var calls sync.WaitGroup
		for range 5 {
			calls.Go(func() {
				if _, err := client.ListSegments(t.Context(), ""); rest.StatusOf(err) != 500 {
					t.Errorf("got %v", err)
				}
			})
		}
		calls.Wait()
		wantRequests(t, server, fullstorytest.RouteListSegments, 4)
		server.ClearFaults()
		if _, err := client.ListSegments(t.Context(), ""); err != nil {
			t.Errorf("the failure was kept: %v", err)
		}
	})
}

func TestUnit_Paginate_IteratorsAreReusable(t *testing.T) {
	server := newServer(t)
	for i := range 250 {
		server.AddOperation(fmt.Sprint("x", i), "SEARCH_EXPORT", "COMPLETED")
	}
	exports := newClient(t, server).ListExports(t.Context(), "")
	for round := range 2 {
		n := 0
		for _, err := range exports {
			if err != nil {
				t.Fatal(err)
			}
			n++
		}
		if n != 250 {
			t.Errorf("round %d: %d exports, want 250", round, n)
		}
	}
}
