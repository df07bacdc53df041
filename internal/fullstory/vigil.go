package fullstory

import (
	"context"
	"slices"
	"time"
)

// missesBelieved is how many looks in a row must find no such operation before
// it is taken for gone. One that was just made may lag behind (inferred).
const missesBelieved = 3

// vigil is one wait: what it has seen, and when it looks next.
type vigil struct {
	id   string
	wait Wait
	// shown takes what a page shows while the wait sleeps; the newest counts.
	shown chan row

	began    time.Time // what the progress counts from
	progress Progress
	last     Operation
	asked    time.Time // when the request of the last look began
	looked   time.Time // when that look was due: a little earlier
	next     time.Time // when the next one is due
	misses   int
	failure  error // of the last look
}

func (c *Client) newVigil(id string, wait Wait) *vigil {
	if wait.Pace == nil {
		wait.Pace = Pace
	}
	v := &vigil{id: id, wait: wait, shown: make(chan row, 1), began: time.Now()}
	if sent, ours := c.submitted.Load(id); ours {
		if sent, ok := sent.(time.Time); ok {
			v.began, v.progress.FromStart = sent, true
		}
	}
	return v
}

// take counts a look, and tells whether the wait is over.
func (v *vigil) take(seen row, err error) (over bool, failure error) {
	v.failure = err
	if err == nil {
		operation := seen.operation
		if v.wait.Changed != nil && differs(v.last, operation) {
			v.wait.Changed(operation)
		}
		v.last, v.asked, v.misses = operation, seen.asked, 0
		if operation.State.Over() {
			return true, nil
		}
		v.progress.Glimpses = append(v.progress.Glimpses, v.glimpse(operation, seen.asked))
	} else {
		if seen.asked.After(v.asked) {
			v.asked = seen.asked
		}
		switch {
		case IsNotFound(err):
			if v.misses++; v.misses == missesBelieved {
				return true, err
			}
		case !IsTransient(err):
			return true, err
		}
	}
	v.progress.Now = v.asked.Sub(v.began)
	pause := v.wait.Pace(v.progress)
	v.next = v.looked.Add(pause)
	// Where answers take longer than pauses, or fail, the server gets a rest.
	rest := pause / 2
	if err != nil {
		rest = max(pause, shortestPause)
	}
	if rested := time.Now().Add(rest); rested.After(v.next) {
		v.next = rested
	}
	return false, nil
}

// ended is what the end of the context comes to.
func (v *vigil) ended(ctx context.Context) error {
	if v.failure != nil {
		return &BlindWaitError{Err: ctx.Err(), Look: v.failure, SawNothing: v.last.ID == ""}
	}
	return ctx.Err()
}

func (v *vigil) glimpse(operation Operation, asked time.Time) Glimpse {
	g := Glimpse{After: asked.Sub(v.began), Percent: -1}
	if operation.PercentTold {
		g.Percent = operation.PercentComplete
	}
	return g
}

func differs(a, b Operation) bool {
	return a.State != b.State || a.PercentComplete != b.PercentComplete || a.Step != b.Step
}

// attend has pages shown to a wait.
func (w *watcher) attend(v *vigil) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.vigils[v.id] = append(w.vigils[v.id], v)
}

func (w *watcher) dismiss(v *vigil) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.vigils[v.id] = slices.DeleteFunc(w.vigils[v.id], func(other *vigil) bool { return other == v })
	if len(w.vigils[v.id]) == 0 {
		delete(w.vigils, v.id)
	}
}

// tell shows a page to the waits.
func (w *watcher) tell(shown []Operation) {
	for _, operation := range shown {
		for _, v := range w.vigils[operation.ID] {
			found, ok := w.rows.newer(v.id, time.Time{})
			if !ok {
				continue
			}
			select {
			case <-v.shown: // a newer one takes its place
			default:
				w.budget.showedAsleep()
			}
			v.shown <- found
		}
	}
}
