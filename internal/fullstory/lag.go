package fullstory

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

const (
	// resultsLag is how long results, links and files may be missing after the
	// completion of an export (inferred): reads may lag behind writes.
	resultsLag = time.Minute
	// resultsPause is the pause between two attempts.
	resultsPause = 3 * time.Second
)

// patiently repeats what fails because the results of a completed export lag
// behind, until [resultsLag] after its completion, or after the first attempt
// if the time of the completion is unknown. An operation without results is
// read again before each further attempt.
func (c *Client) patiently(ctx context.Context, operation Operation, try func(Operation) error) error {
	began := time.Now()
	patience := resultsLag
	if !operation.FinishedAt.IsZero() {
		patience = min(patience, operation.FinishedAt.Add(resultsLag).Sub(c.Now()))
	}
	for {
		err := try(operation)
		if !lags(err) || time.Since(began) >= patience || !rest.Sleep(ctx, resultsPause) {
			return err
		}
		if !operation.HasResults() {
			if again, err := c.GetOperation(ctx, operation.ID); err == nil {
				operation = again
			}
		}
	}
}

// lags reports whether an error may be due to results that lag behind: there
// are none yet, or the API or the store does not have them yet.
func lags(err error) bool {
	status := rest.StatusOf(err)
	if refusal, ok := errors.AsType[*StoreError](err); ok {
		status = refusal.Status
	}
	return errors.Is(err, ErrNoResults) || status == http.StatusNotFound || status == http.StatusConflict || status == http.StatusTooEarly ||
		rest.IsUnusable(err) && !rest.IsForeign(err)
}
