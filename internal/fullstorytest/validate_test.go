package fullstorytest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

func TestUnit_SchemaValidation(t *testing.T) {
	for body, wrong := range map[string]string{ // "" if valid, or a word of the message
		schemaBody:                               "",
		`{"segmentId":"x","type":"individuals"}`: "",
		`{"segmentId":"x","type":"events","timeRange":{"start":"2026-01-01T00:00:00+02:00"}}`:                  "",
		`{"segmentId":"x","type":"events","timeRange":{},"segmentTimeRange":{"end":"2026-01-01T00:00:00.5Z"}}`: "",
		``:                                      "JSON",
		`{"segmentId":"x","type":"events"} {}`:  "JSON",
		`[]`:                                    "object",
		`{"type":"events"}`:                     "segmentId",
		`{"segmentId":"x"}`:                     "type",
		`{"segmentId":7,"type":"events"}`:       "/segmentId",
		`{"segmentId":"x","type":"TYPE_EVENT"}`: "/type",
		`{"segmentId":"x","type":"events","format":"ndjson"}`:                  "/format",
		`{"segmentId":"x","type":"events","format":null}`:                      "/format",
		`{"segmentId":"x","type":"events","timeRange":{"start":""}}`:           "/timeRange/start",
		`{"segmentId":"x","type":"events","timeRange":{"start":"2026-01-01"}}`: "/timeRange/start",
		`{"segmentId":"x","type":"events","timeRange":{"from":"2026-01-01"}}`:  "from",
		`{"segmentId":"x","type":"events","segmentTimeRange":{"end":"soon"}}`:  "/segmentTimeRange/end",
		`{"segmentId":"x","type":"events","fields":["EventStart"]}`:            "fields",
	} {
		checkBody(t, body, wrong)
	}
}

func TestUnit_ReferenceValidation(t *testing.T) {
	// with returns a valid request with more members.
	with := func(members string) string { return strings.TrimSuffix(referenceBody, "}") + "," + members + "}" }
	without := func(from, to string) string { return strings.Replace(referenceBody, from, to, 1) }
	const someRange = `{"start":"2026-01-01T00:00:00Z","end":"2026-02-01T00:00:00.25Z"}`
	for body, wrong := range map[string]string{
		referenceBody:                                            "",
		with(`"segmentTimeRange":` + someRange):                  "",
		with(`"fields":["EventStart","user_*"]`):                 "",
		with(`"timezone":"Europe/Berlin"`):                       "",
		with(`"now":"2026-01-01T00:00:00+02:00"`):                "",
		with(`"now":""`):                                         "now must",
		with(`"fields":[]`):                                      "",
		with(`"segmentTimeRange":{"start":"","end":""}`):         "",
		with(`"eventDetails":{"scope":"SCOPE_EVENT"}`):           "",
		without(`{"start":"","end":""}`, someRange):              "",
		without("FORMAT_CSV", "FORMAT_NDJSON"):                   "",
		without("TYPE_EVENT", "TYPE_INDIVIDUAL"):                 "",
		`null`:                                                   "required",
		`"x"`:                                                    "object",
		without(`"segmentId":"everyone",`, ``):                   "segmentId is required",
		without(`"everyone"`, `""`):                              "segmentId must",
		without(`"everyone"`, `7`):                               "segmentId must",
		without("TYPE_EVENT", "events"):                          "type must",
		without(`"format":"FORMAT_CSV",`, ``):                    "format is required",
		without("FORMAT_CSV", "csv"):                             "format must",
		without(`,"timeRange":{"start":"","end":""}`, ``):        "timeRange is required",
		without(`"start":"",`, ``):                               "timeRange must",
		without(`"start":""`, `"start":null`):                    "timeRange must",
		without(`"end":""`, `"end":"","zone":"UTC"`):             "timeRange must",
		without(`"end":""`, `"end":"2026-01-01"`):                "timeRange must",
		without(`"end":""`, `"end":"2026-01-01T00:00:00+02:00"`): "timeRange must",
		with(`"segmentTimeRange":{"start":""}`):                  "segmentTimeRange must",
		with(`"fields":["a","b","a"]`):                           `fields has "a" twice`,
		with(`"fields":"a"`):                                     "fields must",
		with(`"fields":[""]`):                                    "fields must",
		with(`"timezone":"Mars/Olympus"`):                        "timezone must",
		with(`"timezone":""`):                                    "timezone must",
		with(`"timezone":"Local"`):                               "timezone must",
		with(`"eventDetails":{"scope":"events"}`):                "eventDetails must",
		with(`"eventDetails":{}`):                                "eventDetails must",
		with(`"colour":"red"`):                                   "colour is not",
		without("TYPE_EVENT", "TYPE_INDIVIDUAL") + " ":           "",
		strings.Replace(with(`"eventDetails":{"scope":"SCOPE_EVENTS"}`), "TYPE_EVENT", "TYPE_INDIVIDUAL", 1): "eventDetails goes",
	} {
		checkBody(t, body, wrong, fullstorytest.WithWireFormat("reference"))
	}
}

func checkBody(t *testing.T, body, wrong string, opts ...fullstorytest.Option) {
	t.Helper()
	s := fullstorytest.New(opts...)
	got := inProcess(t, s).do(http.MethodPost, "/segments/v1/exports", body)
	if wrong == "" {
		if got.status != http.StatusOK || len(s.Exports()) != 1 {
			t.Errorf("%s: status %d, %d exports: %s", body, got.status, len(s.Exports()), got.body)
		}
		return
	}
	if got.status != http.StatusBadRequest || len(s.Exports()) != 0 {
		t.Errorf("%s: status %d, %d exports: %s", body, got.status, len(s.Exports()), got.body)
		return
	}
	refusal := got.object(t, http.StatusBadRequest)
	equal(t, "code", refusal["code"], any("bad_request"))
	if message, _ := refusal["message"].(string); !strings.Contains(message, wrong) || strings.Contains(message, "file:") {
		t.Errorf("%s: the message is %q, want it to mention %q", body, message, wrong)
	}
}

func TestUnit_StrictSegments(t *testing.T) {
	everyTransport(t, func(t *testing.T, s *fullstorytest.Server, c *client) {
		const body = `{"segmentId":"mine","type":"events"}`
		c.do(http.MethodPost, "/segments/v1/exports", body).object(t, http.StatusNotFound)
		s.AddSegment(fullstorytest.Segment{ID: "mine", Name: "Mine"})
		c.export(body)
		equal(t, "exports", len(s.Exports()), 1)
	}, fullstorytest.WithStrictSegments())
}
