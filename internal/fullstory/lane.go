package fullstory

import "time"

const (
	// firstPause is the pause after a refusal without Retry-After, which
	// doubles with each refusal in a row, and the first interval between two
	// requests of a limited lane.
	firstPause = time.Second
	// minBurst is the number of accepted requests between two refusals from
	// which on the limit allows bursts: then the lane sends one burst after
	// another, without an interval.
	minBurst = 50
	// probeAfter is how many requests are sent at the server's rate before
	// shorter intervals are tried.
	probeAfter = 25
	// liftAfter is how many accepted requests in a row show that the limit is
	// no longer in force.
	liftAfter = 100
)

// lane sends requests of one kind at the rate at which the server accepts them.
//
// A lane that was never refused has no interval, and allows one more request in
// flight for every maxInFlight that were accepted. The first refusal limits it
// to one request at a time with an interval between them. The interval shrinks
// slowly while requests are accepted, and is corrected at each further refusal:
// see [lane.slowDown].
//
// The fields are guarded by the throttle.
type lane struct {
	queue       []*ticket // requests that wait, in order
	inFlight    int
	maxInFlight int

	limited  bool
	interval time.Duration // between two requests
	measured bool          // the interval is the server's own rate
	probeIn  int           // requests before shorter intervals are tried
	next     time.Time     // when the next request may be sent
	lastSent time.Time
	spacing  time.Duration // between the last two requests

	round         int // counts the refusals
	acceptedRound int // round of the last accepted request
	accepted      int // requests since the last refusal
	// refusedAt is the first refusal since the last accepted request, and
	// recovery the time from there to the next accepted request, when that was
	// last known.
	refusedAt time.Time
	recovery  time.Duration
}

func (l *lane) wakeFirst() {
	if len(l.queue) > 0 {
		l.queue[0].wake()
	}
}

// send records that a request is sent.
func (l *lane) send(now time.Time) {
	l.spacing = now.Sub(l.lastSent)
	l.lastSent, l.next = now, now.Add(l.interval)
}

// refuse records a refusal, and returns how long to pause at least.
func (l *lane) refuse(now time.Time) (pause time.Duration) {
	pause = firstPause << min(l.round-l.acceptedRound, 10)
	switch { // is it the first refusal in a row?
	case !l.limited:
		l.interval, l.probeIn, l.measured = firstPause, 0, false
		l.refusedAt = now
	case l.accepted > 0:
		pause = max(pause, l.recovery)
		l.slowDown(now)
		l.refusedAt = now
	}
	l.limited, l.maxInFlight = true, 1
	l.round++
	l.accepted = 0
	return min(pause, maxBackoff)
}

// slowDown corrects the interval after the first refusal in a row. Between two
// of these the server accepted as much as its limit allows: their distance
// divided by the number of accepted requests is its average interval.
func (l *lane) slowDown(now time.Time) {
	average := now.Sub(l.refusedAt) / time.Duration(l.accepted)
	l.probeIn = 0
	switch {
	case l.accepted >= minBurst:
		l.interval = 0
	case l.spacing*4 < average: // the refused request came in a burst
		l.interval = average
	default: // the interval had become a little too short
		l.interval = min(l.spacing*104/100, average)
		l.probeIn, l.measured = probeAfter, true
	}
}

// accept records an accepted request, and speeds the lane up a little.
func (l *lane) accept(now time.Time, limit int) {
	if l.accepted++; l.accepted == 1 && l.limited {
		l.recovery = now.Sub(l.refusedAt)
	}
	l.acceptedRound = l.round
	if l.probeIn--; l.probeIn < 0 {
		shorter := l.interval / 25
		if l.measured {
			shorter = l.interval / 50
		}
		l.interval -= shorter
	}
	if l.limited && l.accepted >= liftAfter {
		l.limited, l.interval, l.accepted = false, 0, 0
	}
	if !l.limited && l.accepted >= l.maxInFlight*(l.maxInFlight+1)/2 {
		l.maxInFlight = min(l.maxInFlight+1, limit)
	}
}
