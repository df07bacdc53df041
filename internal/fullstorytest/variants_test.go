package fullstorytest_test

import (
	"bytes"
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

func TestUnit_Variants_StateAndStepAdvance(t *testing.T) {
	for format, running := range map[string]string{"schema": "RUNNING", "reference": "PENDING"} {
		body := map[string]string{"schema": schemaBody, "reference": referenceBody}[format]
		c := inProcess(t, fullstorytest.New(fullstorytest.WithWireFormat(format), fullstorytest.WithDefaultScript(fullstorytest.Script{Polls: 9})))
		id := c.export(body)
		var steps []any
		for n := range 9 {
			operation := c.operation(id)
			want := running
			if n == 0 {
				want = "PENDING"
			}
			equal(t, fmt.Sprintf("%s, poll %d", format, n), operation["state"], any(want))
			if step := operation["step"]; len(steps) == 0 || steps[len(steps)-1] != step {
				steps = append(steps, step)
			}
		}
		equal(t, "steps", fmt.Sprint(steps), "[Waiting to start Collecting data Writing the file]")
	}
}

func TestUnit_Variants_BOM(t *testing.T) {
	const mark = "\ufeff"
	everyTransport(t, func(t *testing.T, _ *fullstorytest.Server, c *client) {
		me, missing := c.do(http.MethodGet, "/me", "").body, c.do(http.MethodGet, "/nothing", "").body
		for _, body := range [][]byte{me, missing} {
			rest, ok := bytes.CutPrefix(body, []byte(mark))
			if !ok || !json.Valid(rest) {
				t.Errorf("the body is %q", body)
			}
		}
	}, fullstorytest.WithBOM())
	everyTransport(t, func(t *testing.T, s *fullstorytest.Server, c *client) {
		s.Inject(fullstorytest.RouteGetMe, fullstorytest.BOM())
		equal(t, "with the fault", string(c.do(http.MethodGet, "/me", "").body), mark+string(c.do(http.MethodGet, "/me", "").body))
	})
}

func TestUnit_Variants_ErrorCodes(t *testing.T) {
	s := fullstorytest.New(fullstorytest.WithIntegerErrorCodes())
	c := inProcess(t, s)
	equal(t, "code", c.do(http.MethodGet, "/nothing", "").object(t, 404)["code"], any(json.Number("404")))
	s.Inject(fullstorytest.RouteGetMe, fullstorytest.Status(503))
	equal(t, "code of a fault", c.do(http.MethodGet, "/me", "").object(t, 503)["code"], any(json.Number("503")))
}

func TestUnit_Variants_TokenSpelling(t *testing.T) {
	for name, test := range map[string]struct {
		opts                []fullstorytest.Option
		list                string
		inResponse, inQuery string
	}{
		"schema segments":     {nil, "segments", "pagination_token", "pagination_token"},
		"schema operations":   {nil, "operations", "nextPaginationToken", "paginationToken"},
		"reference segments":  {[]fullstorytest.Option{fullstorytest.WithWireFormat("reference")}, "segments", "nextPaginationToken", "paginationToken"},
		"snake segments":      {[]fullstorytest.Option{fullstorytest.WithPaginationTokenSpelling("snake")}, "segments", "next_pagination_token", "pagination_token"},
		"camel segments":      {[]fullstorytest.Option{fullstorytest.WithPaginationTokenSpelling("camel")}, "segments", "nextPaginationToken", "paginationToken"},
		"schema for any list": {[]fullstorytest.Option{fullstorytest.WithPaginationTokenSpelling("schema")}, "operations", "pagination_token", "pagination_token"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, strict := range []bool{false, true} {
				opts := test.opts
				if strict {
					opts = append(opts[:len(opts):len(opts)], fullstorytest.WithStrictQuery())
				}
				s := fullstorytest.New(opts...)
				s.AddOperation("a", "SEARCH_EXPORT", "PENDING")
				s.AddOperation("b", "SEARCH_EXPORT", "PENDING")
				c := inProcess(t, s)
				path := "/" + test.list + "/v1?limit=1"
				token, _ := c.get(path)[test.inResponse].(string)
				if token == "" {
					t.Fatalf("no %s in %v", test.inResponse, c.get(path))
				}
				for _, query := range []string{"paginationToken", "pagination_token"} {
					want := http.StatusOK
					if strict && query != test.inQuery {
						want = http.StatusBadRequest
					}
					equal(t, query, c.do(http.MethodGet, path+"&"+query+"="+url.QueryEscape(token), "").status, want)
				}
				if strict {
					equal(t, "unknown parameter", c.do(http.MethodGet, path+"&x=y", "").status, http.StatusBadRequest)
				}
			}
		})
	}
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
