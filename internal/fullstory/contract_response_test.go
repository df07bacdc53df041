package fullstory_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest/contract"
)

const operationSample = `{"id":"x","type":"SEARCH_EXPORT","state":"COMPLETED","createdAt":"2026-01-01T00:00:00Z","finishedAt":"2026-01-01T01:00:00Z",
	"errorDetails":"none","estimatePctComplete":99,"step":"done","details":{},
	"results":{"searchExportId":"e","expires":"2100-01-01T00:00:00Z","downloadUrl":"https://store.test/o?Signature=s"}}`

// responses has, for every schema of a response, a sample with all fields, and
// a call that returns all that the client makes of it.
var responses = map[string]struct {
	route  fullstorytest.Route
	status int
	sample string
	call   func(context.Context, *fullstory.Client) string
}{
	"CreateExportResponse": {fullstorytest.RouteCreateExport, 200, `{"operationId":"x"}`, func(ctx context.Context, c *fullstory.Client) string {
		operation, err := c.CreateExport(ctx, everyone)
		return fmt.Sprint(operation.ID, err)
	}},
	"Error": {fullstorytest.RouteGetMe, 400, `{"code":"c","message":"m"}`, func(ctx context.Context, c *fullstory.Client) string {
		_, err := c.GetMe(ctx)
		return fmt.Sprint(err)
	}},
	"Me": {fullstorytest.RouteGetMe, 200, `{"email":"e","orgId":"o","role":"ADMIN","embedPartnerId":"p","clientId":"c","scopes":["s"]}`, func(ctx context.Context, c *fullstory.Client) string {
		me, err := c.GetMe(ctx)
		return fmt.Sprintf("%+v %v", me, err)
	}},
	// Operation and Segment are in a list, because a GET knows the ID.
	"Operation": {fullstorytest.RouteListOperations, 200, operationSample, func(ctx context.Context, c *fullstory.Client) string {
		text := ""
		for o, err := range c.ListExports(ctx, "") {
			o.ReadAt = time.Time{}
			text += fmt.Sprintf("%+v %t %v", o, o.DownloadURL.IsZero(), err)
		}
		return text
	}},
	"ListOperationsResponse": {fullstorytest.RouteListOperations, 200, `{"operations":[` + operationSample + `],"nextPaginationToken":"cGFnZSBmcm9tIDA="}`,
		func(ctx context.Context, c *fullstory.Client) string {
			text := ""
			for operation, err := range c.ListExports(ctx, "") {
				text += fmt.Sprint(operation.ID, err, ";")
			}
			return text
		}},
	"Results": {fullstorytest.RouteGetResults, 200, `{"location":"https://store.test/o?Signature=s","expires":"2100-01-01T00:00:00Z"}`,
		func(ctx context.Context, c *fullstory.Client) string {
			link, err := c.DownloadLink(ctx, fullstory.Operation{ID: "x", State: fullstory.StateCompleted, SearchExportID: "e", FinishedAt: at("2026-01-01T00:00:00Z")})
			return fmt.Sprintf("%+v %v", link, err)
		}},
	"Segment": {fullstorytest.RouteListSegments, 200, `{"id":"s","name":"n","creator":"c","created":"2026-01-01T00:00:00Z","url":"https://x.test"}`,
		func(ctx context.Context, c *fullstory.Client) string {
			segments, err := c.ListSegments(ctx, "")
			return fmt.Sprintf("%+v %v", segments, err)
		}},
	"ListSegmentsResponse": {fullstorytest.RouteListSegments, 200, `{"segments":[{"id":"s","name":"n"}],"nextPaginationToken":"cGFnZSBmcm9tIDA=","pagination_token":"cGFnZSBmcm9tIDA="}`,
		func(ctx context.Context, c *fullstory.Client) string {
			segments, err := c.ListSegments(ctx, "")
			return fmt.Sprintf("%d %v", len(segments), err)
		}},
}

// Without a described field, the client returns something else: it reads the
// field, or the list of unsupported fields says why not.
func TestUnit_Contract_ResponseFieldsAreRead(t *testing.T) {
	for family := range families {
		for _, field := range contract.ResponseFields(string(family)) {
			t.Run(string(family)+"/"+field, func(t *testing.T) {
				schema, path, _ := strings.Cut(field, ".")
				r, known := responses[schema]
				if !known {
					t.Fatalf("there is no sample of %s", schema)
				}
				var sample map[string]any
				if err := json.Unmarshal([]byte(r.sample), &sample); err != nil {
					t.Fatal(err)
				}
				if schema == "ListSegmentsResponse" { // one spelling of the token at a time
					delete(sample, map[fullstory.WireFormat]string{"schema": "nextPaginationToken", "reference": "pagination_token"}[family])
				}
				got := func() string {
					server := newServer(t)
					server.AddOperation("another", "SEARCH_EXPORT", "COMPLETED")
					body, err := json.Marshal(sample)
					if err != nil {
						t.Fatal(err)
					}
					if list, ok := map[string]string{"Operation": "operations", "Segment": "segments"}[schema]; ok {
						body = fmt.Appendf(nil, `{%q:[%s]}`, list, body)
					}
					server.Inject(r.route, fullstorytest.StatusBody(r.status, "application/json", string(body)))
					result := r.call(t.Context(), newClient(t, server, noRetries))
					return fmt.Sprint(result, " after requests: ", server.Count(r.route)) // a token asks for another page
				}
				with := got()
				object, names := sample, strings.Split(path, ".")
				for _, name := range names[:len(names)-1] {
					object, _ = object[name].(map[string]any)
				}
				name := names[len(names)-1]
				if _, found := object[name]; !found {
					t.Fatalf("the sample of %s lacks %s", schema, path)
				}
				delete(object, name)
				read := with != got()
				if _, listed := contract.Unsupported[field]; read == listed {
					t.Errorf("it is read: %t, and listed as unsupported: %t\n%s", read, listed, with)
				}
			})
		}
	}
}
