package fullstorytest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

// An operation or segment that is added between two pages appears on both
// pages with its neighbor.
func TestUnit_Variants_OffsetTokensRepeatRows(t *testing.T) {
	for _, list := range []string{"operations", "segments"} {
		var s *fullstorytest.Server
		requests := 0
		s = fullstorytest.New(fullstorytest.WithOffsetTokens(), fullstorytest.WithPaginationTokenSpelling("camel"),
			fullstorytest.WithArrivalHook(func(fullstorytest.Request) {
				if requests++; requests == 2 {
					s.AddOperation("late", "SEARCH_EXPORT", "PENDING")
					s.AddSegment(fullstorytest.Segment{ID: "late"})
				}
			}))
		for n := range 4 {
			s.AddOperation(fmt.Sprint(n), "SEARCH_EXPORT", "PENDING")
		}
		got, pages := inProcess(t, s).ids("/"+list+"/v1?limit=2", list, "nextPaginationToken", "paginationToken")
		equal(t, "pages of "+list, pages, 3)
		want := "3,2,2,1,0"
		if list == "segments" {
			want = "n8ZqXw3KpL2c,ada@example.com:4241245858598272,ada@example.com:4241245858598272,signed-up,everyone"
		}
		equal(t, "IDs", strings.Join(got, ","), want)
	}
}
