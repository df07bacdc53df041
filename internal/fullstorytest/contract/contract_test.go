package contract_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest/contract"
)

// families are the servers and the requests of each description.
var families = map[string]struct {
	options []fullstorytest.Option
	bodies  []string
	routes  []fullstorytest.Route
}{
	"schema": {
		options: []fullstorytest.Option{fullstorytest.WithSchemaFamilyOnly()},
		bodies: []string{
			`{"segmentId":"everyone","type":"individuals"}`,
			`{"segmentId":"everyone","type":"events","format":"csv","timeRange":{"start":"2026-01-01T00:00:00Z"},` +
				`"segmentTimeRange":{"start":"2026-01-01T00:00:00+02:00","end":"2026-02-01T00:00:00.5Z"}}`,
		},
		routes: []fullstorytest.Route{
			fullstorytest.RouteCreateExport, fullstorytest.RouteGetOperation, fullstorytest.RouteListSegments, fullstorytest.RouteGetSegment,
		},
	},
	"reference": {
		options: []fullstorytest.Option{fullstorytest.WithWireFormat("reference"), fullstorytest.WithStrictQuery()},
		bodies: []string{
			`{"segmentId":"everyone","type":"TYPE_INDIVIDUAL","format":"FORMAT_JSON","timeRange":{"start":"","end":""}}`,
			`{"segmentId":"everyone","type":"TYPE_EVENT","format":"FORMAT_NDJSON","timeRange":{"start":"2026-01-01T00:00:00Z","end":""},` +
				`"segmentTimeRange":{"start":"","end":""},"now":"2026-02-01T00:00:00Z","timezone":"Europe/Berlin",` +
				`"fields":["EventStart","user_*"],"eventDetails":{"scope":"SCOPE_INDIVIDUALS"}}`,
		},
		routes: slices.DeleteFunc(fullstorytest.Routes(), func(r fullstorytest.Route) bool { return r == fullstorytest.RouteDownload }),
	},
}

// Every route of the fake, with every kind of response, is as described.
func TestUnit_Contract_Fake(t *testing.T) {
	for family, test := range families {
		for form, options := range map[string][]fullstorytest.Option{
			"usual": nil, "string percentages": {fullstorytest.WithPercentages("string")}, "awkward IDs": {fullstorytest.WithAwkwardIDs()},
		} {
			if family == "schema" && form == "string percentages" {
				continue // it has floating-point numbers only
			}
			t.Run(family+"/"+form, func(t *testing.T) {
				s := fullstorytest.New(slices.Concat(test.options, options)...)
				exercise(t, s, contract.Transport(t, family, s.Transport()), family, test.bodies)
				for _, route := range test.routes {
					statuses := map[int]bool{}
					for _, r := range s.RequestsTo(route) {
						statuses[r.Status] = true
					}
					if !statuses[200] || len(statuses) < 2 {
						t.Errorf("%s: the statuses are %v, want success and an error", route, statuses)
					}
				}
			})
		}
	}
}

// exercise sends requests to all routes of a family.
func exercise(t *testing.T, s *fullstorytest.Server, transport http.RoundTripper, family string, bodies []string) {
	t.Helper()
	get := func(path string) { send(t, transport, http.MethodGet, path, "") }
	for n := range 25 {
		s.AddSegment(fullstorytest.Segment{ID: fmt.Sprint(n), Name: "x", Creator: "a@example.com", Created: "2026-01-01T00:00:00Z"})
	}
	for _, body := range bodies {
		s.Next(fullstorytest.Script{Polls: 2}, fullstorytest.Script{ErrorDetails: "too large"},
			fullstorytest.Script{Stall: true, FinishedAtWhilePending: true}, fullstorytest.Script{Lifetime: -1})
		for range 4 {
			send(t, transport, http.MethodPost, "/segments/v1/exports", body)
		}
	}
	for _, export := range s.Exports() {
		for range 4 {
			get("/operations/v1/" + url.PathEscape(export.ID))
		}
	}
	get("/operations/v1/unknown")
	token := map[string]string{"schema": "pagination_token", "reference": "paginationToken"}[family]
	get("/segments/v1?limit=2&creator=a%40example.com")
	get("/segments/v1?" + token + "=" + url.QueryEscape("cGFnZSBmcm9tIDIw")) // "page from 20"
	get("/segments/v1?" + token + "=x")
	get("/segments/v1/everyone")
	get("/segments/v1/nobody")
	s.Inject(fullstorytest.RouteCreateExport, fullstorytest.TooManyRequests("1"), fullstorytest.ForeignPage(502))
	send(t, transport, http.MethodPost, "/segments/v1/exports", bodies[0])
	send(t, transport, http.MethodPost, "/segments/v1/exports", bodies[0])
	if family == "schema" {
		return
	}
	get("/operations/v1?limit=3&state=PENDING&type=SEARCH_EXPORT")
	get("/operations/v1?" + token + "=x")
	for _, export := range s.Exports() {
		send(t, transport, http.MethodPost, "/operations/v1/"+url.PathEscape(export.ID)+"/cancel", "")
	}
	s.AddOperation("done", "SEARCH_EXPORT", "COMPLETED")
	results := send(t, transport, http.MethodGet, "/operations/v1/done", "")
	_, id, _ := strings.Cut(results, `"searchExportId":"`)
	id, _, _ = strings.Cut(id, `"`)
	get("/search/v1/exports/" + url.PathEscape(id) + "/results")
	get("/search/v1/exports/unknown/results")
	get("/me")
	s.Inject(fullstorytest.RouteGetMe, fullstorytest.Status(503))
	get("/me")
}

// send sends a request and returns the body of the response.
func send(t *testing.T, transport http.RoundTripper, method, path, body string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, "https://api.example.com"+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Basic "+fullstorytest.APIKey)
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := transport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	read, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(read)
}

// recorder is a test that records its errors.
type recorder struct {
	testing.TB
	errors []string
}

func (r *recorder) Helper() {}

func (r *recorder) Errorf(format string, args ...any) {
	r.errors = append(r.errors, fmt.Sprintf(format, args...))
}

// The contract finds what differs, and names it.
func TestUnit_Contract_FindsViolations(t *testing.T) {
	request := func(body string) func(*fullstorytest.Server, http.RoundTripper) {
		return func(_ *fullstorytest.Server, tr http.RoundTripper) {
			send(t, tr, http.MethodPost, "/segments/v1/exports", body)
		}
	}
	responds := func(route fullstorytest.Route, path, body string) func(*fullstorytest.Server, http.RoundTripper) {
		return func(s *fullstorytest.Server, tr http.RoundTripper) {
			s.Inject(route, fullstorytest.StatusBody(200, "application/json", body))
			send(t, tr, http.MethodGet, path, "")
		}
	}
	get := func(path string) func(*fullstorytest.Server, http.RoundTripper) {
		return func(_ *fullstorytest.Server, tr http.RoundTripper) { send(t, tr, http.MethodGet, path, "") }
	}
	for name, test := range map[string]struct {
		family string
		act    func(*fullstorytest.Server, http.RoundTripper)
		want   string
	}{
		"unknown field":          {"schema", request(`{"segmentId":"x","type":"events","now":"2026-01-01T00:00:00Z"}`), `"now"`},
		"missing field":          {"reference", request(`{"segmentId":"x","type":"TYPE_EVENT","format":"FORMAT_CSV"}`), `"timeRange"`},
		"a wrong value":          {"reference", request(`{"segmentId":"x","type":"events","format":"FORMAT_CSV","timeRange":{"start":"","end":""}}`), `"/type"`},
		"a missing bound":        {"reference", request(`{"segmentId":"x","type":"TYPE_EVENT","format":"FORMAT_CSV","timeRange":{"start":""}}`), `"/timeRange/end"`},
		"a time that is none":    {"schema", request(`{"segmentId":"x","type":"events","timeRange":{"start":"yesterday"}}`), `"/timeRange/start"`},
		"unknown endpoint":       {"schema", get("/me"), "no such endpoint"},
		"unknown parameter":      {"schema", get("/segments/v1?paginationToken=x"), `"paginationToken"`},
		"a wrong parameter":      {"reference", get("/operations/v1?state=RUNNING"), `"state"`},
		"unknown response field": {"reference", responds(fullstorytest.RouteGetMe, "/me", `{"email":"","orgId":"","role":"","name":""}`), `"name"`},
		"a wrong response type":  {"schema", responds(fullstorytest.RouteGetOperation, "/operations/v1/x", `{"estimatePctComplete":"7"}`), `"/estimatePctComplete"`},
	} {
		t.Run(name, func(t *testing.T) {
			r := &recorder{TB: t}
			s := fullstorytest.New(fullstorytest.WithWireFormat(test.family))
			test.act(s, contract.Transport(r, test.family, s.Transport()))
			if all := strings.Join(r.errors, "\n"); !strings.Contains(all, test.want) {
				t.Errorf("the errors lack %s: %s", test.want, all)
			}
		})
	}
}

func TestUnit_Contract_Fields(t *testing.T) {
	var described []string
	for family, want := range map[string]string{
		"schema": "format segmentId segmentTimeRange.end segmentTimeRange.start timeRange.end timeRange.start type",
		"reference": "eventDetails.scope fields format now segmentId segmentTimeRange.end segmentTimeRange.start " +
			"timeRange.end timeRange.start timezone type",
	} {
		if got := strings.Join(contract.RequestFields(family), " "); got != want {
			t.Errorf("%s: the fields are %s", family, got)
		}
		all := slices.Concat(contract.RequestFields(family), contract.QueryFields(family), contract.ResponseFields(family))
		for _, field := range []string{"Operation.results", "GET /segments/v1 creator", "Segment.url"} {
			if !slices.ContainsFunc(all, func(f string) bool { return strings.HasPrefix(f, field) }) {
				t.Errorf("%s: no %s in %v", family, field, all)
			}
		}
		described = append(described, all...)
	}
	for field, reason := range contract.Unsupported {
		if !slices.Contains(described, field) || reason == "" {
			t.Errorf("%s (%q) is not a field of a description, or has no reason", field, reason)
		}
	}
}

// The schema family's request is the published JSON Schema.
func TestUnit_Contract_SchemaIsThePublishedOne(t *testing.T) {
	type object struct {
		Properties map[string]struct {
			Properties map[string]any
		}
	}
	data, err := os.ReadFile(filepath.Join("..", "schema", "schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	var published object
	if err := json.Unmarshal(data, &published); err != nil {
		t.Fatal(err)
	}
	var want []string
	for name, property := range published.Properties {
		if len(property.Properties) == 0 {
			want = append(want, name)
		}
		for nested := range property.Properties {
			want = append(want, name+"."+nested)
		}
	}
	slices.Sort(want)
	if got := contract.RequestFields("schema"); !slices.Equal(got, want) {
		t.Errorf("the fields are %v, published are %v", got, want)
	}
}
