package functions

import (
	"fmt"
	"math/big"
	"time"
)

// MaxWindows is how many windows there may be: each is an instance of a
// resource, and a step that was mistyped is likelier than so many of them.
const MaxWindows = 10_000

// Window is from Start (inclusive) to End (exclusive).
type Window struct{ Start, End time.Time }

// Windows cuts the time from start to end into windows of step each. They are
// in UTC, follow each other without a gap, and cover [start, end) exactly
// once; the last one is cut at end. A day is 24 hours: UTC has no other.
//
// step must be positive and end after start. More than [MaxWindows] windows
// are an error, which says how many there would be.
func Windows(start, end time.Time, step time.Duration) ([]Window, error) {
	count := countWindows(start, end, step)
	if count.Cmp(big.NewInt(MaxWindows)) > 0 {
		return nil, fmt.Errorf("steps of %s would make %s windows, and there may be %d at most", step, count, MaxWindows)
	}
	start, end = start.UTC(), end.UTC()
	windows := make([]Window, 0, count.Int64())
	for start.Before(end) {
		until := start.Add(step)
		if until.After(end) {
			until = end
		}
		windows = append(windows, Window{start, until})
		start = until
	}
	return windows, nil
}

// countWindows divides, rounding up. It is done in big numbers: ten thousand
// years have more nanoseconds than a Duration, which Sub would silently cut.
func countWindows(start, end time.Time, step time.Duration) *big.Int {
	span := new(big.Int).Mul(big.NewInt(end.Unix()-start.Unix()), big.NewInt(int64(time.Second)))
	span.Add(span, big.NewInt(int64(end.Nanosecond()-start.Nanosecond())))
	span.Add(span, big.NewInt(int64(step)-1))
	return span.Div(span, big.NewInt(int64(step)))
}
