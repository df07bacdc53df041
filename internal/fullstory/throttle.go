package fullstory

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"
)

const (
	// minBurst is the number of accepted requests between two refusals from
	// which on the limit allows bursts, so that no spacing is needed.
	minBurst = 50
	// steady is how many requests are sent at a new interval before shorter
	// ones are tried.
	steady = 25
	// recovery is the number of accepted requests in a row after which the
	// rate limit counts as lifted.
	recovery = 100
	// firstPause is the pause after a refusal without Retry-After; it doubles
	// with each refusal in a row.
	firstPause = time.Second
)

// throttle decides when requests are sent. It limits the requests in flight,
// pauses all of them while the server asks for it (the API limits the account),
// and adapts to the rate that the server accepts.
//
// Submissions and other requests have a lane each, because a server may limit
// only one of them. A lane that was refused sends one request at a time, spaced
// at the rate at which the server accepted them.
type throttle struct {
	mu          sync.Mutex
	limit       int // requests in flight
	inFlight    int
	maxRetries  int
	pausedUntil time.Time
	lastRefusal response
	lanes       [2]*lane // other requests, submissions
}

// lane is the rate of one kind of requests.
type lane struct {
	turn     *semaphore.Weighted // whose turn it is to be admitted, in order
	released chan struct{}       // a request has ended
	inFlight int
	window   int // requests in flight that the lane allows
	limited  bool
	interval time.Duration // between two requests, while limited
	sent     time.Time     // when the last request was sent
	spacing  time.Duration // between the last two requests
	measured bool          // the interval follows the server's rate
	keep     int           // requests before a shorter interval is tried
	next     time.Time     // when the next request may be sent
	// round counts refusals; requests in flight together are refused together,
	// which counts once.
	round         int
	acceptedRound int           // round of the last accepted request
	accepted      int           // requests since the last refusal
	refusedAt     time.Time     // the first refusal since the last accepted request
	recovered     time.Duration // from the first refusal to the next accepted request
}

// ticket is one request on its way through the throttle.
type ticket struct {
	lane   *lane
	joined int // round in which it joined
	round  int // round in which it was sent
	// minRefusals gives a request that was not sent yet one attempt, even
	// without retries.
	minRefusals int
}

func newThrottle(limit, maxRetries int) *throttle {
	t := &throttle{limit: limit, maxRetries: maxRetries}
	// Submissions start one at a time: an unknown limit is found at the price
	// of one or two refusals, and not of all that are ready to be sent.
	for i, window := range []int{limit, 1} {
		t.lanes[i] = &lane{turn: semaphore.NewWeighted(1), released: make(chan struct{}, 1), window: window}
	}
	return t
}

func (t *throttle) join(submission bool) *ticket {
	t.mu.Lock()
	defer t.mu.Unlock()
	lane := t.lanes[0]
	if submission {
		lane = t.lanes[1]
	}
	return &ticket{lane: lane, joined: lane.round, minRefusals: 1}
}

// acquire waits until a request may be sent. It returns the last refusal if
// waiting is pointless: the server asks for a pause beyond the deadline of ctx
// (or beyond [maxRetryWait] if it has none), or refused max_retries more times
// without accepting any request of the lane.
func (t *throttle) acquire(ctx context.Context, ticket *ticket) (*response, error) {
	if err := ticket.lane.turn.Acquire(ctx, 1); err != nil {
		return nil, err
	}
	defer ticket.lane.turn.Release(1)
	for {
		wait, refusal := t.admit(ctx, ticket)
		if wait <= 0 || refusal != nil {
			return refusal, nil
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil, ctx.Err()
		case <-timer.C:
		case <-ticket.lane.released:
			timer.Stop()
		}
	}
}

// admit counts a request as in flight, or returns how long to wait.
func (t *throttle) admit(ctx context.Context, ticket *ticket) (wait time.Duration, refusal *response) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now, l := time.Now(), ticket.lane
	pause := t.pausedUntil.Sub(now)
	refusals := l.round - max(ticket.joined, l.acceptedRound)
	if refusals > max(t.maxRetries, ticket.minRefusals) || pause > patience(ctx) {
		refusal := t.lastRefusal
		return 0, &refusal
	}
	switch {
	case pause > 0 || now.Before(l.next):
		return max(pause, l.next.Sub(now)), nil
	case l.inFlight >= l.window || t.inFlight >= t.limit:
		return time.Minute, nil // release wakes it up
	}
	l.inFlight++
	t.inFlight++
	l.next, l.spacing, l.sent = now.Add(l.interval), now.Sub(l.sent), now
	ticket.round, ticket.minRefusals = l.round, 0
	return 0, nil
}

// paused reports whether the server asked for a pause that is not over.
func (t *throttle) paused() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return time.Now().Before(t.pausedUntil)
}

// patience returns the longest pause worth waiting for.
func patience(ctx context.Context) time.Duration {
	if deadline, ok := ctx.Deadline(); ok {
		return time.Until(deadline)
	}
	return maxRetryWait
}

// release records the end of a request.
func (t *throttle) release(ticket *ticket, got response, refused bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	ticket.lane.inFlight--
	t.inFlight--
	switch {
	case refused:
		t.refused(ticket, got)
	case got.status > 0 && got.status < 500:
		ticket.lane.accept(time.Now(), t.limit)
	}
	for _, l := range t.lanes {
		select {
		case l.released <- struct{}{}:
		default:
		}
	}
}

func (t *throttle) refused(ticket *ticket, got response) {
	now := time.Now()
	after, _ := retryAfter(got.header, now)
	t.lastRefusal = got
	if l := ticket.lane; ticket.round == l.round {
		// Never sooner than without the header.
		after = max(after, l.refuse(now))
	}
	if until := now.Add(after + rand.N(firstPause/10)); until.After(t.pausedUntil) { //nolint:gosec // jitter needs no secrecy
		t.pausedUntil = until
	}
}

// refuse slows the lane down. It returns how long to pause if the server does
// not say.
func (l *lane) refuse(now time.Time) (pause time.Duration) {
	pause = firstPause << min(l.round-l.acceptedRound, 10)
	if l.accepted > 0 { // the first refusal in a row
		pause = max(pause, l.recovered)
		l.slowDown(now)
	}
	l.limited, l.window = true, 1
	l.round++
	l.accepted = 0
	return min(pause, maxBackoff)
}

// slowDown sets the interval after the first refusal in a row. Between two such
// refusals the server accepted as much as its limit allows, so that their
// distance tells its rate.
func (l *lane) slowDown(now time.Time) {
	accepted := now.Sub(l.refusedAt) / time.Duration(l.accepted)
	switch {
	case !l.limited:
		l.interval, l.keep, l.measured = firstPause, 0, false
	case l.accepted >= minBurst:
		l.interval, l.keep = 0, 0
	case l.spacing*4 < accepted:
		l.interval, l.keep = accepted, 0
	default:
		l.interval, l.keep, l.measured = min(l.spacing*104/100, accepted), steady, true
	}
	l.refusedAt = now
}

// accept speeds the lane up a little.
func (l *lane) accept(now time.Time, limit int) {
	if l.accepted++; l.accepted == 1 && l.limited {
		l.recovered = now.Sub(l.refusedAt)
	}
	l.acceptedRound = l.round
	if l.keep--; l.keep < 0 {
		l.interval -= l.interval / 50
		if !l.measured {
			l.interval -= l.interval / 50
		}
	}
	if l.limited && l.accepted >= recovery {
		l.limited, l.interval = false, 0
	}
	if !l.limited && l.accepted%l.window == 0 {
		l.window = min(l.window+1, limit)
	}
}
