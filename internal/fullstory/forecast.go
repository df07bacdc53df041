package fullstory

import (
	"math"
	"time"
)

// forecast says when a job ends, by its percentages: not before earliest, and,
// if they are to be believed, not after latest. Both count as [Glimpse].After.
type forecast struct {
	earliest, latest time.Duration
	// from is where the line of percentages begins, and step the percentages
	// that it climbs at once.
	from Glimpse
	step int
}

// longestWay bounds the pause before the end comes near: a job may yet become
// faster.
const longestWay = 15 * time.Minute

// mostNoise is how many percent points the percentages may lie off a line
// before they are no longer believed.
const mostNoise = 5

// forecast draws every line through the percentages: from the first glimpse to
// the end, at each glimpse between what it told and one step more. Where no
// line fits, it allows for as little noise as makes one fit.
func (p Progress) forecast() (forecast, bool) {
	if len(p.Glimpses) == 0 {
		return forecast{}, false
	}
	f, moved, highest := forecast{from: p.Glimpses[0]}, false, 0
	for _, g := range p.Glimpses {
		highest = max(highest, g.Percent)
		if g.Percent < 0 || g.Percent < highest-mostNoise {
			return f, false
		}
		moved = moved || g.Percent != f.from.Percent
		f.step = gcd(f.step, g.Percent)
	}
	if !moved || f.from.Percent >= 100 {
		return f, false
	}
	unsure := f.step // where within its step the line began
	if p.FromStart {
		f.from, unsure = Glimpse{}, 0
	}
	for noise := 0; noise <= mostNoise; noise++ {
		if f.earliest, f.latest = f.ends(p.Glimpses, noise, unsure); f.earliest > f.latest {
			continue
		}
		// The least noise that fits is less than the noise there is, and at the
		// beginning little of it moves the end a long way.
		more := min(noise, 1)
		if highest-f.from.Percent < 10 {
			more = 2
		}
		f.earliest, _ = f.ends(p.Glimpses, noise+more, unsure)
		return f, true
	}
	return f, false
}

// ends bounds the ends of the lines that fit.
func (f forecast) ends(glimpses []Glimpse, noise, unsure int) (earliest, latest time.Duration) {
	earliest, latest = f.from.After, math.MaxInt64
	whole := float64(100 - f.from.Percent)
	for _, g := range glimpses {
		passed, done := float64(g.After-f.from.After), g.Percent-f.from.Percent
		if most := done + f.step + noise; most > 0 {
			earliest = max(earliest, f.from.After+time.Duration(passed*whole/float64(most)))
		}
		if least := done - unsure - noise; least > 0 {
			latest = min(latest, f.from.After+time.Duration(passed*whole/float64(least)))
		}
	}
	return earliest, latest
}

// aim is the pause until the next look.
func (f forecast) aim(now time.Duration) time.Duration {
	tail := min(max(50*time.Millisecond, 4*f.earliest/100), longestTail)
	left := f.earliest - now
	switch sure := f.latest-f.earliest <= tail; {
	case left <= 0:
		if rest := f.latest - now; rest > 0 && rest < tail {
			return max(rest, tail/4)
		}
		return tail
	case left > 2*tail && (left > now/2 || !sure):
		return f.onTheWay(left, now, tail)
	case sure:
		return f.latest - now
	}
	return left
}

// onTheWay looks at about two thirds of the way, at the moment when the line
// probably takes a step: whether it has then tells on which side the end lies.
func (f forecast) onTheWay(left, now, tail time.Duration) time.Duration {
	pause := min(left*70/100, longestWay)
	middle := f.earliest/2 + f.latest/2
	if f.latest == math.MaxInt64 || middle <= f.from.After {
		return pause
	}
	whole := float64(middle - f.from.After)
	span := float64(100 - f.from.Percent)
	steps := math.Round(float64(now+pause-f.from.After) / whole * span / float64(f.step))
	crossing := f.from.After + time.Duration(steps*float64(f.step)/span*whole) - now
	if crossing > tail && crossing < min(left, longestWay*5/4) {
		return crossing
	}
	return pause
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
