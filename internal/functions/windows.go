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

// splitRange cuts the time from start to end into windows of one step each;
// the last one is cut off at end. Each window but the first begins overlap
// earlier, so that it repeats the end of the window before it.
//
// If end is not after start, there is none. More than [maxWindows] windows are an error.
func splitRange(start, end time.Time, step step, overlap time.Duration) ([]window, error) {
	start, end = start.UTC(), end.UTC()
	var windows []window
	for from := start; from.Before(end); {
		if len(windows) == maxWindows {
			return nil, fmt.Errorf("would create more than %d windows", maxWindows)
		}
		until := from.Add(step.duration)
		if step.months > 0 { // counted from start, which may be the last day of a month
			until = addMonths(start, (len(windows)+1)*step.months)
		}
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

// latestSettled returns the latest window that is aligned to step and ended
// at least delay before now. Steps count from the Unix epoch, whole weeks from
// a Monday, and months from January 1970.
func latestSettled(now time.Time, step step, delay time.Duration) window {
	latest := now.UTC().Add(-delay) // the window ends here or earlier
	epoch := time.Unix(0, 0).UTC()
	if step.months > 0 {
		months := (latest.Year()-epoch.Year())*12 + int(latest.Month()-epoch.Month())
		last := months - (months%step.months+step.months)%step.months // rounded down, also before the epoch
		return window{addMonths(epoch, last-step.months), addMonths(epoch, last)}
	}
	origin := epoch
	if step.duration%week == 0 {
		origin = monday
	}
	shift := origin.Sub(origin.Truncate(step.duration)) // Truncate counts from the year 1
	end := latest.Add(-shift).Truncate(step.duration).Add(shift)
	return window{end.Add(-step.duration), end}
}
