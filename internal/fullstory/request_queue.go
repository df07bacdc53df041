package fullstory

import "time"

const (
	// firstPause is the pause after a refusal without Retry-After, which
	// doubles with each refusal in a row, and the first interval between two
	// requests of a limited queue.
	firstPause = time.Second
	// minBurst is the number of accepted requests between two refusals from
	// which on the limit allows bursts: then the queue sends one burst after
	// another, without an interval.
	minBurst = 50
	// probeAfter is how many requests are sent at the server's rate before
	// shorter intervals are tried.
	probeAfter = 25
	// liftAfter is how many accepted requests in a row show that the limit is
	// no longer in force.
	liftAfter = 100
)

// requestQueue sends requests of one kind at the rate at which the server
// accepts them.
//
// A queue that was never refused has no interval, and allows one more request
// in flight for every maxInFlight that were accepted. The first refusal limits
// it to one request at a time with an interval between them. The interval
// shrinks slowly while requests are accepted, and is corrected at each further
// refusal: see [requestQueue.slowDown].
//
// The fields are guarded by the throttle.
type requestQueue struct {
	waiting     []*queuedRequest // in order
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

func (q *requestQueue) wakeFirst() {
	if len(q.waiting) > 0 {
		q.waiting[0].wake()
	}
}

// send records that a request is sent.
func (q *requestQueue) send(now time.Time) {
	q.spacing = now.Sub(q.lastSent)
	q.lastSent, q.next = now, now.Add(q.interval)
}

// refuse records a refusal, and returns how long to pause at least.
func (q *requestQueue) refuse(now time.Time) (pause time.Duration) {
	pause = firstPause << min(q.round-q.acceptedRound, 10)
	switch { // is it the first refusal in a row?
	case !q.limited:
		q.interval, q.probeIn, q.measured = firstPause, 0, false
		q.refusedAt = now
	case q.accepted > 0:
		pause = max(pause, q.recovery)
		q.slowDown(now)
		q.refusedAt = now
	}
	q.limited, q.maxInFlight = true, 1
	q.round++
	q.accepted = 0
	return min(pause, maxBackoff)
}

// slowDown corrects the interval after the first refusal in a row. Between two
// of these the server accepted as much as its limit allows: their distance
// divided by the number of accepted requests is its average interval.
func (q *requestQueue) slowDown(now time.Time) {
	average := now.Sub(q.refusedAt) / time.Duration(q.accepted)
	q.probeIn = 0
	switch {
	case q.accepted >= minBurst:
		q.interval = 0
	case q.spacing*4 < average: // the refused request came in a burst
		q.interval = average
	default: // the interval had become a little too short
		q.interval = min(q.spacing*104/100, average)
		q.probeIn, q.measured = probeAfter, true
	}
}

// accept records an accepted request, and speeds the queue up a little.
func (q *requestQueue) accept(now time.Time, limit int) {
	if q.accepted++; q.accepted == 1 && q.limited {
		q.recovery = now.Sub(q.refusedAt)
	}
	q.acceptedRound = q.round
	if q.probeIn--; q.probeIn < 0 {
		shorter := q.interval / 25
		if q.measured {
			shorter = q.interval / 50
		}
		q.interval -= shorter
	}
	if q.limited && q.accepted >= liftAfter {
		q.limited, q.interval, q.accepted = false, 0, 0
	}
	if !q.limited && q.accepted >= q.maxInFlight*(q.maxInFlight+1)/2 {
		q.maxInFlight = min(q.maxInFlight+1, limit)
	}
}
