package fullstory

import "time"

const (
	minInterval = 400 * time.Millisecond
	maxInterval = 23 * time.Second
)

// interval returns the pause before the next poll of a job that has run for
// elapsed. It is 5 % to 7.5 % of that: the shorter, the sooner percent (0 to
// 100, if reported) suggests the end. Percentages are estimates, so they change
// no more than that: even if a poll is answered by a status that is a quarter of
// the interval old, it is not late by more than a tenth of the job or 30 s.
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
