package functions

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/rfc3339"
)

func at(t testing.TB, text string) time.Time {
	t.Helper()
	parsed, err := rfc3339.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

func TestUnit_TimeWindows(t *testing.T) {
	for name, c := range map[string]struct {
		start, end string
		step       time.Duration
		want       string // the times that windows begin and end at
	}{
		"one, exactly":     {"2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", 24 * time.Hour, "2026-01-01T00:00:00Z 2026-01-02T00:00:00Z"},
		"one, cut":         {"2026-01-01T00:00:00Z", "2026-01-01T00:00:00.000000001Z", time.Hour, "2026-01-01T00:00:00Z 2026-01-01T00:00:00.000000001Z"},
		"the last one cut": {"2026-01-01T00:00:00Z", "2026-01-02T12:00:00Z", 24 * time.Hour, "2026-01-01T00:00:00Z 2026-01-02T00:00:00Z 2026-01-02T12:00:00Z"},
		"a leap day":       {"2028-02-28T00:00:00Z", "2028-03-01T00:00:00Z", 24 * time.Hour, "2028-02-28T00:00:00Z 2028-02-29T00:00:00Z 2028-03-01T00:00:00Z"},
		"offsets, to UTC":  {"2026-01-01T01:00:00+01:00", "2026-01-01T06:00:00+05:00", time.Hour, "2026-01-01T00:00:00Z 2026-01-01T01:00:00Z"},
		// Summer time begins in Berlin between these: a day of 23 hours, were it not
		// for UTC.
		"no summer time": {"2026-03-28T23:00:00Z", "2026-03-30T23:00:00Z", 24 * time.Hour, "2026-03-28T23:00:00Z 2026-03-29T23:00:00Z 2026-03-30T23:00:00Z"},
		// Longer than a Duration can say.
		"ten thousand years": {"0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z", 1<<63 - 1, "" +
			"0000-01-01T00:00:00Z 0292-04-10T23:47:16.854775807Z … 35 windows"},
	} {
		t.Run(name, func(t *testing.T) {
			windows, err := splitRange(at(t, c.start), at(t, c.end), step{duration: c.step}, 0)
			if err != nil {
				t.Fatal(err)
			}
			got := []string{windows[0].start.Format(time.RFC3339Nano)}
			for _, window := range windows {
				got = append(got, window.end.Format(time.RFC3339Nano))
			}
			if len(got) > 10 {
				got = append(got[:2], "…", fmt.Sprint(len(windows)), "windows")
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("got  %s\nwant %s", strings.Join(got, " "), c.want)
			}
		})
	}
}

func TestUnit_TimeWindows_Cap(t *testing.T) {
	start := at(t, "2026-01-01T00:00:00Z")
	if windows, err := splitRange(start, start.Add(10_000*time.Second), step{duration: time.Second}, 0); err != nil || len(windows) != 10_000 {
		t.Errorf("10,000 windows: got %d and %v", len(windows), err)
	}
	for _, end := range []time.Time{start.Add(10_000*time.Second + 1), at(t, "9999-01-01T00:00:00.5Z")} {
		windows, err := splitRange(start, end, step{duration: time.Second}, 0)
		if err == nil || !strings.Contains(err.Error(), "more than 10000 windows") {
			t.Errorf("until %s: got %d windows and %v", end, len(windows), err)
		}
	}
}

func TestUnit_TimeWindows_MonthsAndOverlap(t *testing.T) {
	for name, c := range map[string]struct {
		start, end, step string
		overlap          time.Duration
		want             string
	}{
		"calendar months": {"2026-01-01T00:00:00Z", "2026-03-15T00:00:00Z", "1mo", 0,
			"2026-01-01/2026-02-01 2026-02-01/2026-03-01 2026-03-01/2026-03-15"},
		"months from the last day of one": {"2028-01-31T00:00:00Z", "2028-04-30T00:00:00Z", "1mo", 0,
			"2028-01-31/2028-02-29 2028-02-29/2028-03-31 2028-03-31/2028-04-30"},
		"quarters": {"2025-11-01T00:00:00Z", "2026-05-01T00:00:00Z", "3mo", 0,
			"2025-11-01/2026-02-01 2026-02-01/2026-05-01"},
		"an overlap, but not before the start": {"2026-01-01T00:00:00Z", "2026-01-22T00:00:00Z", "1w", 24 * time.Hour,
			"2026-01-01/2026-01-08 2026-01-07/2026-01-15 2026-01-14/2026-01-22"},
	} {
		t.Run(name, func(t *testing.T) {
			step, err := parseStep(c.step)
			if err != nil {
				t.Fatal(err)
			}
			windows, err := splitRange(at(t, c.start), at(t, c.end), step, c.overlap)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, w := range windows {
				got = append(got, w.start.Format(time.DateOnly)+"/"+w.end.Format(time.DateOnly))
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("got  %s\nwant %s", strings.Join(got, " "), c.want)
			}
		})
	}
}

func TestUnit_SettledWindow(t *testing.T) {
	for name, c := range map[string]struct {
		now, step, delay, want string
	}{
		"yesterday, settled":          {"2026-01-15T06:00:00Z", "1d", "24h", "2026-01-13T00:00:00Z/2026-01-14T00:00:00Z"},
		"exactly at the end":          {"2026-01-15T00:00:00Z", "1d", "24h", "2026-01-13T00:00:00Z/2026-01-14T00:00:00Z"},
		"just before the end":         {"2026-01-14T23:59:59.999999999Z", "1d", "1d", "2026-01-12T00:00:00Z/2026-01-13T00:00:00Z"},
		"no delay":                    {"2026-01-15T06:00:00Z", "1h", "0s", "2026-01-15T05:00:00Z/2026-01-15T06:00:00Z"},
		"an offset":                   {"2026-01-15T01:00:00+02:00", "1d", "0", "2026-01-13T00:00:00Z/2026-01-14T00:00:00Z"},
		"a week from Monday":          {"2026-01-15T06:00:00Z", "1w", "24h", "2026-01-05T00:00:00Z/2026-01-12T00:00:00Z"},
		"seven days are a week":       {"2026-01-12T00:00:00Z", "7d", "0s", "2026-01-05T00:00:00Z/2026-01-12T00:00:00Z"},
		"last month":                  {"2026-03-02T06:00:00Z", "1mo", "24h", "2026-02-01T00:00:00Z/2026-03-01T00:00:00Z"},
		"last month not settled yet":  {"2026-03-01T06:00:00Z", "1mo", "24h", "2026-01-01T00:00:00Z/2026-02-01T00:00:00Z"},
		"a quarter":                   {"2026-05-20T00:00:00Z", "3mo", "1d", "2026-01-01T00:00:00Z/2026-04-01T00:00:00Z"},
		"before the epoch":            {"1969-12-31T12:00:00Z", "1d", "0s", "1969-12-30T00:00:00Z/1969-12-31T00:00:00Z"},
		"months before the epoch":     {"1969-12-15T00:00:00Z", "2mo", "0s", "1969-09-01T00:00:00Z/1969-11-01T00:00:00Z"},
		"further than a Duration":     {"9000-01-01T12:00:00Z", "1d", "0s", "8999-12-31T00:00:00Z/9000-01-01T00:00:00Z"},
		"a step that divides nothing": {"1970-01-01T00:00:25Z", "7s", "0s", "1970-01-01T00:00:14Z/1970-01-01T00:00:21Z"},
	} {
		t.Run(name, func(t *testing.T) {
			step, err := parseStep(c.step)
			if err != nil {
				t.Fatal(err)
			}
			delay, err := parseDuration(c.delay)
			if err != nil {
				t.Fatal(err)
			}
			w := latestSettled(at(t, c.now), step, delay).toTerraform()
			if got := w.Start + "/" + w.End; got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func testStep(d time.Duration) step { return step{duration: d} }

// checkWindows returns what is wrong with windows that must cover a range.
func checkWindows(start, end time.Time, step time.Duration, windows []window) error {
	if len(windows) == 0 || len(windows) > maxWindows {
		return fmt.Errorf("%d windows", len(windows))
	}
	next := start
	for i, window := range windows {
		length := window.end.Sub(window.start)
		last := i == len(windows)-1
		switch {
		case !window.start.Equal(next):
			return fmt.Errorf("window %d begins at %s, want %s", i, window.start, next)
		case length <= 0, length > step, !last && length != step:
			return fmt.Errorf("window %d is %s long", i, length)
		case window.start.Location() != time.UTC, window.end.Location() != time.UTC:
			return fmt.Errorf("window %d is not in UTC", i)
		}
		next = window.end
	}
	if !next.Equal(end) {
		return fmt.Errorf("the last window ends at %s, want %s", next, end)
	}
	return nil
}

func TestUnit_TimeWindows_CoverTheRangeExactlyOnce(t *testing.T) {
	random := rand.New(rand.NewPCG(20260115, 7))
	zones := []*time.Location{time.UTC, time.FixedZone("", 2*3600), time.FixedZone("", -9*3600-1800)}
	for range 3000 {
		start := time.Unix(random.Int64N(4e9)-2e9, random.Int64N(1e9)).In(zones[random.IntN(len(zones))])
		// Steps and ranges of every magnitude, from nanoseconds to centuries.
		step := time.Duration(1 + random.Int64N(1<<(1+random.IntN(62))))
		count := 1 + random.Int64N(1<<random.IntN(14))
		end := start
		for range count - 1 {
			if end = end.Add(step); end.Year() > 9000 {
				break
			}
		}
		end = end.Add(time.Duration(1 + random.Int64N(int64(step)))).In(zones[random.IntN(len(zones))])
		windows, err := splitRange(start, end, testStep(step), 0)
		if count > maxWindows && end.Year() <= 9000 {
			if err == nil || !strings.Contains(err.Error(), "more than 10000 windows") {
				t.Fatalf("%d windows of %s: got %d and %v", count, step, len(windows), err)
			}
			continue
		}
		if err == nil {
			err = checkWindows(start, end, step, windows)
		}
		if err == nil && end.Year() <= 9000 && int64(len(windows)) != count {
			err = fmt.Errorf("%d windows, want %d", len(windows), count)
		}
		if err != nil {
			t.Fatalf("from %s to %s by %s: %v", start, end, step, err)
		}
	}
}
