package fullstory

import "time"

const (
	minInterval = 400 * time.Millisecond
	maxInterval = 24 * time.Second
)

// interval returns the pause before the next poll of a job that has run for
// elapsed. It is 4.5 % to 7.5 % of that: the shorter, the sooner percent (0 to
// 100, if reported) suggests the end. Percentages are estimates, so they change
// no more than that: a poll is never late by more than a tenth of the job.
func interval(elapsed time.Duration, percent int, reported bool) time.Duration {
	share := elapsed * 6 / 100
	if reported && percent > 0 {
		switch remaining := elapsed * time.Duration(100-percent) / time.Duration(percent); {
		case remaining < elapsed/4:
			share = elapsed * 45 / 1000
		case remaining > elapsed:
			share = elapsed * 75 / 1000
		}
	}
	return min(max(share, minInterval), maxInterval)
}
