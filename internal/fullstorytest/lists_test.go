package fullstorytest_test

import (
	"fmt"
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
