package fullstory

import "time"

// Glimpse is what one look told of a job's progress.
type Glimpse struct {
	// After is the time since the job was submitted, where that is known, else
	// since the first look at it.
	After time.Duration
	// Percent is 0 to 100, and below 0 where the API does not tell.
	Percent int
}

// Progress is what a wait has seen so far, oldest first.
type Progress struct {
	Glimpses []Glimpse
	// Now is the time of the last look, counted as theirs is; it is later than
	// the last glimpse where looks have failed since.
	Now time.Duration
	// FromStart says that After counts from the submission: then the job stood
	// at 0 when After was 0.
	FromStart bool
}

const (
	// shortestPause keeps the looks at short jobs apart.
	shortestPause = 500 * time.Millisecond
	// longestPause bounds the pause where percentages tell nothing, and
	// longestTail that near the end where they do.
	longestPause, longestTail = 5 * time.Minute, 9500 * time.Millisecond
)

// Pace is how long to sleep after the last look before the next one. It is made
// for jobs of 1 s to 2 h, and depends on nothing but its argument.
//
// Where the percentages lie on a line it aims at the end of that line: a few
// looks on the way narrow down when that is, and from its earliest moment on
// the looks are close together. Where they do not, or never moved, pauses grow
// with the time that has passed.
func Pace(p Progress) time.Duration {
	if f, ok := p.forecast(); ok && p.Now-p.Now/11 <= f.latest {
		return f.aim(p.Now)
	}
	return blindPause(p.Now, p.still())
}

// still tells whether percentages are told and have not moved yet, which they
// may do any moment.
func (p Progress) still() bool {
	for _, g := range p.Glimpses {
		if g.Percent < 0 || g.Percent != p.Glimpses[0].Percent {
			return false
		}
	}
	return len(p.Glimpses) > 0
}

// blindPause is the pause where percentages are of no help: the mean delay is
// half of it. Percentages that have not moved yet get fewer looks in the first
// 40 seconds, since most are about to move (1 % of an hour is 36 s), and make
// up for it later.
func blindPause(now time.Duration, still bool) time.Duration {
	pause := max(shortestPause, now*55/1000)
	if still {
		switch {
		case now < shortestPause:
			pause = shortestPause
		case now < 40*time.Second:
			pause = max(900*time.Millisecond, now/8)
		default:
			pause = now * 42 / 1000
		}
	}
	return min(pause, longestPause)
}
