package fullstory

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"time"
)

const (
	// gatherFor is how long a look waits for others to share a request with.
	gatherFor = 10 * time.Millisecond
	// fewLooks are asked singly.
	fewLooks = 2
	// pageTimeout bounds one page, while looks wait that could be asked singly.
	pageTimeout = 10 * time.Second
)

var errSlowPage = fmt.Errorf("no page within %s", pageTimeout)

// further is where the last sweep left off, so that the next one, for looks
// that none of its rows answered, need not begin at the top again.
type further struct {
	token string
	began time.Time // when the first page was asked for
}

// run sweeps for as long as somebody looks.
func (w *watcher) run(ctx context.Context) {
	for sleep(ctx, gatherFor) {
		began := time.Now()
		for from, ok := w.begin(ctx); ok; {
			asked := time.Now()
			shown, err := w.page(ctx, from.token, &asked)
			from, ok = w.turn(ctx, from, shown, asked, err)
		}
		if w.end(ctx, began) {
			return
		}
	}
}

func (w *watcher) page(ctx context.Context, token string, sent *time.Time) (page[Operation], error) {
	ctx, cancel := context.WithTimeoutCause(ctx, pageTimeout, errSlowPage)
	defer cancel()
	query := url.Values{"type": {OperationTypeSearchExport}, "limit": {pageLimit}}
	if token != "" {
		query.Set("paginationToken", token)
	}
	list := get(query, "operations", "v1")
	list.sent = sent
	list.hasty = true // the looks can be asked singly, which repeats what may be
	shown, err := w.client.operationsPage(ctx, list)
	if err != nil && errors.Is(context.Cause(ctx), errSlowPage) {
		err = errSlowPage // which may pass, while the end of a context does not
	}
	return shown, err
}

// begin decides whether a sweep is worth while, and where it begins.
func (w *watcher) begin(ctx context.Context) (further, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := time.Now()
	if ctx.Err() != nil || !w.budget.allowsPage(now) {
		return further{}, false
	}
	if w.further.token != "" && now.Sub(w.further.began) <= keptFor && !slices.ContainsFunc(w.looks, w.nearTop) {
		return w.further, len(w.looks) > fewLooks
	}
	// The first page shows whatever is new, and so also tells the waits that
	// are asleep, which then need not look themselves.
	interested := len(w.vigils)
	for _, l := range w.looks {
		if !l.vigil {
			interested++
		}
	}
	return further{began: now}, len(w.looks) > 0 && interested > fewLooks
}

// nearTop tells whether the pages that the last sweep fetched may show an
// operation anew.
func (w *watcher) nearTop(l *look) bool {
	_, shown := w.rows.kept[l.id]
	return shown || l.vigil
}

// turn takes in a page, and says whether the next one is worth while.
func (w *watcher) turn(ctx context.Context, from further, shown page[Operation], asked time.Time, err error) (further, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if ctx.Err() != nil {
		return further{}, false
	}
	now := time.Now()
	w.budget.paid()
	w.further = further{}
	if err != nil {
		if now.Before(w.quietUntil) {
			return further{}, false // the server has said until when
		}
		return from, w.budget.failed(err, now.Sub(asked))
	}
	w.budget.doubtful = false
	w.rows.keep(shown.rows, asked)
	w.looks = slices.DeleteFunc(w.looks, func(l *look) bool {
		found, ok := w.rows.newer(l.id, l.after)
		if ok {
			l.answer <- answer{found, true}
			w.budget.served()
		}
		return ok
	})
	w.tell(shown.rows)
	if shown.next == "" || shown.next == from.token {
		return further{}, false
	}
	w.further = further{shown.next, from.began}
	return w.further, len(w.looks) > fewLooks && w.budget.allowsPage(now)
}

// end has the looks that a sweep was for ask singly. It ends the goroutine
// where no others have come meanwhile.
func (w *watcher) end(ctx context.Context, began time.Time) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if ctx.Err() != nil {
		return true
	}
	w.looks = slices.DeleteFunc(w.looks, func(l *look) bool {
		over := !l.came.After(began)
		if over {
			l.answer <- answer{}
			w.budget.askedSingly()
		}
		return over
	})
	return w.restIfDone()
}
