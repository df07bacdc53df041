package fullstory

import (
	"context"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

const (
	// minFailures is how many failures of the same kind in a row are believed.
	minFailures = 3
	// creationLag is how long an unfinished operation may be missing (inferred):
	// reads may lag behind writes, and a gateway may lose its routes.
	creationLag = time.Minute
	// refusalLag is how long the refusals of a wait's polls must last.
	refusalLag = 10 * time.Second
	// notFoundPause is the pause between two reads of a missing operation.
	notFoundPause = time.Second
)

// patience decides when failed reads of an operation are believed: several 404s
// of FullStory in a row mean that it no longer exists, for an unfinished one or
// without a body only if they last for [creationLag]; several other refusals in a row, that
// reading it again will not help. It is the only place that decides this.
type patience struct {
	unfinished        bool
	notFound, refused streak
}

// streak counts failures of the same kind.
type streak struct {
	count int
	first time.Time
}

// lasts adds a failure and reports whether there are enough of them, over a
// long enough time.
func (s *streak) lasts(now time.Time, least time.Duration) bool {
	if s.count++; s.count == 1 {
		s.first = now
	}
	return s.count >= minFailures && now.Sub(s.first) >= least
}

// believes takes the result of one read and reports whether its failure is
// believed. A success starts anew; failures that may pass count for nothing.
func (p *patience) believes(err error, now time.Time) bool {
	switch {
	case err == nil:
		p.notFound, p.refused = streak{}, streak{}
		return false
	case rest.IsNotFound(err):
		least := time.Duration(0)
		if p.unfinished || rest.IsEmpty(err) {
			least = creationLag
		}
		return p.notFound.lasts(now, least)
	case rest.IsTransient(err):
		return false
	case rest.StatusOf(err) != 0:
		return p.refused.lasts(now, refusalLag)
	}
	return true // no request was made
}

// ConfirmNotFound reads an operation that was not found once more until it is
// found, fails otherwise, or is gone: then the error is a 404. unfinished says
// that it had not ended when it was last seen.
func (c *Client) ConfirmNotFound(ctx context.Context, id string, unfinished bool) (Operation, error) {
	began := time.Now()
	p := patience{unfinished: unfinished, notFound: streak{count: 1, first: began}}
	for {
		if !rest.Sleep(ctx, notFoundPause) {
			return Operation{}, ctx.Err()
		}
		operation, err := c.GetOperation(ctx, id)
		if !rest.IsNotFound(err) || p.believes(err, time.Now()) {
			return operation, err
		}
	}
}

// absent is a 404 of an operation.
type absent struct {
	err error
	at  time.Time
}

// ExpiredOperationStatus is [Client.OperationStatus] for an operation that has
// expired by date, or that was forgotten after its completion. A 404 agrees
// with that and needs no confirmation, so it answers as long as a status does:
// refresh and plan of one run need one request.
func (c *Client) ExpiredOperationStatus(ctx context.Context, id string) (Operation, error) {
	if last, ok := c.absent.Load(id); ok {
		if last, ok := last.(absent); ok && time.Since(last.at) < cacheTTL {
			return Operation{}, last.err
		}
	}
	operation, err := c.OperationStatus(ctx, id)
	if rest.IsNotFound(err) {
		c.absent.Store(id, absent{err, time.Now()})
	}
	return operation, err
}
