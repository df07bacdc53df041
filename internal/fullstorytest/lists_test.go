package fullstorytest_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

func rows(t *testing.T, page map[string]any, name string) []any {
	t.Helper()
	list, ok := page[name].([]any)
	if !ok {
		t.Fatalf("no list of %s in %v", name, page)
	}
	return list
}

// ids reads a list to its end and counts its pages.
func (c *client) ids(path, name, responseToken, queryToken string) (found []string, pages int) {
	c.t.Helper()
	query := ""
	for {
		page := c.get(path + query)
		pages++
		for _, row := range rows(c.t, page, name) {
			id, _ := row.(map[string]any)["id"].(string)
			found = append(found, id)
		}
		token, ok := page[responseToken].(string)
		if !ok {
			return found, pages
		}
		query = "&" + queryToken + "=" + url.QueryEscape(token)
	}
}

func TestUnit_OperationsNewestFirst(t *testing.T) {
	everyTransport(t, func(t *testing.T, s *fullstorytest.Server, c *client) {
		var want []string
		for n := range 230 {
			id := fmt.Sprintf("op-%d", n)
			s.AddOperation(id, "SEARCH_EXPORT", "PENDING")
			want = append([]string{id}, want...)
		}
		s.AddOperation("bulk", "BULK_IMPORT", "PENDING")
		got, pages := c.ids("/operations/v1?type=SEARCH_EXPORT", "operations", "nextPaginationToken", "paginationToken")
		equal(t, "ids", strings.Join(got, ","), strings.Join(want, ","))
		equal(t, "pages", pages, 3)
		got, pages = c.ids("/operations/v1?type=SEARCH_EXPORT&limit=23", "operations", "nextPaginationToken", "pagination_token")
		equal(t, "ids", strings.Join(got, ","), strings.Join(want, ","))
		equal(t, "pages, the last one full", pages, 10)
	})
}

func TestUnit_NewOperationsMoveNoPage(t *testing.T) {
	s := fullstorytest.New()
	c := inProcess(t, s)
	for n := range 4 {
		s.AddOperation(fmt.Sprintf("op-%d", n), "SEARCH_EXPORT", "PENDING")
	}
	token, _ := c.get("/operations/v1?limit=2")["nextPaginationToken"].(string)
	s.AddOperation("late", "SEARCH_EXPORT", "PENDING")
	got, _ := c.ids("/operations/v1?paginationToken="+url.QueryEscape(token), "operations", "", "")
	equal(t, "ids", strings.Join(got, ","), "op-1,op-0")
}

func TestUnit_OperationsMadeElsewhere(t *testing.T) {
	s := fullstorytest.New()
	c := inProcess(t, s)
	const literal = `{"id":"odd/1","type":"SEARCH_EXPORT","state":"UNKNOWN","estimatePctComplete":"7.5"}`
	s.AddOperationJSON(literal)
	s.AddOperation("done", "SEARCH_EXPORT", "COMPLETED")
	s.AddOperation("bulk", "BULK_IMPORT", "COMPLETED")
	equal(t, "literal", string(c.do(http.MethodGet, "/operations/v1/odd%2F1", "").body), literal)
	got, _ := c.ids("/operations/v1?state=COMPLETED", "operations", "nextPaginationToken", "")
	equal(t, "completed", strings.Join(got, ","), "bulk,done")
	got, _ = c.ids("/operations/v1?state=UNKNOWN&type=SEARCH_EXPORT", "operations", "nextPaginationToken", "")
	equal(t, "unknown", strings.Join(got, ","), "odd/1")
	equal(t, "download", c.do(http.MethodGet, c.link("done"), "").status, http.StatusOK)
	equal(t, "exports", len(s.Exports()), 0)
}

func TestUnit_LimitsAndTokensAreChecked(t *testing.T) {
	c := inProcess(t, fullstorytest.New())
	for _, list := range []string{"/operations/v1", "/segments/v1"} {
		for _, query := range []string{"limit=0", "limit=101", "limit=many", "paginationToken=7", "pagination_token=%00"} {
			c.do(http.MethodGet, list+"?"+query, "").object(t, http.StatusBadRequest)
		}
	}
}

func TestUnit_Segments(t *testing.T) {
	everyTransport(t, func(t *testing.T, s *fullstorytest.Server, c *client) {
		for n := range 45 {
			s.AddSegment(fullstorytest.Segment{
				ID: fmt.Sprintf("s%d", n), Name: "Numbered", Creator: "me@example.com", Created: "2026-01-01T00:00:00Z",
				URL: "https://app.example.com/" + fmt.Sprint(n),
			})
		}
		s.AddSegment(fullstorytest.Segment{ID: "s0", Name: "Renamed"})
		got, pages := c.ids("/segments/v1?x=", "segments", "next_pagination_token", "pagination_token")
		equal(t, "segments", len(got), 49)
		equal(t, "pages", pages, 3)
		got, _ = c.ids("/segments/v1?creator=me%40example.com&limit=11", "segments", "next_pagination_token", "paginationToken")
		equal(t, "mine", len(got), 44)

		everyone := c.get("/segments/v1/everyone")
		equal(t, "name", everyone["name"], any("Everyone"))
		if _, ok := everyone["created"]; ok {
			t.Error("everyone was created")
		}
		equal(t, "url", c.get("/segments/v1/s7")["url"], any("https://app.example.com/7"))
		equal(t, "name", c.get("/segments/v1/s0")["name"], any("Renamed"))
		c.do(http.MethodGet, "/segments/v1/nobody", "").object(t, http.StatusNotFound)
	}, fullstorytest.WithPaginationTokenSpelling("snake"))
}
