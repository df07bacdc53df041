package fullstory

import (
	"context"
	"math/rand/v2"
	"slices"
	"sync"
	"time"
)

// untilWoken is the wait of a request that another one will wake up.
const untilWoken = time.Hour

// throttle decides when requests are sent. It limits the requests in flight,
// pauses all of them while the server asks for it (the API limits the account),
// and adapts to the rate that the server accepts.
//
// Submissions and other requests have a [lane] each, because a server may limit
// only one of them. Requests of a lane are sent in the order in which they came.
type throttle struct {
	mu          sync.Mutex
	limit       int // requests in flight
	inFlight    int
	maxRetries  int
	pausedUntil time.Time
	lastRefusal response

	others, submissions *lane
	// holds is how many callers keep submissions from being sent. idle is
	// closed when no submission is in flight.
	holds int
	idle  chan struct{}
}

// ticket is one request on its way through the throttle.
type ticket struct {
	lane   *lane
	wakeUp chan struct{} // something has changed
	joined int           // the lane's round when it joined
	round  int           // the lane's round when it was last sent
	// refusals counts how often it was sent and refused.
	refusals int
	sent     bool
}

func newThrottle(limit, maxRetries int) *throttle {
	t := &throttle{limit: limit, maxRetries: maxRetries, idle: make(chan struct{})}
	close(t.idle)
	t.others = &lane{maxInFlight: limit}
	// Submissions start one at a time: an unknown limit is found at the price
	// of one or two refusals, not one for each that is ready to be sent.
	t.submissions = &lane{maxInFlight: 1}
	return t
}

func (t *throttle) join(submission bool) *ticket {
	t.mu.Lock()
	defer t.mu.Unlock()
	l := t.others
	if submission {
		l = t.submissions
	}
	return &ticket{lane: l, wakeUp: make(chan struct{}, 1), joined: l.round}
}

// acquire waits until a request may be sent; [throttle.release] must follow. It
// returns the last refusal if waiting is pointless.
func (t *throttle) acquire(ctx context.Context, ticket *ticket) (*response, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	l := ticket.lane
	l.queue = append(l.queue, ticket)
	defer t.leave(ticket)
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		wait := untilWoken
		switch {
		case t.pointless(ctx, ticket):
			refusal := t.lastRefusal
			return &refusal, nil
		case l.queue[0] == ticket:
			if wait = t.delay(l); wait <= 0 {
				t.admit(ticket)
				return nil, nil
			}
		}
		t.wait(ctx, ticket, wait)
	}
}

// pointless reports whether a request should not wait any longer: the server
// asks for a pause beyond the deadline of ctx, or refused max_retries more
// requests without accepting any of the lane. A request without a deadline also
// ends after that many refusals of its own, and if a pause is longer than
// [maxRetryWait].
func (t *throttle) pointless(ctx context.Context, ticket *ticket) bool {
	l := ticket.lane
	retries := t.maxRetries
	if !ticket.sent {
		retries = max(retries, 1) // it has one attempt, even without retries
	}
	_, hasDeadline := ctx.Deadline()
	return l.round-max(ticket.joined, l.acceptedRound) > retries ||
		!hasDeadline && ticket.refusals > retries ||
		time.Until(t.pausedUntil) > patience(ctx)
}

// patience returns the longest pause worth waiting for.
func patience(ctx context.Context) time.Duration {
	if deadline, ok := ctx.Deadline(); ok {
		return time.Until(deadline)
	}
	return maxRetryWait
}

// delay returns how long the first request of a lane has to wait.
func (t *throttle) delay(l *lane) time.Duration {
	if wait := max(time.Until(t.pausedUntil), time.Until(l.next)); wait > 0 {
		return wait
	}
	if l.inFlight >= l.maxInFlight || t.inFlight >= t.limit || l == t.submissions && t.holds > 0 {
		return untilWoken
	}
	return 0
}

func (t *throttle) admit(ticket *ticket) {
	l := ticket.lane
	if l == t.submissions && l.inFlight == 0 {
		t.idle = make(chan struct{})
	}
	t.inFlight++
	l.inFlight++
	l.send(time.Now())
	ticket.round, ticket.sent = l.round, true
}

// wait unlocks the throttle until the ticket is woken up, d has passed, or ctx
// has ended.
func (t *throttle) wait(ctx context.Context, ticket *ticket, d time.Duration) {
	t.mu.Unlock()
	defer t.mu.Lock()
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	case <-ticket.wakeUp:
	}
}

// leave removes a ticket from its queue.
func (t *throttle) leave(ticket *ticket) {
	l := ticket.lane
	i := slices.Index(l.queue, ticket)
	l.queue = slices.Delete(l.queue, i, i+1)
	l.wakeFirst()
}

// release records the end of a request; got is zero if there was no response.
func (t *throttle) release(ticket *ticket, got response, refused bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	l := ticket.lane
	t.inFlight--
	if l.inFlight--; l == t.submissions && l.inFlight == 0 {
		close(t.idle)
	}
	switch {
	case refused:
		t.refuse(ticket, got)
	case got.status > 0 && got.status < 500:
		l.accept(time.Now(), t.limit)
	}
	t.others.wakeFirst()
	t.submissions.wakeFirst()
}

func (t *throttle) refuse(ticket *ticket, got response) {
	now := time.Now()
	after, _ := retryAfter(got.header, now)
	t.lastRefusal = got
	ticket.refusals++
	// Requests in flight together are refused together: that counts once.
	if l := ticket.lane; ticket.round == l.round {
		after = max(after, l.refuse(now)) // never sooner than without the header
	}
	if until := now.Add(after + rand.N(firstPause/10)); until.After(t.pausedUntil) { //nolint:gosec // jitter needs no secrecy
		t.pausedUntil = until
	}
	for _, waiting := range slices.Concat(t.others.queue, t.submissions.queue) {
		waiting.wake() // the pause may be too long for it
	}
}

// paused reports whether the server asked for a pause that is not over.
func (t *throttle) paused() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return time.Now().Before(t.pausedUntil)
}

// holdSubmissions waits until no submission is in flight, and keeps others from
// being sent until release is called.
func (t *throttle) holdSubmissions(ctx context.Context) (release func(), _ error) {
	t.mu.Lock()
	t.holds++
	idle := t.idle
	t.mu.Unlock()
	release = func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.holds--
		t.submissions.wakeFirst()
	}
	select {
	case <-idle:
		return release, nil
	case <-ctx.Done():
		release()
		return nil, ctx.Err()
	}
}

func (t *ticket) wake() {
	select {
	case t.wakeUp <- struct{}{}:
	default: // it will wake up anyway
	}
}
