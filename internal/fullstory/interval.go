package fullstory

import "time"

const (
	minInterval = 400 * time.Millisecond
	maxInterval = 28 * time.Second
)

// interval returns the time between two polls of a job that has run for
// elapsed: 6 % of that. A completion is discovered no later than 30 s, and no
// later than a tenth of the job's duration. Percentages are estimates, which
// change nothing.
func interval(elapsed time.Duration) time.Duration {
	return min(max(elapsed*6/100, minInterval), maxInterval)
}
