package fullstory

import (
	"context"
	"slices"
	"sync"
	"time"
)

// watcher answers the looks of all waits and refreshes of a client, together
// where they fall together. It has a goroutine only while looks are gathered
// or a page is fetched: what is asked for singly is asked by whoever looks.
type watcher struct {
	client *Client

	mu     sync.Mutex
	rows   rows
	looks  []*look             // not answered yet, oldest first
	vigils map[string][]*vigil // the waits that go on, by operation
	stop   context.CancelFunc  // ends the goroutine; nil: there is none
	budget budget
	// further is where the next sweep may go on.
	further further
	// quietUntil is when the server wants to be asked again.
	quietUntil time.Time
}

// look is somebody who wants to know how an operation stands.
type look struct {
	id string
	// after is the time that a row must have been asked for after.
	after  time.Time
	came   time.Time
	vigil  bool        // it belongs to a wait
	answer chan answer // takes one without blocking
}

// answer is a row, or the word to ask singly.
type answer struct {
	row   row
	found bool
}

func newWatcher(c *Client) *watcher {
	return &watcher{client: c, vigils: map[string][]*vigil{}, budget: fullBudget}
}

// LookAtOperation looks at one operation as [Client.GetOperation] does, but
// shares the request with other looks where it can: what it returns may be up
// to 5 seconds old, yet never from before this client cancelled it.
func (c *Client) LookAtOperation(ctx context.Context, id string) (Operation, error) {
	found, ok, err := c.watch.look(ctx, id, nil)
	switch {
	case err != nil:
		return Operation{}, err
	case ok:
		return found.operation, nil
	}
	return c.GetOperation(ctx, id)
}

// look finds a row of an operation; false means that it is to be asked for
// singly. The only error is the context's.
func (w *watcher) look(ctx context.Context, id string, v *vigil) (row, bool, error) {
	if id == "" || w.client.apiKey == "" {
		return row{}, false, nil // the single request says so
	}
	now := time.Now()
	l := &look{id: id, after: now.Add(-keptFor - 1), came: now, vigil: v != nil, answer: make(chan answer, 1)}
	if v != nil && v.asked.After(l.after) {
		l.after = v.asked
	}
	w.mu.Lock()
	if found, ok := w.rows.newer(id, l.after); ok {
		w.budget.served()
		w.mu.Unlock()
		return found, true, nil
	}
	if !w.budget.allowsPage(now) {
		w.budget.askedSingly()
		w.mu.Unlock()
		return row{}, false, nil
	}
	w.join(ctx, l)
	w.mu.Unlock()

	select {
	case a := <-l.answer:
		return a.row, a.found, nil
	case <-ctx.Done():
		w.leave(l)
		return row{}, false, ctx.Err()
	}
}

func (w *watcher) join(ctx context.Context, l *look) {
	w.looks = append(w.looks, l)
	if w.stop == nil {
		// The goroutine serves others, too, and so outlives this look.
		ctx, w.stop = context.WithCancel(context.WithoutCancel(ctx))
		go w.run(ctx)
	}
}

// leave takes back a look. The last one ends the goroutine.
func (w *watcher) leave(l *look) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.looks = slices.DeleteFunc(w.looks, func(other *look) bool { return other == l })
	w.restIfDone()
}

// restIfDone ends the goroutine where nobody looks.
func (w *watcher) restIfDone() bool {
	if len(w.looks) > 0 {
		return false
	}
	if w.stop != nil {
		w.stop()
		w.stop = nil
	}
	return true
}

// void says that an operation was changed just now.
func (w *watcher) void(id string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.rows.void(id)
}

// hold keeps the client from asking for as long as the server wants, within
// reason.
func (w *watcher) hold(asked time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if until := time.Now().Add(min(asked, maxRetryAfter)); until.After(w.quietUntil) {
		w.quietUntil = until
	}
}

// held is how much longer nothing shall be asked.
func (w *watcher) held() time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	return time.Until(w.quietUntil)
}
