package segmentexport_test

import (
	"strings"
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// Each warning is given once, by the plan that submits the export.
func TestAcc_SegmentExport_PlanWarnsAboutTheTimeRange(t *testing.T) {
	t.Parallel()
	hoursAgo := func(n int) string {
		return time.Now().Add(time.Duration(-n) * time.Hour).UTC().Format("2006-01-02T15:00:00Z")
	}
	for name, c := range map[string]struct {
		arguments string
		want      []string // of the one warning; nil if there is none
	}{
		"in the future":    {`time_range = { start = "2998-01-01T00:00:00Z", end = "2999-01-01T00:00:00Z" }`, []string{"Time range ends in the future", "time_range.end is", "ended at least 24 hours ago"}},
		"not settled":      {`time_range = { start = "` + hoursAgo(6) + `", end = "` + hoursAgo(1) + `" }`, []string{"Data for this time range may still change", "less than 24 hours ago"}},
		"no end":           {`time_range = { start = "` + hoursAgo(48) + `" }`, []string{"Data for this time range may still change", "time_range has no end", "Terraform silently drops unknown keys"}},
		"a misspelled end": {`time_range = { start = "` + hoursAgo(48) + `", until = "` + hoursAgo(24) + `" }`, []string{"time_range has no end", "such as from, to or until"}},
		"the last 30 days": {`time_range = { start = "2020-01-01T00:00:00Z", end = "2020-02-01T00:00:00Z" }`, []string{"Segment covers the last 30 days only", "Set segment_time_range"}},
		"everything":       {`time_range = { end = "2020-02-01T00:00:00Z" }`, []string{"Segment covers the last 30 days only"}},
		"the last second": {`time_range         = { start = "2020-01-01T00:00:00Z", end = "2020-01-31T23:59:59Z" }
			segment_time_range = { start = "2020-01-01T00:00:00Z" }`, []string{"Time range excludes its last second", "The end is exclusive"}},
		"the last second of the segment's range": {`segment_time_range = { start = "2020-01-01T00:00:00Z", end = "2020-01-31T23:59:59Z" }`,
			[]string{"Time range excludes its last second", "segment_time_range.end"}},
		"a sound range": {`time_range         = { start = "2020-01-01T00:00:00Z", end = "2020-02-01T00:00:00Z" }
			segment_time_range = { start = "2020-01-01T00:00:00Z", end = "2020-02-01T00:00:00Z" }`, nil},
		"all time":        {`segment_time_range = {}`, nil},
		"no range":        {``, nil},
		"30 days":         {`time_range = { start = "` + hoursAgo(24*29) + `", end = "` + hoursAgo(48) + `" }`, nil},
		"another segment": {`time_range = { start = "2020-01-01T00:00:00Z", end = "2020-02-01T00:00:00Z" }`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newServer(t, fullstorytest.WithWireFormat("reference"))
			config := exportWith(c.arguments)
			if name == "another segment" {
				config = strings.Replace(config, `"everyone"`, `"user@example.com:1"`, 1)
			}
			cli := providertest.NewCLI(t, server, config)
			cli.Env = append(cli.Env, "FULLSTORY_WIRE_FORMAT=reference")
			warnings := cli.Run("plan", "-json").Warnings()
			if c.want == nil && len(warnings) > 0 {
				t.Errorf("warnings: %+v", warnings)
			} else if c.want != nil {
				providertest.ExpectDiagnostic(t, warnings, c.want...)
			}
			cli.Apply()
			if warnings := cli.Run("plan", "-json").Warnings(); len(warnings) != 0 {
				t.Errorf("the plan after the apply warns again: %+v", warnings)
			}
		})
	}
}

// The plan checks the key with one request, before anything is submitted.
func TestAcc_SegmentExport_PlanChecksTheKey(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault fullstorytest.Fault
		want  string // summary of the first error; empty if the plan succeeds
	}{
		"a key that can export": {fullstorytest.Fault{}, ""},
		"a rejected key":        {fullstorytest.Status(401), "FullStory rejected the API key"},
		"a Standard key":        {fullstorytest.StatusBody(200, "application/json", `{"email":"a@example.com","orgId":"o","role":"USER"}`), "The API key cannot export"},
		"no permission to ask":  {fullstorytest.Status(403), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newServer(t)
			server.Always(fullstorytest.RouteGetMe, c.fault)
			errors := providertest.NewCLI(t, server, exportWith("count = 3")).Run("plan", "-json").Errors()
			if n := server.Count(fullstorytest.RouteGetMe); n != 1 || len(server.Requests()) != 1 {
				t.Errorf("%d of %d requests are for the owner of the key, want 1 of 1", n, len(server.Requests()))
			}
			// Newer versions of Terraform may end a failed plan before the last instance.
			full := 0
			for _, d := range errors {
				if d.Summary == c.want {
					full++
				} else if c.want == "" || d.Summary != "Segment export not submitted" {
					t.Errorf("unexpected error: %+v", d)
				}
			}
			if c.want != "" && full != 1 {
				t.Errorf("errors: %+v", errors)
			}
		})
	}
}

// After the first refusal of the key, no other submission of the run is sent.
func TestAcc_SegmentExport_RejectedKeyStopsOtherSubmissions(t *testing.T) {
	t.Parallel()
	for _, status := range []int{401, 403} {
		server := newServer(t)
		server.Always(fullstorytest.RouteCreateExport, fullstorytest.Status(status))
		summaries := map[string]int{}
		for _, d := range providertest.NewCLI(t, server, exportWith("count = 5")).Run("apply", "-auto-approve", "-json").Errors() {
			summaries[d.Summary]++
		}
		if summaries["Could not submit the segment export"] != 1 || summaries["Segment export not submitted"] != 4 {
			t.Errorf("%d: errors: %v", status, summaries)
		}
		wantRequests(t, server, fullstorytest.RouteCreateExport, 1)
	}
}

func TestAcc_SegmentExport_PlanWithoutAKey(t *testing.T) {
	t.Parallel()
	server := newServer(t)
	cli := providertest.NewCLI(t, server, minimal)
	withKey := cli.Env
	cli.Env = append(cli.Env, "FULLSTORY_API_KEY=")
	result := cli.Run("plan", "-json")
	providertest.ExpectDiagnostic(t, result.Errors(), "The FullStory API key is missing", "api_key in the provider block", "FULLSTORY_API_KEY")
	if n := len(server.Requests()); n != 0 || result.ExitCode != 1 {
		t.Errorf("%d requests, exit code %d", n, result.ExitCode)
	}
	withoutKey := cli.Env
	cli.Env = withKey
	cli.Apply()
	cli.Env = withoutKey
	cli.ExpectEmptyPlan()
}
