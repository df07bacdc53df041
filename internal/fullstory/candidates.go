package fullstory

import (
	"context"
	"errors"
	"net/url"
	"time"
)

const (
	// candidateMargin is how long before the lost submission a candidate may
	// have been created.
	candidateMargin = time.Minute
	// candidateLimit limits the operations that are read: the list is newest
	// first (inferred), so a recent export is near its beginning.
	candidateLimit = 500
)

// Candidates are the exports that may be a lost one.
type Candidates struct {
	Operations []Operation
	// Complete reports that no other export that the API lists can be it.
	Complete bool
}

// CandidateExports returns the segment exports that appeared since a time (by
// the local clock) and that do not belong to this client: those that may have
// been created by a submission whose result is unknown.
//
// Before it lists them, it waits until no submission of this client is in
// flight, and no other begins meanwhile: their exports would look the same.
// Times are compared by the server's clock.
func (c *Client) CandidateExports(ctx context.Context, since time.Time) (Candidates, error) {
	if err := c.Ready(); err != nil {
		return Candidates{}, err
	}
	release, err := c.rest.PauseSubmissions(ctx)
	if err != nil {
		return Candidates{}, errors.New("other submissions of this run have not been answered yet")
	}
	defer release()

	found, listed := Candidates{Complete: true}, 0
	for operation, err := range c.listOperations(ctx, url.Values{"type": {OperationTypeSearchExport}}) {
		if err != nil {
			found.Complete = false
			return found, err
		}
		if listed++; listed > candidateLimit {
			found.Complete = false
			break
		}
		if _, owned := c.owned.Load(operation.ID); owned || !operation.IsExport() {
			continue
		}
		earliest := c.rest.ServerTime(since.Add(-candidateMargin))
		if operation.CreatedAt.IsZero() || operation.CreatedAt.After(earliest) {
			found.Operations = append(found.Operations, operation)
		}
	}
	return found, nil
}
