package fullstory

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// OperationTypeSearchExport is the type of a segment export's operation
// (documented).
const OperationTypeSearchExport = "SEARCH_EXPORT"

// Operation is a job of the API.
type Operation struct {
	ID    string
	Type  string
	State State
	// PercentComplete is 0 to 100; 0 where the API does not tell, as
	// PercentTold says.
	PercentComplete int
	PercentTold     bool
	// Step is free text (documented).
	Step string
	// ErrorDetails says why it failed.
	ErrorDetails string
	// CreatedAt is when it was submitted; zero where the API does not tell.
	CreatedAt time.Time
	// FinishedAt may be set while it still runs (documented by example): only
	// State tells whether it is over.
	FinishedAt time.Time
	// ExpiresAt is when a completed export goes, about 7 days after
	// (inferred); zero where the API does not tell.
	ExpiresAt time.Time
	// SearchExportID is what the download link of a completed export is asked
	// for with.
	SearchExportID string
	// DownloadURL is the link itself, which the schema's family gives in place
	// of a SearchExportID.
	DownloadURL SignedURL
}

// GetOperation looks at one operation, with a request of its own: see
// [Client.LookAtOperation] for one that may share.
func (c *Client) GetOperation(ctx context.Context, id string) (Operation, error) {
	return c.getOperation(ctx, id, nil)
}

// getOperation tells when the request that was answered was sent.
func (c *Client) getOperation(ctx context.Context, id string, sent *time.Time) (Operation, error) {
	var answer operationWire
	request := get(nil, "operations", "v1", id)
	request.sent = sent
	if err := c.do(ctx, request, &answer); err != nil {
		return Operation{}, err
	}
	if answer.State == "" {
		return Operation{}, fmt.Errorf("GET /operations/v1/%s: %w: the operation has no state", url.PathEscape(id), errUnreadable)
	}
	answer.ID = textWire(id)
	return c.operation(answer), nil
}

// OperationFilter narrows a list; an empty field does not.
type OperationFilter struct {
	State State
	Type  string
}

// ListOperations yields operations, 100 a request, fetched as they are asked
// for. The order is the API's (newest first, inferred). A row that cannot be
// read is left out.
func (c *Client) ListOperations(ctx context.Context, filter OperationFilter) iter.Seq2[Operation, error] {
	query := url.Values{}
	if filter.State != "" {
		query.Set("state", string(filter.State))
	}
	if filter.Type != "" {
		query.Set("type", filter.Type)
	}
	return paginate(query, func(query url.Values) (page[Operation], error) {
		return c.operationsPage(ctx, get(query, "operations", "v1"))
	})
}

func (c *Client) operationsPage(ctx context.Context, request call) (page[Operation], error) {
	var answer struct {
		Operations []json.RawMessage `json:"operations"`
		nextToken
	}
	if err := c.do(ctx, request, &answer); err != nil {
		return page[Operation]{}, err
	}
	rows := make([]Operation, 0, len(answer.Operations))
	for _, raw := range answer.Operations {
		var row operationWire
		if json.Unmarshal(raw, &row) == nil && row.ID != "" {
			rows = append(rows, c.operation(row))
		}
	}
	return page[Operation]{rows: rows, next: answer.token()}, nil
}

// CancelOperation asks to end a running operation. What its state is
// afterwards is not documented. Asking twice does no harm.
func (c *Client) CancelOperation(ctx context.Context, id string) error {
	defer c.watch.void(id)
	return c.do(ctx, call{method: http.MethodPost, path: []string{"operations", "v1", id, "cancel"}}, nil)
}

// operationWire is an operation as the API writes it, in either family. It is
// an id and a state that count: nothing else of it makes it unreadable.
type operationWire struct {
	ID           textWire    `json:"id"`
	Type         textWire    `json:"type"`
	State        textWire    `json:"state"`
	Pct          percentWire `json:"estimatePctComplete"`
	Step         wordsWire   `json:"step"`
	ErrorDetails wordsWire   `json:"errorDetails"`
	CreatedAt    instantWire `json:"createdAt"`
	FinishedAt   instantWire `json:"finishedAt"`
	// Results is null until completion, and has another form in other types.
	Results json.RawMessage `json:"results"`
}

func (c *Client) operation(w operationWire) Operation {
	var results struct {
		SearchExportID textWire    `json:"searchExportId"`
		Expires        instantWire `json:"expires"`
		DownloadURL    textWire    `json:"downloadUrl"`
	}
	// Results of another form are another type's, and none of our business.
	_ = json.Unmarshal(w.Results, &results)
	return Operation{
		ID: string(w.ID), Type: string(w.Type), State: State(strings.ToUpper(string(w.State))),
		PercentComplete: w.Pct.value, PercentTold: w.Pct.told,
		Step: c.show(string(w.Step)), ErrorDetails: c.show(string(w.ErrorDetails)),
		CreatedAt: w.CreatedAt.Time, FinishedAt: w.FinishedAt.Time,
		ExpiresAt:      results.Expires.Time,
		SearchExportID: string(results.SearchExportID),
		DownloadURL:    NewSignedURL(string(results.DownloadURL)),
	}
}

// LookForMissing looks again for an operation that was not found, a second
// apart, as often as a wait does before it believes that it is gone.
func (c *Client) LookForMissing(ctx context.Context, id string) (operation Operation, err error) {
	for misses := 1; misses < missesBelieved; misses++ {
		if !sleep(ctx, time.Second) {
			return Operation{}, ctx.Err()
		}
		if operation, err = c.GetOperation(ctx, id); !IsNotFound(err) {
			return operation, err
		}
	}
	return operation, err
}
