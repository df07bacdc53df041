package segmentexport_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

func TestAcc_SegmentExport_ValidateAtPlan(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		format string // wire format; "" is the default
		config string // in place of the arguments that it names
		at     string // the attribute whose line the error shows
		texts  []string
	}{
		"no segment":                  {"", `segment_id = ""`, "segment_id", []string{"Invalid Attribute Value Match", `segment_id must be the ID of a segment, not blank, got: ""`}},
		"a segment with a line break": {"", `segment_id = "everyone\n"`, "segment_id", []string{"Invalid Attribute Value Match", "must not begin or end with white space"}},
		"the URL of a segment":        {"", `segment_id = "https://app.fullstory.com/ui/ORG/segments/everyone/people/0"`, "segment_id", []string{"Invalid Attribute Value Match", "must be the ID of a segment, not a URL (provider::fullstory::segment_id returns the ID in a URL)", `did you mean "everyone"?`}},
		"a URL without a scheme":      {"", `segment_id = "app.fullstory.com/ui/ORG/segments/a%40b.c%3A1/people"`, "segment_id", []string{"Invalid Attribute Value Match", `did you mean "a@b.c:1"?`}},
		"another URL":                 {"", `segment_id = "https://app.fullstory.com/ui/ORG/home"`, "segment_id", []string{"Invalid Attribute Value Match", `must be the ID of a segment, not a URL, got: "https://app.fullstory.com/ui/ORG/home"`}},
		"type":                        {"", `type = "TYPE_EVENT"`, "type", []string{"Invalid Attribute Value Match", `type value must be one of: ["individuals" "events"], got: "TYPE_EVENT"; did you mean "events"?`}},
		"format":                      {"", `format = "xml"`, "format", []string{"Invalid Attribute Value Match", `format value must be one of: ["json" "csv" "ndjson"], got: "xml"`}},
		"format of the API":           {"", `format = "FORMAT_CSV"`, "format", []string{"Invalid Attribute Value Match", `did you mean "csv"?`}},
		"not a time":                  {"", `time_range = { start = "2026-01-01" }`, "time_range", []string{"Invalid RFC 3339 time", `time_range.start is "2026-01-01", which is not a valid RFC 3339 time`, `Write date, time and offset`}},
		"no such day":                 {"", `time_range = { end = "2026-02-30T00:00:00Z" }`, "time_range", []string{"Invalid RFC 3339 time", `time_range.end is "2026-02-30T00:00:00Z"`, "this date or time of day does not exist"}},
		"ends before": {"", `time_range = { start = "2026-01-02T00:00:00Z", end = "2026-01-01T00:00:00Z" }`, "time_range", []string{
			"Time range ends before it starts", `time_range.end must be after time_range.start, but "2026-01-01T00:00:00Z" is not after "2026-01-02T00:00:00Z"`}},
		"ends at once": {"", `segment_time_range = { start = "2026-01-01T00:00:00Z", end = "2026-01-01T01:00:00+01:00" }`, "segment_time_range", []string{
			"Time range ends before it starts", "segment_time_range.end must be after segment_time_range.start"}},
		"empty range":              {"", `time_range = {}`, "time_range", []string{"Empty time range", "time_range has neither start nor end", "drops unknown keys"}},
		"misspelled bounds":        {"", `time_range = { from = "2026-01-01T00:00:00Z", to = "2026-01-02T00:00:00Z" }`, "time_range", []string{"Empty time range", "silently drops unknown keys of a range, such as from, to or until"}},
		"scope":                    {"reference", `scope = "users"`, "scope", []string{"Invalid Attribute Value Match", `scope must be "events", "pages", "sessions", "individuals", or a SCOPE_... value of the API, got: "users"`}},
		"scope in the singular":    {"reference", `scope = "page"`, "scope", []string{"Invalid Attribute Value Match", `got: "page"; did you mean "pages"?`}},
		"scope of everything":      {"reference", `scope = "all"`, "scope", []string{"Invalid Attribute Value Match", `got: "all"; did you mean "individuals"?`}},
		"scope of no events":       {"reference", "type = \"individuals\"\n scope = \"pages\"", "scope", []string{"scope requires type", `An export of type "individuals" has no scope`}},
		"duplicate field":          {"reference", `fields = ["user_*", "evt_*", "user_*"]`, "fields", []string{"Duplicate field", `"user_*" occurs more than once in fields`}},
		"blank field":              {"reference", `fields = ["user_*", " "]`, "fields", []string{"Invalid Attribute Value Match", "must be the name of a field, not blank"}},
		"null field":               {"reference", `fields = ["user_*", null]`, "fields", []string{"Null List Value", "This attribute contains a null value"}},
		"unknown zone":             {"reference", `timezone = "Europe/Atlantis"`, "timezone", []string{"Unknown time zone", `"Europe/Atlantis" is not the name of a time zone`}},
		"a zone in lower case":     {"reference", `timezone = "europe/berlin"`, "timezone", []string{"Unknown time zone", `Did you mean "Europe/Berlin"?`}},
		"a file that is no zone":   {"reference", `timezone = "posixrules"`, "timezone", []string{"Unknown time zone", "is not the name of a time zone"}},
		"a zone with leap seconds": {"reference", `timezone = "right/UTC"`, "timezone", []string{"Unknown time zone", "is not the name of a time zone"}},
		"schema has no ndjson": {"", `format = "ndjson"`, "format", []string{
			`Not supported by wire_format "schema"`, `The format "ndjson" exists only in FullStory`, `set wire_format = "reference"`}},
		"schema has no scope":    {"schema", `scope = "pages"`, "scope", []string{`Not supported by wire_format "schema"`, "scope exists only"}},
		"schema has no fields":   {"schema", `fields = ["user_*"]`, "fields", []string{`Not supported by wire_format "schema"`, "fields exists only"}},
		"schema has no timezone": {"schema", `timezone = "UTC"`, "timezone", []string{`Not supported by wire_format "schema"`, "timezone exists only"}},
		"schema has no now":      {"schema", `now = "2026-01-01T00:00:00Z"`, "now", []string{`Not supported by wire_format "schema"`, "now exists only"}},
		"schema has no all time": {"schema", `segment_time_range = {}`, "segment_time_range", []string{`Not supported by wire_format "schema"`, "segment_time_range = {} (all time)"}},
		"now is not a time":      {"reference", `now = "today"`, "now", []string{"Invalid RFC 3339 time", `now is "today"`}},
		"no time at all":         {"", `timeouts = { create = "0s" }`, "timeouts", []string{"Timeout is not positive", `timeouts.create is "0s". Use a positive duration, for example "90m"`}},
		"no duration":            {"", `timeouts = { create = "soon" }`, "timeouts", []string{"Timeout is not a duration", `timeouts.create is "soon". Use a positive duration, for example "90m"`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newServer(t)
			config := c.config
			for _, required := range []string{`segment_id = "everyone"`, `type = "events"`} {
				if !strings.Contains(config, strings.Fields(required)[0]+" =") {
					config = required + "\n  " + config
				}
			}
			extra := ""
			if c.format != "" {
				extra = fmt.Sprintf("wire_format = %q", c.format)
			}
			at := fmt.Sprintf(`in resource "fullstory_segment_export" "x": NN: %s`, c.at)
			texts := append([]string{c.texts[0], at}, c.texts[1:]...)
			runSteps(t, resource.TestStep{
				Config:      providertest.Config(server, "resource \"fullstory_segment_export\" \"x\" {\n  "+config+"\n}", extra),
				PlanOnly:    true,
				ExpectError: providertest.Message(texts...),
			})
			wantRequests(t, server, fullstorytest.RouteCreateExport, 0)
		})
	}
}

func TestAcc_SegmentExport_PlanWithUnknownValues(t *testing.T) {
	t.Parallel()
	server := newServer(t, fullstorytest.WithWireFormat("reference"))
	runSteps(t, resource.TestStep{Config: providertest.Config(server, `
resource "terraform_data" "later" {
  input = {
    segment = "everyone", type = "events", format = "csv", scope = "pages", zone = "UTC", field = "user_*", flag = true,
    start = "2026-01-01T00:00:00Z", end = "2026-01-02T00:00:00Z", range = { start = "2025-01-01T00:00:00Z", end = null }
  }
}
resource "fullstory_segment_export" "x" {
  segment_id         = terraform_data.later.output.segment
  type               = terraform_data.later.output.type
  format             = terraform_data.later.output.format
  scope              = terraform_data.later.output.scope
  timezone           = terraform_data.later.output.zone
  fields             = [terraform_data.later.output.field, "evt_*"]
  time_range         = { start = terraform_data.later.output.start, end = terraform_data.later.output.end }
  segment_time_range = terraform_data.later.output.range
  wait_for_completion = terraform_data.later.output.flag
  triggers           = { later = terraform_data.later.id }
}`, `wire_format = "reference"`)})
	wantExports(t, server, 1)
}

// An argument that may turn out to be null is not rejected.
func TestAcc_SegmentExport_PlanWithUnknownNullArguments(t *testing.T) {
	t.Parallel()
	for name, kind := range map[string]string{"events": "events", "no scope of individuals": "individuals"} {
		t.Run(name, func(t *testing.T) {
			server := newServer(t)
			runSteps(t, resource.TestStep{Config: providertest.Config(server, `
resource "terraform_data" "later" { input = { more = false } }
resource "fullstory_segment_export" "x" {
  segment_id = "everyone"
  type       = "`+kind+`"
  scope      = terraform_data.later.output.more ? "pages" : null
  timezone   = terraform_data.later.output.more ? "UTC" : null
  fields     = terraform_data.later.output.more ? ["user_*"] : null
}`)})
			wantExports(t, server, 1)
		})
	}
}

func TestAcc_SegmentExport_ValidateUnknownValuesAtApply(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ value, config, message string }{
		"type":   {`"nonsense"`, `type = terraform_data.later.output`, `type value must be one of`},
		"end":    {`"2020-01-01T00:00:00Z"`, "type = \"events\"\n time_range = { start = \"2026-01-01T00:00:00Z\", end = terraform_data.later.output }", `Time range ends before it starts`},
		"format": {`"ndjson"`, "type = \"events\"\n format = terraform_data.later.output", `Not supported by wire_format "schema"`},
		"zone":   {`"UTC"`, "type = \"events\"\n timezone = terraform_data.later.output", `Not supported by wire_format "schema"`},
		"fields": {`["user_*"]`, "type = \"events\"\n fields = terraform_data.later.output", `Not supported by wire_format "schema"`},
		"scope":  {`"individuals"`, "type = terraform_data.later.output\n scope = \"pages\"", `scope requires type`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newServer(t)
			wire := ""
			if name == "scope" {
				wire = `wire_format = "reference"`
			}
			runSteps(t, resource.TestStep{
				Config: providertest.Config(server, `
resource "terraform_data" "later" { input = `+c.value+` }
resource "fullstory_segment_export" "x" {
  segment_id = "everyone"
  `+c.config+`
}`, wire),
				ExpectError: providertest.Message("Error running apply", c.message),
			})
			wantRequests(t, server, fullstorytest.RouteCreateExport, 0)
		})
	}
}
