package fullstory_test

import (
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

func TestUnit_CreateExport_Body(t *testing.T) {
	full := fullstory.ExportRequest{
		SegmentID:        "user@example.com:4241245858598272",
		Type:             fullstory.ExportTypeEvents,
		Format:           fullstory.ExportFormatNDJSON,
		TimeRange:        &fullstory.TimeRange{Start: at("2026-01-01T02:00:00+02:00"), End: at("2026-01-01T00:00:00.5Z")},
		SegmentTimeRange: &fullstory.TimeRange{Start: at("2025-12-01T00:00:00-05:00")},
		Scope:            "pages",
		Fields:           []string{"user_*", "evt_Price_real"},
		Timezone:         "Europe/Berlin",
	}
	for name, c := range map[string]struct {
		format  fullstory.WireFormat
		request fullstory.ExportRequest
		body    string
	}{
		"schema, minimum": {"schema", everyone, `{"segmentId":"everyone","type":"events"}`},
		"schema, maximum": {"schema", fullstory.ExportRequest{
			SegmentID: "s", Type: fullstory.ExportTypeIndividuals, Format: fullstory.ExportFormatCSV,
			TimeRange: full.TimeRange, SegmentTimeRange: &fullstory.TimeRange{End: at("2026-01-01T00:00:00+01:00")},
		}, `{"segmentId":"s","type":"individuals","format":"csv",
			"timeRange":{"start":"2026-01-01T00:00:00Z","end":"2026-01-01T00:00:00.5Z"},
			"segmentTimeRange":{"end":"2025-12-31T23:00:00Z"}}`},
		"reference, minimum": {"reference", everyone,
			`{"segmentId":"everyone","type":"TYPE_EVENT","format":"FORMAT_JSON","timeRange":{"start":"","end":""}}`},
		"reference, maximum": {"reference", full, `{"segmentId":"user@example.com:4241245858598272","type":"TYPE_EVENT","format":"FORMAT_NDJSON",
			"timeRange":{"start":"2026-01-01T00:00:00Z","end":"2026-01-01T00:00:00.5Z"},
			"segmentTimeRange":{"start":"2025-12-01T05:00:00Z","end":""},
			"fields":["user_*","evt_Price_real"],"timezone":"Europe/Berlin","eventDetails":{"scope":"SCOPE_PAGES"}}`},
		"reference, scope unchanged": {"reference", fullstory.ExportRequest{
			SegmentID: "s", Type: fullstory.ExportTypeEvents, Format: fullstory.ExportFormatCSV, Scope: "SCOPE_INDIVIDUAL",
		}, `{"segmentId":"s","type":"TYPE_EVENT","format":"FORMAT_CSV","timeRange":{"start":"","end":""},"eventDetails":{"scope":"SCOPE_INDIVIDUAL"}}`},
		"reference, all time and now": {"reference", fullstory.ExportRequest{
			SegmentID: "s", Type: fullstory.ExportTypeEvents, SegmentTimeRange: &fullstory.TimeRange{}, Now: at("2026-02-01T01:00:00+01:00"),
		}, `{"segmentId":"s","type":"TYPE_EVENT","format":"FORMAT_JSON","timeRange":{"start":"","end":""},
			"segmentTimeRange":{"start":"","end":""},"now":"2026-02-01T00:00:00Z"}`},
		"reference, individuals": {"reference", fullstory.ExportRequest{SegmentID: "s", Type: fullstory.ExportTypeIndividuals},
			`{"segmentId":"s","type":"TYPE_INDIVIDUAL","format":"FORMAT_JSON","timeRange":{"start":"","end":""}}`},
	} {
		t.Run(name, func(t *testing.T) {
			server := newServer(t, fullstorytest.WithWireFormat(string(c.format)))
			client := newClient(t, server, func(o *fullstory.Options) { o.WireFormat = c.format })
			operation, err := client.CreateExport(t.Context(), c.request)
			if err != nil {
				t.Fatal(err)
			}
			exports := server.Exports()
			if len(exports) != 1 || operation.ID != exports[0].ID || operation.State != fullstory.StatePending {
				t.Fatalf("got operation %+v, and the server has %+v", operation, exports)
			}
			wantJSON(t, server.RequestsTo(fullstorytest.RouteCreateExport)[0].Body, c.body)
		})
	}
}

func TestUnit_CreateExport_RejectsArgumentsTheWireFormatCannotCarry(t *testing.T) {
	server := newServer(t)
	for name, change := range map[string]func(*fullstory.ExportRequest){
		"ndjson":   func(r *fullstory.ExportRequest) { r.Format = fullstory.ExportFormatNDJSON },
		"scope":    func(r *fullstory.ExportRequest) { r.Scope = "pages" },
		"fields":   func(r *fullstory.ExportRequest) { r.Fields = []string{"user_*"} },
		"timezone": func(r *fullstory.ExportRequest) { r.Timezone = "UTC" },
		"now":      func(r *fullstory.ExportRequest) { r.Now = at("2026-01-01T00:00:00Z") },
		"all time": func(r *fullstory.ExportRequest) { r.SegmentTimeRange = &fullstory.TimeRange{} },
	} {
		request := everyone
		change(&request)
		if _, err := newClient(t, server).CreateExport(t.Context(), request); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
	wantNoRequests(t, server)
}

func TestUnit_CreateExport_ReadsBothFamiliesResponses(t *testing.T) {
	for name, c := range map[string]struct {
		body, id string
		state    fullstory.State
	}{
		"reference":             {`{"operationId":"AbC="}`, "AbC=", fullstory.StatePending},
		"schema":                {`{"id":"x/y","type":"SEARCH_EXPORT","state":"RUNNING","extra":[1]}`, "x/y", fullstory.StateRunning},
		"both IDs, other state": {`{"id":"a","operationId":"b","state":"queued"}`, "a", "QUEUED"},
		"unexpected types":      {`{"id":"a","state":"FAILED","type":{},"step":[],"errorDetails":{"code":5}}`, "a", fullstory.StateFailed},
		"numeric state":         {`{"id":"a","state":7}`, "a", "7"},
	} {
		t.Run(name, func(t *testing.T) {
			server := newServer(t)
			server.Inject(fullstorytest.RouteCreateExport, fullstorytest.StatusBody(200, "application/json", c.body))
			operation, err := newClient(t, server).CreateExport(t.Context(), everyone)
			if err != nil || operation.ID != c.id || operation.State != c.state {
				t.Errorf("got %q, %q and %v", operation.ID, operation.State, err)
			}
		})
	}
}

func TestUnit_CreateExport_KeepsTheIDOfAnOddResponse(t *testing.T) {
	for answer, want := range map[string]string{
		`{"operationId":"x=","state":{}}`:                           "x=",
		`{"id":"x=","state":["RUNNING"],"createdAt":{}}`:            "x=",
		`{"id":"","operationId":"x=","results":"soon","type":null}`: "x=",
		`{"id":null,"operationId":"x=","errorDetails":{"code":1}}`:  "x=",
		`{"id":42}`: "42",
	} {
		server := newServer(t)
		server.Inject(fullstorytest.RouteCreateExport, fullstorytest.ActThenBody(200, "application/json", answer))
		got, err := newClient(t, server).CreateExport(t.Context(), everyone)
		if err != nil || got.ID != want || got.State != fullstory.StatePending {
			t.Errorf("%s: got %q, %q and %v", answer, got.ID, got.State, err)
		}
	}
}
