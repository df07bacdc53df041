package rest

import (
	"context"
	"errors"
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
// Submissions and other requests have a [queue] each, because a server
// may limit only one of them. Requests of a queue are sent in the order in
// which they came.
type throttle struct {
	mu          sync.Mutex
	limit       int // requests in flight
	inFlight    int
	maxRetries  int
	pausedUntil time.Time
	lastRefusal *Error

	others, submissions *queue
	// submissionPauses is how many callers pause submissions. idle is closed
	// when no submission is in flight.
	submissionPauses int
	idle             chan struct{}
}

// queuedRequest is one request on its way through the throttle.
type queuedRequest struct {
	queue  *queue
	wakeUp chan struct{} // something has changed
	joined int           // the queue's round when it joined
	round  int           // the queue's round when it was last sent
	// refusals counts how often it was sent and refused, refusal is the last.
	refusals int
	refusal  *Error
	sent     bool
}

// withThrottle gives every attempt its turn. A request that is refused because
// of the rate limit is sent again until it is accepted or waiting is hopeless;
// then its error is the last refusal.
func (c *Client) withThrottle(next handler) handler {
	return func(ctx context.Context, r Request) error {
		queued := c.throttle.join(r.Submission)
		for {
			refusal, err := c.throttle.acquire(ctx, queued)
			switch {
			case err != nil && refusal != nil:
				return &InterruptedError{&notSentError{err}, brief(refusal)}
			case err != nil:
				return &notSentError{err}
			case refusal != nil:
				return refusal
			}
			err = next(ctx, r)
			if limited := c.throttle.release(queued, err); !limited || r.NoRetry {
				return err
			}
		}
	}
}

func newThrottle(limit, maxRetries int) *throttle {
	t := &throttle{limit: limit, maxRetries: maxRetries, idle: make(chan struct{})}
	close(t.idle)
	t.others = &queue{maxInFlight: limit}
	// Submissions start one at a time, so that an unknown limit costs one or two
	// refusals rather than one per waiting request.
	t.submissions = &queue{maxInFlight: 1}
	return t
}

func (t *throttle) join(submission bool) *queuedRequest {
	t.mu.Lock()
	defer t.mu.Unlock()
	q := t.others
	if submission {
		q = t.submissions
	}
	return &queuedRequest{queue: q, wakeUp: make(chan struct{}, 1), joined: q.round}
}

// acquire waits until a request may be sent; [throttle.release] must follow. It
// returns the last refusal if waiting is hopeless, and the end of ctx, with the
// refusal before it if the request was sent.
func (t *throttle) acquire(ctx context.Context, r *queuedRequest) (*Error, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	q := r.queue
	q.waiting = append(q.waiting, r)
	defer t.leave(r)
	for {
		if ctx.Err() != nil {
			return r.refusal, context.Cause(ctx)
		}
		wait := untilWoken
		switch {
		case t.shouldGiveUp(ctx, r):
			return t.lastRefusal, nil
		case q.waiting[0] == r:
			if wait = t.delay(q); wait <= 0 {
				t.admit(r)
				return nil, nil
			}
		}
		t.wait(ctx, r, wait)
	}
}

// shouldGiveUp reports whether a request should not wait any longer: the server
// asks for a pause beyond the deadline of ctx, or refused max_retries more
// requests without accepting any of the queue. A request without a deadline
// also ends after that many refusals of its own, and if a pause is longer than
// [maxRetryWait].
func (t *throttle) shouldGiveUp(ctx context.Context, r *queuedRequest) bool {
	q := r.queue
	retries := t.maxRetries
	if !r.sent {
		retries = max(retries, 1) // it has one attempt, even without retries
	}
	_, hasDeadline := ctx.Deadline()
	return q.round-max(r.joined, q.acceptedRound) > retries ||
		!hasDeadline && r.refusals > retries ||
		time.Until(t.pausedUntil) > MaxRetryAfter(ctx)
}

// MaxRetryAfter returns the longest pause worth waiting for.
func MaxRetryAfter(ctx context.Context) time.Duration {
	if deadline, ok := ctx.Deadline(); ok {
		return time.Until(deadline)
	}
	return maxRetryWait
}

// delay returns how long the first request of a queue has to wait.
func (t *throttle) delay(q *queue) time.Duration {
	if wait := max(time.Until(t.pausedUntil), time.Until(q.next)); wait > 0 {
		return wait
	}
	if q.inFlight >= q.maxInFlight || t.inFlight >= t.limit || q == t.submissions && t.submissionPauses > 0 {
		return untilWoken
	}
	return 0
}

func (t *throttle) admit(r *queuedRequest) {
	q := r.queue
	if q == t.submissions && q.inFlight == 0 {
		t.idle = make(chan struct{})
	}
	t.inFlight++
	q.inFlight++
	q.next = time.Now().Add(q.interval)
	r.round, r.sent = q.round, true
}

// wait unlocks the throttle until the request is woken up, d has passed, or ctx
// has ended.
func (t *throttle) wait(ctx context.Context, r *queuedRequest, d time.Duration) {
	t.mu.Unlock()
	defer t.mu.Lock()
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	case <-r.wakeUp:
	}
}

// leave removes a request from its queue.
func (t *throttle) leave(r *queuedRequest) {
	q := r.queue
	i := slices.Index(q.waiting, r)
	q.waiting = slices.Delete(q.waiting, i, i+1)
	q.wakeFirst()
}

// release records the end of an attempt, and reports whether it was refused
// because of the rate limit.
func (t *throttle) release(r *queuedRequest, err error) (limited bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	q := r.queue
	t.inFlight--
	if q.inFlight--; q == t.submissions && q.inFlight == 0 {
		close(t.idle)
	}
	answered, hasStatus := errors.AsType[*Error](err)
	switch {
	case hasStatus && answered.isRateLimit():
		limited = true
		t.refuse(r, answered)
	case err == nil, hasStatus && answered.Status < 500:
		q.accept(t.limit)
	}
	t.others.wakeFirst()
	t.submissions.wakeFirst()
	return limited
}

func (t *throttle) refuse(r *queuedRequest, refusal *Error) {
	now, after := time.Now(), refusal.RetryAfter
	t.lastRefusal, r.refusal = refusal, refusal
	r.refusals++
	// Requests in flight together are refused together: that counts once.
	if q := r.queue; r.round == q.round {
		after = max(after, q.refuse()) // never sooner than without the header
	}
	if until := now.Add(after + rand.N(firstPause/10)); until.After(t.pausedUntil) { //nolint:gosec // jitter needs no secrecy
		t.pausedUntil = until
	}
	for _, waiting := range slices.Concat(t.others.waiting, t.submissions.waiting) {
		waiting.wake() // the pause may be too long for it
	}
}

// Throttled reports whether the server asked for a pause that is not over.
func (c *Client) Throttled() bool {
	c.throttle.mu.Lock()
	defer c.throttle.mu.Unlock()
	return time.Now().Before(c.throttle.pausedUntil)
}

// PauseSubmissions waits until no submission is in flight, and keeps others
// from being sent until release is called.
func (c *Client) PauseSubmissions(ctx context.Context) (release func(), _ error) {
	t := c.throttle
	t.mu.Lock()
	t.submissionPauses++
	idle := t.idle
	t.mu.Unlock()
	release = func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.submissionPauses--
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

func (r *queuedRequest) wake() {
	select {
	case r.wakeUp <- struct{}{}:
	default: // it will wake up anyway
	}
}
