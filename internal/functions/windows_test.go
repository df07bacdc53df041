package functions_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/functions"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/timetypes"
)

func at(t testing.TB, text string) time.Time {
	t.Helper()
	parsed, err := timetypes.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

func TestUnit_Windows(t *testing.T) {
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
		// Summer time begins in Berlin between these: a day of 23 hours, were it not for UTC.
		"no summer time": {"2026-03-28T23:00:00Z", "2026-03-30T23:00:00Z", 24 * time.Hour, "2026-03-28T23:00:00Z 2026-03-29T23:00:00Z 2026-03-30T23:00:00Z"},
		// Longer than a Duration can say.
		"ten thousand years": {"0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z", 1<<63 - 1, "" +
			"0000-01-01T00:00:00Z 0292-04-10T23:47:16.854775807Z … 35 windows"},
	} {
		t.Run(name, func(t *testing.T) {
			windows, err := functions.Windows(at(t, c.start), at(t, c.end), c.step)
			if err != nil {
				t.Fatal(err)
			}
			got := []string{windows[0].Start.Format(time.RFC3339Nano)}
			for _, window := range windows {
				got = append(got, window.End.Format(time.RFC3339Nano))
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

func TestUnit_Windows_Cap(t *testing.T) {
	start := at(t, "2026-01-01T00:00:00Z")
	if windows, err := functions.Windows(start, start.Add(10_000*time.Second), time.Second); err != nil || len(windows) != 10_000 {
		t.Errorf("10,000 windows: got %d and %v", len(windows), err)
	}
	for end, says := range map[time.Time]string{
		start.Add(10_000*time.Second + 1):   "steps of 1s would make 10001 windows, and there may be 10000 at most",
		at(t, "9999-01-01T00:00:00.5Z"):     "would make 251603539201 windows",
		start.AddDate(1, 0, 0).Add(-1):      "would make 31536000 windows",
		at(t, "2026-01-01T02:46:40.0001Z"):  "would make 10001 windows",
		at(t, "2026-01-01T02:46:41+00:00"):  "would make 10001 windows",
		at(t, "2026-01-01T04:46:41+02:00"):  "would make 10001 windows",
		at(t, "2026-01-02T02:46:40-00:00"):  "would make 96400 windows",
		at(t, "2026-01-01T02:46:41.00001Z"): "would make 10002 windows",
	} {
		if windows, err := functions.Windows(start, end, time.Second); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("until %s: got %d windows and %v, want an error that says %q", end, len(windows), err, says)
		}
	}
}

// checkWindows says what does not hold of windows that must cut a range.
func checkWindows(start, end time.Time, step time.Duration, windows []functions.Window) error {
	if len(windows) == 0 || len(windows) > functions.MaxWindows {
		return fmt.Errorf("%d windows", len(windows))
	}
	next := start
	for i, window := range windows {
		length := window.End.Sub(window.Start)
		last := i == len(windows)-1
		switch {
		case !window.Start.Equal(next):
			return fmt.Errorf("window %d begins at %s, want %s", i, window.Start, next)
		case length <= 0, length > step, !last && length != step:
			return fmt.Errorf("window %d is %s long", i, length)
		case window.Start.Location() != time.UTC, window.End.Location() != time.UTC:
			return fmt.Errorf("window %d is not in UTC", i)
		}
		next = window.End
	}
	if !next.Equal(end) {
		return fmt.Errorf("the last window ends at %s, want %s", next, end)
	}
	return nil
}

func TestUnit_Windows_CoverTheRangeExactlyOnce(t *testing.T) {
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
		windows, err := functions.Windows(start, end, step)
		if count > functions.MaxWindows && end.Year() <= 9000 {
			if err == nil || !strings.Contains(err.Error(), fmt.Sprintf(" %d windows", count)) {
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
