package rest

import "time"

const (
	// firstPause is the pause after a refusal without Retry-After, which
	// doubles with each refusal in a row, and the shortest interval between two
	// requests of a limited queue when it is set.
	firstPause = time.Second
	// liftAfter is how many accepted requests in a row show that the limit is
	// no longer in force.
	liftAfter = 100
)

// queue sends requests of one kind at about the rate at which the server
// accepts them.
//
// A queue that was never refused has no interval, and allows one more request
// in flight for every maxInFlight that were accepted. A refusal makes the
// interval half as long again and leaves one request in flight; each accepted
// request makes the interval a little shorter.
//
// The fields are guarded by the throttle.
type queue struct {
	waiting     []*queuedRequest // in order
	inFlight    int
	maxInFlight int
	interval    time.Duration // between two requests; 0 if there is no limit
	next        time.Time     // when the next request may be sent

	round         int // counts the refusals
	acceptedRound int // round of the last accepted request
	accepted      int // requests since the last refusal
}

func (q *queue) wakeFirst() {
	if len(q.waiting) > 0 {
		q.waiting[0].wake()
	}
}

// refuse records a refusal, and returns how long to pause at least.
func (q *queue) refuse() (pause time.Duration) {
	inARow := q.round - q.acceptedRound
	if inARow == 0 {
		q.interval = min(max(q.interval*3/2, firstPause), maxBackoff)
	}
	q.maxInFlight, q.accepted = 1, 0
	q.round++
	return min(firstPause<<min(inARow, 10), maxBackoff)
}

// accept records an accepted request, and speeds the queue up.
func (q *queue) accept(limit int) {
	q.acceptedRound = q.round
	q.accepted++
	if q.interval -= q.interval / 25; q.accepted >= liftAfter {
		q.interval = 0
	}
	if q.interval == 0 && q.accepted >= q.maxInFlight*(q.maxInFlight+1)/2 {
		q.maxInFlight = min(q.maxInFlight+1, limit)
	}
}
