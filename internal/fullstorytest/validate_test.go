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
		with(`"now":""`):                                         "'/now'",
		with(`"fields":[]`):                                      "",
		with(`"segmentTimeRange":{"start":"","end":""}`):         "",
		with(`"eventDetails":{"scope":"SCOPE_EVENT"}`):           "",
		without(`{"start":"","end":""}`, someRange):              "",
		without("FORMAT_CSV", "FORMAT_NDJSON"):                   "",
		without("TYPE_EVENT", "TYPE_INDIVIDUAL"):                 "",
		`null`:                                                   "object",
		`"x"`:                                                    "object",
		without(`"segmentId":"everyone",`, ``):                   "missing property 'segmentId'",
		without(`"everyone"`, `""`):                              "'/segmentId'",
		without(`"everyone"`, `7`):                               "'/segmentId'",
		without("TYPE_EVENT", "events"):                          "'/type'",
		without(`"format":"FORMAT_CSV",`, ``):                    "missing property 'format'",
		without("FORMAT_CSV", "csv"):                             "'/format'",
		without(`,"timeRange":{"start":"","end":""}`, ``):        "missing property 'timeRange'",
		without(`"start":"",`, ``):                               "'/timeRange",
		without(`"start":""`, `"start":null`):                    "'/timeRange",
		without(`"end":""`, `"end":"","zone":"UTC"`):             "'/timeRange",
		without(`"end":""`, `"end":"2026-02-30T00:00:00Z"`):      "'/timeRange",
		without(`"end":""`, `"end":"2026-01-01"`):                "'/timeRange",
		without(`"end":""`, `"end":"2026-01-01T00:00:00+02:00"`): "'/timeRange",
		with(`"segmentTimeRange":{"start":""}`):                  "'/segmentTimeRange'",
		with(`"fields":["a","b","a"]`):                           "items at 0 and 2 are equal",
		with(`"fields":"a"`):                                     "'/fields",
		with(`"fields":[""]`):                                    "'/fields",
		with(`"timezone":"Mars/Olympus"`):                        "'/timezone'",
		with(`"timezone":""`):                                    "'/timezone'",
		with(`"timezone":"Local"`):                               "'/timezone'",
		with(`"eventDetails":{"scope":"events"}`):                "'/eventDetails",
		with(`"eventDetails":{}`):                                "'/eventDetails",
		with(`"colour":"red"`):                                   "'colour' not allowed",
		without("TYPE_EVENT", "TYPE_INDIVIDUAL") + " ":           "",
		strings.Replace(with(`"eventDetails":{"scope":"SCOPE_EVENTS"}`), "TYPE_EVENT", "TYPE_INDIVIDUAL", 1): "value must be 'TYPE_EVENT'",
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
