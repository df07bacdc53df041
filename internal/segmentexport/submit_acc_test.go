package segmentexport_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// bodies are configurations and the request body of each: every type with every
// format and without one, the ranges, and every other argument.
var bodies = map[string][]struct{ config, body string }{
	"schema": {
		{`type = "events"`,
			`{"segmentId":"SEGMENT","type":"events"}`},
		{`type = "individuals"`,
			`{"segmentId":"SEGMENT","type":"individuals"}`},
		{`type = "individuals"
		  format = "csv"
		  time_range = { start = "2026-01-01T00:00:00+01:00", end = "2026-01-02T00:00:00Z" }`,
			`{"segmentId":"SEGMENT","type":"individuals","format":"csv","timeRange":{"start":"2025-12-31T23:00:00Z","end":"2026-01-02T00:00:00Z"}}`},
		{`type = "events"
		  format = "json"
		  time_range = { start = "2026-01-01t00:00:00.250z" }
		  segment_time_range = { end = "2026-01-01T00:00:00Z" }`,
			`{"segmentId":"SEGMENT","type":"events","format":"json","timeRange":{"start":"2026-01-01T00:00:00.25Z"},"segmentTimeRange":{"end":"2026-01-01T00:00:00Z"}}`},
		{`type = "events"
		  segment_time_range = { start = "2025-01-01T00:00:00-05:00", end = "2026-01-01T00:00:00-05:00" }
		  fields = []`,
			`{"segmentId":"SEGMENT","type":"events","segmentTimeRange":{"start":"2025-01-01T05:00:00Z","end":"2026-01-01T05:00:00Z"}}`},
		{`type = "events"
		  format = "csv"
		  segment_time_range = { start = "2025-01-01T00:00:00Z" }`,
			`{"segmentId":"SEGMENT","type":"events","format":"csv","segmentTimeRange":{"start":"2025-01-01T00:00:00Z"}}`},
		{`type = "individuals"
		  format = "json"
		  time_range = { end = "2026-01-01T00:00:00Z" }`,
			`{"segmentId":"SEGMENT","type":"individuals","format":"json","timeRange":{"end":"2026-01-01T00:00:00Z"}}`},
	},
	"reference": {
		{`type = "events"`,
			`{"segmentId":"SEGMENT","type":"TYPE_EVENT","format":"FORMAT_JSON","timeRange":{"start":"","end":""}}`},
		{`type = "individuals"
		  format = "csv"
		  time_range = { end = "2026-01-02T00:00:00+02:00" }`,
			`{"segmentId":"SEGMENT","type":"TYPE_INDIVIDUAL","format":"FORMAT_CSV","timeRange":{"start":"","end":"2026-01-01T22:00:00Z"}}`},
		{`type = "events"
		  format = "ndjson"
		  time_range = { start = "2026-01-01T00:00:00Z" }
		  segment_time_range = { start = "2025-01-01T00:00:00Z" }
		  scope = "sessions"
		  fields = ["user_*", "evt_Price_real"]
		  timezone = "America/New_York"`,
			`{"segmentId":"SEGMENT","type":"TYPE_EVENT","format":"FORMAT_NDJSON","timeRange":{"start":"2026-01-01T00:00:00Z","end":""},
			  "segmentTimeRange":{"start":"2025-01-01T00:00:00Z","end":""},"fields":["user_*","evt_Price_real"],
			  "timezone":"America/New_York","eventDetails":{"scope":"SCOPE_SESSIONS"}}`},
		{`type = "events"
		  time_range = { start = "2026-01-01T00:00:00Z" }
		  segment_time_range = {}
		  scope = "events"
		  now = "2026-02-01T01:00:00+01:00"`,
			`{"segmentId":"SEGMENT","type":"TYPE_EVENT","format":"FORMAT_JSON","timeRange":{"start":"2026-01-01T00:00:00Z","end":""},
			  "segmentTimeRange":{"start":"","end":""},"now":"2026-02-01T00:00:00Z","eventDetails":{"scope":"SCOPE_EVENTS"}}`},
		{`type = "events"
		  format = "json"
		  scope = "SCOPE_EVENT"`,
			`{"segmentId":"SEGMENT","type":"TYPE_EVENT","format":"FORMAT_JSON","timeRange":{"start":"","end":""},"eventDetails":{"scope":"SCOPE_EVENT"}}`},
		{`type = "events"
		  scope = "pages"
		  format = "csv"`,
			`{"segmentId":"SEGMENT","type":"TYPE_EVENT","format":"FORMAT_CSV","timeRange":{"start":"","end":""},"eventDetails":{"scope":"SCOPE_PAGES"}}`},
		{`type = "individuals"`,
			`{"segmentId":"SEGMENT","type":"TYPE_INDIVIDUAL","format":"FORMAT_JSON","timeRange":{"start":"","end":""}}`},
		{`type = "individuals"
		  format = "json"
		  segment_time_range = { end = "2026-01-02T00:00:00Z" }`,
			`{"segmentId":"SEGMENT","type":"TYPE_INDIVIDUAL","format":"FORMAT_JSON","timeRange":{"start":"","end":""},
			  "segmentTimeRange":{"start":"","end":"2026-01-02T00:00:00Z"}}`},
		{`type = "individuals"
		  format = "ndjson"
		  time_range = { start = "2026-01-01T00:00:00Z", end = "2026-01-02T00:00:00Z" }`,
			`{"segmentId":"SEGMENT","type":"TYPE_INDIVIDUAL","format":"FORMAT_NDJSON",
			  "timeRange":{"start":"2026-01-01T00:00:00Z","end":"2026-01-02T00:00:00Z"}}`},
	},
}

func TestAcc_SegmentExport_RequestBodies(t *testing.T) {
	t.Parallel()
	for format, cases := range bodies {
		t.Run(format, func(t *testing.T) {
			server := newServer(t, fullstorytest.WithWireFormat(format))
			config := ""
			want := map[string]string{}
			for i, c := range cases {
				segment := fmt.Sprintf("user@example.com:%d", i)
				config += fmt.Sprintf("resource \"fullstory_segment_export\" \"x%d\" {\n segment_id = %q\n %s\n}\n", i, segment, c.config)
				want[segment] = c.body
			}
			runSteps(t, resource.TestStep{Config: providertest.Config(server, config, `wire_format = "`+format+`"`)})
			posts := server.RequestsTo(fullstorytest.RouteCreateExport)
			if len(posts) != len(cases) || len(server.Exports()) != len(cases) {
				t.Errorf("%d POSTs made %d exports, want %d", len(posts), len(server.Exports()), len(cases))
			}
			for _, post := range posts {
				var got, wanted map[string]any
				if err := json.Unmarshal(post.Body, &got); err != nil {
					t.Fatal(err)
				}
				segment, _ := got["segmentId"].(string)
				if err := json.Unmarshal([]byte(want[segment]), &wanted); err != nil {
					t.Fatal(err)
				}
				wanted["segmentId"] = segment
				if !reflect.DeepEqual(got, wanted) {
					t.Errorf("sent %s\nwant %s", post.Body, want[segment])
				}
			}
		})
	}
}

// The environment can set the wire format.
func TestAcc_SegmentExport_WireFormatFromTheEnvironment(t *testing.T) {
	server := newServer(t, fullstorytest.WithWireFormat("reference"))
	t.Setenv("FULLSTORY_WIRE_FORMAT", "reference")
	runSteps(t, resource.TestStep{Config: providertest.Config(server, minimal)})
	wantExports(t, server, 1)
}

// minimal is an export without optional arguments.
const minimal = `
resource "fullstory_segment_export" "x" {
  segment_id = "everyone"
  type       = "events"
}
`

// What these say beyond the table of faults in internal/provider.
func TestAcc_SegmentExport_SubmitFails(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault   fullstorytest.Fault
		exports int
		texts   []string
	}{
		"response lost": {fullstorytest.ResponseLost(), 1, []string{
			"Unknown whether the segment export was submitted", "does not repeat the request",
			"The request may have created one of these exports", "(COMPLETED, created", "import it instead of applying again", "Segment: everyone", "Request sent:"}},
		"reset, nothing created": {fullstorytest.ResetBefore(), 0, []string{
			"Unknown whether", "FullStory lists no new export so far", "before you apply again"}},
		"400": {fullstorytest.StatusBody(400, "application/json", `{"message":"no such field","code":"bad_request"}`), 0, []string{
			"Could not submit the segment export", "FullStory refused the request", `set wire_format = "reference"`, "no such field (code bad_request)"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newServer(t)
			server.Inject(fullstorytest.RouteCreateExport, c.fault)
			runSteps(t, resource.TestStep{Config: providertest.Config(server, minimal), ExpectError: providertest.Message(c.texts...)})
			wantRequests(t, server, fullstorytest.RouteCreateExport, 1)
			wantExports(t, server, c.exports)
			wantRequests(t, server, fullstorytest.RouteCancelOperation, 0)
		})
	}
}
