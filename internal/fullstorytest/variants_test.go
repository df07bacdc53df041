package fullstorytest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

func TestUnit_Variants_OfAnOperation(t *testing.T) {
	for name, test := range map[string]struct {
		option fullstorytest.Option
		want   string
	}{
		"default":   {fullstorytest.WithWireFormat("schema"), `"type":"SEARCH_EXPORT","state":"PENDING","createdAt":"","finishedAt":null,"estimatePctComplete":0,`},
		"no type":   {fullstorytest.WithOperationType(""), `"state":"PENDING","createdAt":"","finishedAt":null,"estimatePctComplete":0,`},
		"odd type":  {fullstorytest.WithOperationType("EXPORT"), `"type":"EXPORT","state":"PENDING","createdAt":"","finishedAt":null,"estimatePctComplete":0,`},
		"float":     {fullstorytest.WithPercentages("float"), `"type":"SEARCH_EXPORT","state":"PENDING","createdAt":"","finishedAt":null,"estimatePctComplete":0.5,`},
		"string":    {fullstorytest.WithPercentages("string"), `"type":"SEARCH_EXPORT","state":"PENDING","createdAt":"","finishedAt":null,"estimatePctComplete":"0",`},
		"reference": {fullstorytest.WithWireFormat("reference"), `"type":"SEARCH_EXPORT","state":"PENDING","details":null,"results":null,"errorDetails":null,"createdAt":"","finishedAt":null,"estimatePctComplete":0,`},
	} {
		body := schemaBody
		if name == "reference" {
			body = referenceBody
		}
		s := fullstorytest.New(test.option, fullstorytest.WithDefaultScript(fullstorytest.Script{Stall: true}))
		c := inProcess(t, s)
		id := c.export(body)
		got := string(c.do(http.MethodGet, "/operations/v1/"+url.PathEscape(id), "").body)
		before, after, _ := strings.Cut(got, `"createdAt":"`)
		_, after, _ = strings.Cut(after, `"`)
		if want := fmt.Sprintf(`{"id":%q,%s"step":"Waiting to start"}`, id, test.want); before+`"createdAt":""`+after != want {
			t.Errorf("%s: %s", name, got)
		}
		equal(t, name+", filtered by its type", len(rows(t, c.get("/operations/v1?type=SEARCH_EXPORT"), "operations")), 1)
	}
}

func TestUnit_Variants_ErrorCodes(t *testing.T) {
	s := fullstorytest.New(fullstorytest.WithIntegerErrorCodes())
	c := inProcess(t, s)
	equal(t, "code", c.do(http.MethodGet, "/nothing", "").object(t, 404)["code"], any(json.Number("404")))
	s.Inject(fullstorytest.RouteGetMe, fullstorytest.Status(503))
	equal(t, "code of a fault", c.do(http.MethodGet, "/me", "").object(t, 503)["code"], any(json.Number("503")))
}

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

func TestUnit_Variants_SchemaFamilyOnly(t *testing.T) {
	c := inProcess(t, fullstorytest.New(fullstorytest.WithSchemaFamilyOnly()))
	operation := c.operation(c.export(schemaBody))
	results, _ := operation["results"].(map[string]any)
	if operation["type"] != nil || operation["estimatePctComplete"] != json.Number("100.0") || len(results) != 1 || results["downloadUrl"] == nil {
		t.Errorf("the operation is %v", operation)
	}
	for _, path := range []string{"/me", "/operations/v1", "/search/v1/exports/x/results"} {
		equal(t, "code", c.do(http.MethodGet, path, "").object(t, 404)["code"], any(json.Number("404")))
	}
	equal(t, "cancel", c.do(http.MethodPost, "/operations/v1/x/cancel", "").status, 404)
}
