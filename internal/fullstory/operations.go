package fullstory

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

// OperationTypeSearchExport is the type of a segment export's operation
// (documented).
const OperationTypeSearchExport = "SEARCH_EXPORT"

// otherOperationTypes are the documented types of operations that are not
// exports.
var otherOperationTypes = []string{"DELETE_USER", "DELETE_SESSION", "DELETE_SEGMENT_SESSIONS", "DELETE_SEGMENT_USERS"}

// Operation is a job of the API.
type Operation struct {
	ID string
	// Segment is the ID of the exported segment; empty unless this client
	// submitted the export or the caller set it: the API does not report it.
	Segment string
	Type    string // may be empty
	State   State
	// PercentComplete is 0 to 100; 0 also if the API does not report it.
	PercentComplete int
	// Step is free text (documented).
	Step rest.Text
	// ErrorDetails is the reason for the failure.
	ErrorDetails rest.Text
	// CreatedAt is the time of the submission; zero if the API does not report
	// it.
	CreatedAt time.Time
	// FinishedAt may be set on an operation that is still running (documented
	// by example): only State says whether it has ended.
	FinishedAt time.Time
	// ExpiresAt is when the file of a completed export is removed, about 7 days
	// later (inferred); zero if the API does not report it.
	ExpiresAt time.Time
	// SearchExportID is used to request the download link of a completed
	// export.
	SearchExportID string
	// DownloadURL is the link itself, which the schema family gives in place of
	// a SearchExportID.
	DownloadURL rest.SignedURL
	// ReadAt is when the request that reported the state was sent; zero if the
	// operation was not read.
	ReadAt time.Time
}

// IsExport reports whether the operation is a segment export. A missing or
// unfamiliar type counts as one: the schema family requires no type.
func (o Operation) IsExport() bool { return !slices.Contains(otherOperationTypes, o.Type) }

// HasResults reports whether the operation names a file.
func (o Operation) HasResults() bool { return o.SearchExportID != "" || !o.DownloadURL.IsZero() }

// GetOperation reads one operation with a request of its own. See
// [Client.OperationStatus] for one that may share a request.
func (c *Client) GetOperation(ctx context.Context, id string) (operation Operation, _ error) {
	decode := func(answer rest.Answer) error {
		var wire operationWire
		if err := json.Unmarshal(answer.Body, &wire); err != nil {
			return err
		}
		switch {
		case wire.State == "":
			return errors.New("the operation has no state")
		case wire.ID == "":
			wire.ID = flexString(id)
		case string(wire.ID) != id:
			return errors.New("it is another operation")
		}
		operation = c.operation(wire, answer)
		return nil
	}
	if err := c.get(ctx, nil, decode, "operations", "v1", id); err != nil {
		return Operation{}, err
	}
	c.owned.LoadOrStore(id, nil)
	return operation, nil
}

// ListExports yields the segment exports in a state, or all if state is empty;
// each once, in the API's order (newest first, inferred). Pages of 100 are
// fetched as they are needed. It ends after the first error.
func (c *Client) ListExports(ctx context.Context, state State) iter.Seq2[Operation, error] {
	query := url.Values{"type": {OperationTypeSearchExport}}
	switch state {
	case StatePending, StateCompleted, StateFailed: // the reference documents no others
		query.Set("state", string(state))
	case StateExpired:
		query.Set("state", string(StateCompleted))
	}
	return func(yield func(Operation, error) bool) {
		for operation, err := range c.listOperations(ctx, query) {
			if err == nil {
				operation = operation.At(c.Now())
				// The API may ignore the filters.
				if !operation.IsExport() || state != "" && operation.State != state {
					continue
				}
			}
			if !yield(operation, err) {
				return
			}
		}
	}
}

// At returns the operation with its state at a time: a completed export may
// have expired since it was read.
func (o Operation) At(now time.Time) Operation {
	if o.State == StateCompleted && !o.ExpiresAt.IsZero() && !now.Before(o.ExpiresAt) {
		o.State = StateExpired
	}
	return o
}

func (c *Client) listOperations(ctx context.Context, query url.Values) iter.Seq2[Operation, error] {
	return paginate(query, operationID, func(query url.Values) (page[Operation], error) {
		listed, _, err := c.operationsPage(ctx, rest.Get(query, "operations", "v1"))
		return listed, err
	})
}

// operationsPage fetches one page, and returns when its request was sent.
func (c *Client) operationsPage(ctx context.Context, r rest.Request) (listed page[Operation], requested time.Time, _ error) {
	r.Decode = func(answer rest.Answer) (err error) {
		var wire struct {
			Operations []operationWire `json:"operations"`
			pageTokens
		}
		if err := json.Unmarshal(answer.Body, &wire); err != nil {
			return err
		}
		listed.next, requested = wire.next(), answer.Requested
		read := func(item operationWire) Operation { return c.operation(item, answer) }
		listed.items, err = readItems(answer, "operations", wire.Operations, read, operationID)
		return err
	}
	err := c.rest.Do(ctx, r)
	return listed, requested, err
}

func operationID(o Operation) string { return o.ID }

// CancelOperation asks FullStory to cancel a running operation. Its state
// afterwards is not documented. It is safe to retry.
func (c *Client) CancelOperation(ctx context.Context, id string) error {
	if err := c.Ready(); err != nil {
		return err
	}
	defer c.poller.invalidate()
	return c.rest.Do(ctx, rest.Request{Method: http.MethodPost, Path: []string{"operations", "v1", id, "cancel"}})
}

// operationWire is an operation in either family's JSON. Only ID and state are
// required to read it.
type operationWire struct {
	ID           flexString  `json:"id"`
	Type         flexString  `json:"type"`
	State        flexString  `json:"state"`
	Percent      flexPercent `json:"estimatePctComplete"`
	Step         flexText    `json:"step"`
	ErrorDetails flexText    `json:"errorDetails"`
	CreatedAt    flexTime    `json:"createdAt"`
	FinishedAt   flexTime    `json:"finishedAt"`
	// Results is null until completion; other types have other results.
	Results json.RawMessage `json:"results"`
}

// operation returns what an answer reports about an operation.
func (c *Client) operation(w operationWire, answer rest.Answer) Operation {
	var results struct {
		SearchExportID flexString `json:"searchExportId"`
		Expires        flexTime   `json:"expires"`
		DownloadURL    flexString `json:"downloadUrl"`
	}
	_ = json.Unmarshal(w.Results, &results) // results of another form belong to another type
	state := strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(string(w.State))), "STATE_")
	created, expires := reported(w.CreatedAt.Time), reported(results.Expires.Time)
	if !expires.After(created) {
		expires = time.Time{} // a file that was never available is a placeholder, too
	}
	return Operation{
		ID: string(w.ID), Type: strings.TrimPrefix(string(w.Type), "TYPE_"), State: State(state),
		PercentComplete: int(w.Percent),
		Step:            c.rest.Text(string(w.Step)), ErrorDetails: c.rest.Text(string(w.ErrorDetails)),
		CreatedAt: created, FinishedAt: reported(w.FinishedAt.Time), ExpiresAt: expires,
		SearchExportID: string(results.SearchExportID),
		DownloadURL:    rest.NewSignedURL(string(results.DownloadURL)),
		ReadAt:         answer.Requested,
	}
}

// reported returns a time of the API; zero if the time only stands for "not
// set", as one up to the Unix epoch does.
func reported(t time.Time) time.Time {
	if !t.After(time.Unix(0, 0)) {
		return time.Time{}
	}
	return t
}
