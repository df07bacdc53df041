package fullstory

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

const (
	// cacheTTL is the maximum age of a cached operation that answers a refresh.
	cacheTTL = 5 * time.Second
	// batchWindow is how long a lookup waits for others to share a request.
	batchWindow = 10 * time.Millisecond
	// minBatch is the number of lookups that are worth a page; fewer are
	// answered by a GET each.
	minBatch = 3
	// pageBudget is how many more pages than answered lookups there may be
	// before the list is given up. The page of an operation is not known in
	// advance.
	pageBudget = 3
	// pageTimeout limits one page, while lookups wait that a GET could answer.
	pageTimeout = 10 * time.Second
)

// errSlowPage is transient, which the end of a context is not.
var errSlowPage = fmt.Errorf("no page within %s", pageTimeout)

// poller answers status lookups of many operations from shared pages of the
// operation list, and falls back to a GET for each. It has a goroutine only
// while lookups are pending.
type poller struct {
	client *Client

	mu      sync.Mutex
	cache   map[string]Operation
	pending []*lookup
	stop    context.CancelFunc // of the batch goroutine; nil if there is none
	// invalidated is when an operation was last changed by this client: older
	// statuses do not count.
	invalidated time.Time
	wasted      int // pages beyond those that lookups were answered by
}

// lookup is a pending request for the status of one operation.
type lookup struct {
	id        string
	notBefore time.Time       // an older status does not count
	result    chan *Operation // nil: the caller sends its own GET
}

// OperationStatus reads one operation as [Client.GetOperation] does, but shares
// requests with other lookups. The result may be up to 5 seconds old, but not
// from before this client cancelled the operation.
func (c *Client) OperationStatus(ctx context.Context, id string) (Operation, error) {
	if err := c.Ready(); err != nil {
		return Operation{}, err
	}
	c.owned.LoadOrStore(id, nil)
	return c.poller.status(ctx, id, time.Now().Add(-cacheTTL-1))
}

// status returns an operation from a request sent after notBefore.
func (p *poller) status(ctx context.Context, id string, notBefore time.Time) (Operation, error) {
	l := &lookup{id: id, notBefore: notBefore, result: make(chan *Operation, 1)}
	if p.share(ctx, l) {
		select {
		case o := <-l.result:
			if o != nil {
				return *o, nil
			}
		case <-ctx.Done():
			p.drop(l)
			return Operation{}, ctx.Err()
		}
	}
	o, err := p.client.GetOperation(ctx, id)
	if err == nil {
		p.remember(o)
	}
	return o, err
}

// remember caches the result of a GET, so that no lookup gets an older page.
func (p *poller) remember(o Operation) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if o.ReadAt.After(p.cache[o.ID].ReadAt) {
		p.cache[o.ID] = o
	}
}

// share answers a lookup from the cache, or adds it to the next batch. It
// reports false if the list is not useful.
func (p *poller) share(ctx context.Context, l *lookup) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if o, ok := p.fresh(l); ok {
		p.wasted = max(p.wasted-1, 0)
		l.result <- &o
		return true
	}
	if !p.listUseful() {
		return false
	}
	p.enqueue(ctx, l)
	return true
}

// fresh returns the cached status that answers a lookup.
func (p *poller) fresh(l *lookup) (Operation, bool) {
	o, ok := p.cache[l.id]
	return o, ok && o.ReadAt.After(l.notBefore) && o.ReadAt.After(p.invalidated)
}

// listUseful reports whether pages have answered about as many lookups as there
// were pages. If not, every lookup of this client sends a GET from then on.
func (p *poller) listUseful() bool { return p.wasted < pageBudget }

func (p *poller) enqueue(ctx context.Context, l *lookup) {
	p.pending = append(p.pending, l)
	if p.stop == nil {
		// The goroutine serves other lookups too, so it outlives this one.
		ctx, p.stop = context.WithCancel(context.WithoutCancel(ctx))
		go p.run(ctx)
	}
}

// drop removes a lookup whose caller has gone.
func (p *poller) drop(l *lookup) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pending = slices.DeleteFunc(p.pending, func(other *lookup) bool { return other == l })
	p.stopIfIdle()
}

// stopIfIdle ends the goroutine if no lookup is pending.
func (p *poller) stopIfIdle() bool {
	if len(p.pending) > 0 {
		return false
	}
	if p.stop != nil {
		p.stop()
		p.stop = nil
	}
	return true
}

// invalidate discards what is known, because an operation was changed just now.
func (p *poller) invalidate() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.invalidated = time.Now()
}

// page fetches one page of the list.
func (p *poller) page(ctx context.Context, token pageToken) (page[Operation], time.Time, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, pageTimeout, errSlowPage)
	defer cancel()
	query := url.Values{"type": {OperationTypeSearchExport}, "limit": {pageLimit}}
	if token.value != "" {
		query.Set(token.parameter, token.value)
	}
	r := rest.Get(query, "operations", "v1")
	r.NoRetry = true
	return p.client.operationsPage(ctx, r)
}
