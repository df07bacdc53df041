package fullstory

import "time"

const (
	minInterval = 400 * time.Millisecond
	maxInterval = 28 * time.Second
)

// interval returns the time between two polls of a job that has run for
// elapsed. It is 5 % to 7.5 % of that: the shorter, the sooner percent (0 to
// 100, if reported) suggests the end. Percentages are estimates, so they change
// no more than that: a completion is discovered no later than 30 s, and no
// later than a tenth of the job's duration.
func interval(elapsed time.Duration, percent int, reported bool) time.Duration {
	share := elapsed * 6 / 100
	if reported && percent > 0 {
		switch remaining := elapsed * time.Duration(100-percent) / time.Duration(percent); {
		case remaining < elapsed/4:
			share = elapsed * 5 / 100
		case remaining > elapsed:
			share = elapsed * 75 / 1000
		}
	}
	return min(max(share, minInterval), maxInterval)
}
