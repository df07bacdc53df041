package fullstory

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

// run answers batches of lookups until none is pending.
func (p *poller) run(ctx context.Context) {
	for rest.Sleep(ctx, batchWindow) {
		p.mu.Lock()
		batch := slices.Clone(p.pending)
		worthPage := len(batch) >= minBatch && p.listUseful()
		p.mu.Unlock()
		if worthPage {
			p.fetchPages(ctx)
		}
		if p.finishBatch(ctx, batch) {
			return
		}
	}
}

// finishBatch makes the lookups that no page answered send a GET each. It
// reports whether the goroutine ends.
func (p *poller) finishBatch(ctx context.Context, batch []*lookup) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if ctx.Err() != nil {
		return true
	}
	var later []*lookup // they came while pages were fetched
	for _, l := range p.pending {
		if slices.Contains(batch, l) {
			l.result <- nil
		} else {
			later = append(later, l)
		}
	}
	p.pending = later
	return p.stopIfIdle()
}

// fetchPages reads the list until every lookup is answered or the list is no
// longer useful.
func (p *poller) fetchPages(ctx context.Context) {
	for token := (pageToken{}); ; {
		listed, requested, err := p.page(ctx, token)
		p.mu.Lock()
		if ctx.Err() != nil {
			p.mu.Unlock()
			return
		}
		if err != nil {
			p.failed(err)
			p.mu.Unlock()
			return
		}
		p.wasted = max(p.wasted+1-p.deliver(listed.items, requested), 0)
		more := len(p.pending) >= minBatch && p.listUseful() && listed.next.value != "" && listed.next != token
		token = listed.next
		p.mu.Unlock()
		if !more {
			return
		}
	}
}

// failed counts a page that could not be read. The list is given up at once if
// another attempt is likely to fail or to delay lookups that a GET could
// answer.
func (p *poller) failed(err error) {
	switch {
	case p.client.rest.Throttled(): // a GET would have been refused, too
	case rest.IsTransient(err) && !errors.Is(err, errSlowPage):
		p.wasted++
	default:
		p.wasted = max(p.wasted, pageBudget)
	}
}

// deliver caches a page, and returns how many lookups it answers.
func (p *poller) deliver(operations []Operation, requested time.Time) (answered int) {
	for id, o := range p.cache {
		if requested.Sub(o.ReadAt) > maxInterval {
			delete(p.cache, id)
		}
	}
	for _, o := range operations {
		if isComplete(o) && o.ReadAt.After(p.cache[o.ID].ReadAt) {
			p.cache[o.ID] = o
		}
	}
	var pending []*lookup
	for _, l := range p.pending {
		if o, ok := p.fresh(l); ok {
			l.result <- &o
			answered++
		} else {
			pending = append(pending, l)
		}
	}
	p.pending = pending
	return answered
}

// isComplete reports whether a list item has all that a GET would return. Only
// an example documents that list items do, so an ended operation without
// results or a reason is read again.
func isComplete(o Operation) bool {
	switch o.State {
	case StateCompleted:
		return o.HasResults()
	case StateFailed:
		return o.ErrorDetails != ""
	}
	return o.State != ""
}
