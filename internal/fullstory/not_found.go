package fullstory

import (
	"context"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

const (
	// minNotFound is how many 404s in a row mean that an operation no longer
	// exists.
	minNotFound = 3
	// creationLag is how long an operation may be missing after its creation
	// (inferred): reads may lag behind writes.
	creationLag = time.Minute
	// notFoundPause is the pause between two reads of a missing operation.
	notFoundPause = time.Second
)

// absence decides when an operation no longer exists: after several 404s of
// FullStory in a row and, if no request has found it since its creation, not
// before they have lasted for [creationLag]. It is the only place that decides
// this.
type absence struct {
	neverSeen bool
	count     int
	first     time.Time // the first 404 of the row
}

// confirmed takes the result of one read and reports whether the operation is
// gone.
func (a *absence) confirmed(err error, now time.Time) bool {
	if !rest.IsNotFound(err) {
		if err == nil {
			*a = absence{}
		}
		return false
	}
	if a.count++; a.count == 1 {
		a.first = now
	}
	return a.count >= minNotFound && (!a.neverSeen || now.Sub(a.first) >= creationLag)
}

// ConfirmNotFound reads an operation that was not found once more until it is
// found, fails otherwise, or is gone: then the error is a 404. neverSeen says
// that no read has succeeded since the operation was created.
func (c *Client) ConfirmNotFound(ctx context.Context, id string, neverSeen bool) (Operation, error) {
	a := absence{neverSeen: neverSeen, count: 1, first: time.Now()}
	for {
		if !rest.Sleep(ctx, notFoundPause) {
			return Operation{}, ctx.Err()
		}
		operation, err := c.GetOperation(ctx, id)
		if !rest.IsNotFound(err) || a.confirmed(err, time.Now()) {
			return operation, err
		}
	}
}
