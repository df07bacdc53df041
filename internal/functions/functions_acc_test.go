package functions_test

import (
	"strings"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

func TestMain(m *testing.M) { providertest.Main(m) }

// output returns a configuration that calls a function.
func output(call string) string {
	return "output \"x\" { value = provider::fullstory::" + call + " }\n"
}

// evaluate applies a call and checks that it makes no request.
func evaluate(t *testing.T, call string) string {
	t.Helper()
	server := fullstorytest.New()
	defer server.Close()
	cli := providertest.NewCLI(t, server, output(call))
	cli.Env = append(cli.Env, "FULLSTORY_API_KEY=") // functions need none
	cli.Apply()
	if n := len(server.Requests()); n != 0 {
		t.Errorf("%d requests", n)
	}
	return strings.TrimSpace(cli.Run("output", "-json", "x").Output)
}

func TestAcc_TimeWindows(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ call, want string }{
		"from offsets to UTC, with fractions": {`time_windows("2026-01-01T01:00:00.25+01:00", "2026-01-15t00:00:00.5z", "2w")`,
			`[{"end":"2026-01-15T00:00:00.25Z","start":"2026-01-01T00:00:00.25Z"},{"end":"2026-01-15T00:00:00.5Z","start":"2026-01-15T00:00:00.25Z"}]`},
		"calendar months with an overlap": {`time_windows("2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z", "1mo", "1d")`,
			`[{"end":"2026-02-01T00:00:00Z","start":"2026-01-01T00:00:00Z"},{"end":"2026-03-01T00:00:00Z","start":"2026-01-31T00:00:00Z"}]`},
		// Nothing to export yet is no mistake, as when a daily recipe starts today.
		"equal times": {`time_windows("2026-01-01T00:00:00Z", "2026-01-01T01:00:00+01:00", "1d")`, `[]`},
		"the latest settled day": {`settled_window("2026-01-15T06:00:00Z", "1d", "24h")`,
			`{"end":"2026-01-14T00:00:00Z","start":"2026-01-13T00:00:00Z"}`},
		// One key for each window, in order, as for_each gets them.
		"keys": {`time_windows("2026-01-01T00:00:00Z", "2026-01-01T03:00:00Z", "1h30m")[*].start`, `["2026-01-01T00:00:00Z","2026-01-01T01:30:00Z"]`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := evaluate(t, c.call); strings.NewReplacer(" ", "", "\n", "").Replace(got) != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestAcc_SegmentID(t *testing.T) {
	t.Parallel()
	got := evaluate(t, `segment_id("https://app.fullstory.com/ui/19AB2C/segments/a%2Fb%40example.com%3A1%3D/people/0?tab=1")`)
	if got != `"a/b@example.com:1="` {
		t.Errorf("got %s", got)
	}
}

func TestAcc_Functions_ErrorsAreAtTheArgument(t *testing.T) {
	t.Parallel()
	const start, end = `"2026-01-01T00:00:00Z", `, `"2026-02-01T00:00:00Z", `
	for call, texts := range map[string][]string{
		`time_windows("yesterday", ` + end + `"1d")`:                               {"start", `"yesterday" is not a valid RFC 3339 time`, "Write date, time and offset"},
		`time_windows(` + start + `"2026-02-30T00:00:00Z", "1d")`:                  {"end", `"2026-02-30T00:00:00Z" is not a valid RFC 3339 time: this date or time of day does not exist`},
		`time_windows(` + start + `"2026-01-01T00:59:59+01:00", "1d")`:             {"end", `The end must not be before the start, but "2026-01-01T00:59:59+01:00" is before "2026-01-01T00:00:00Z"`},
		`time_windows(` + start + end + `"a day")`:                                 {"step", `The step "a day" is not a duration: write numbers with the units`},
		`time_windows(` + start + end + `"0d")`:                                    {"step", `The step "0d" is zero`},
		`time_windows(` + start + end + `"-1d")`:                                   {"step", `The step "-1d" is negative`},
		`time_windows(` + start + end + `"20000w")`:                                {"step", `The step "20000w" is too long: the maximum is 106751 days`},
		`settled_window("0000-01-01T00:00:00Z", "1mo", "0s")`:                      {"now", "begins before the year 0"},
		`time_windows(` + start + end + `"1m")`:                                    {"step", `The step "1m" is too short: it would create more than 10000 windows. The unit m is minutes; months are mo`},
		`export_columns("event", null)`:                                            {"type", `The type must be "events" or "individuals", got: "event"`},
		`export_columns("events", ["UserId", "user_*"])`:                           {"fields", `The field "user_*" stands for all custom properties`, "Name the properties instead"},
		`export_columns("events", ["UserId", "UserId"])`:                           {"fields", `The field "UserId" occurs more than once`},
		`export_columns("events", ["UserId", null])`:                               {"fields", `The field at index 1 is null or empty`},
		`segment_id("https://app.fullstory.com/ui/19AB2C/sessions/x")`:             {"url", `"https://app.fullstory.com/ui/19AB2C/sessions/x" is not the URL of a segment in the FullStory app. Copy the URL`},
		`segment_id("https://app.fullstory.com/ui/19AB2C/segments/%%zz/people/0")`: {"url", `contains an ID with invalid escapes`},
		`time_windows(` + start + end + `"1d", "2d")`:                              {"overlap", `The overlap "2d" must be shorter than the step`},
		`settled_window("2026-01-15T06:00:00Z", "0mo", "24h")`:                     {"step", `The step "0mo" is zero`},
		`settled_window("2026-01-15T06:00:00Z", "1d", "-1h")`:                      {"delay", `The delay "-1h" is negative`},
		`segment_id(null)`: {"url", "argument must not be null"},
	} {
		t.Run(call, func(t *testing.T) {
			t.Parallel()
			server := fullstorytest.New()
			defer server.Close()
			texts[0] = `Invalid value for "` + texts[0] + `" parameter:`
			result := providertest.NewCLI(t, server, output(call)).PlanFails(texts...)
			for _, d := range result.Errors() { // the CLI adds a full stop
				if strings.HasSuffix(d.Detail, "..") {
					t.Errorf("the detail ends in two full stops: %s", d.Detail)
				}
			}
		})
	}
}
