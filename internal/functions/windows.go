package functions

import (
	"fmt"
	"time"
)

// maxWindows limits the number of windows: each is an instance of a resource,
// and more of them are more likely a mistyped step.
const maxWindows = 10_000

// window is a period from start (inclusive) to end (exclusive), in UTC.
type window struct{ start, end time.Time }

// timeWindowsOf cuts the time from start to end into windows of one step each;
// the last one is cut off at end. Each window but the first begins overlap
// earlier, so that it repeats the end of the window before it.
//
// end must be after start. More than [maxWindows] windows are an error.
func timeWindowsOf(start, end time.Time, step step, overlap time.Duration) ([]window, error) {
	start, end = start.UTC(), end.UTC()
	var windows []window
	for from := start; from.Before(end); {
		if len(windows) == maxWindows {
			return nil, fmt.Errorf("would create more than %d windows", maxWindows)
		}
		until := step.add(start, len(windows)+1)
		if until.After(end) {
			until = end
		}
		w := window{from, until}
		if len(windows) > 0 {
			w.start = from.Add(-overlap)
		}
		windows = append(windows, w)
		from = until
	}
	return windows, nil
}

// monday is the first Monday after the Unix epoch, from which weeks count.
var monday = time.Date(1970, time.January, 5, 0, 0, 0, 0, time.UTC)

// settledWindowOf returns the latest window that is aligned to step and ended at
// least delay before now. Steps count from the Unix epoch, whole weeks from a
// Monday, and months from January 1970.
func settledWindowOf(now time.Time, step step, delay time.Duration) window {
	latest := now.UTC().Add(-delay) // the window ends here or earlier
	if step.months > 0 {
		months := (latest.Year()-1970)*12 + int(latest.Month()) - 1
		epoch := time.Unix(0, 0).UTC()
		n := floorDiv(int64(months), int64(step.months))
		return window{step.add(epoch, int(n)-1), step.add(epoch, int(n))}
	}
	origin := time.Unix(0, 0).UTC()
	if step.duration%week == 0 {
		origin = monday
	}
	// In seconds and nanoseconds, because a Duration spans 292 years only.
	elapsed := latest.Sub(origin)
	end := origin.Add(time.Duration(floorDiv(int64(elapsed), int64(step.duration))) * step.duration)
	return window{end.Add(-step.duration), end}
}

// floorDiv divides and rounds down, also below zero.
func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}
