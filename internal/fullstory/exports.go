package fullstory

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// ExportRequest is an export job to create, in the API's terms but in neither
// of its spellings.
type ExportRequest struct {
	// SegmentID is required; built-in ones such as "everyone" count
	// (documented).
	SegmentID string
	// Type is required.
	Type ExportType
	// Format may be empty: then the schema sends none, the reference JSON.
	Format ExportFormat
	// TimeRange filters the data: events by their start, individuals by their
	// activity (documented).
	TimeRange *TimeRange
	// SegmentTimeRange overrides the segment's own range (documented).
	SegmentTimeRange *TimeRange
	// Scope, Fields and Timezone exist in the reference only. Scope is one of
	// the words of scopes or a SCOPE_… value verbatim, and is for events.
	Scope    string
	Fields   []string
	Timezone string
}

// ExportType is what is exported.
type ExportType string

// ExportFormat is the form of the file.
type ExportFormat string

// The types and formats; NDJSON is the reference's only.
const (
	ExportTypeIndividuals ExportType = "individuals"
	ExportTypeEvents      ExportType = "events"

	ExportFormatJSON   ExportFormat = "json"
	ExportFormatCSV    ExportFormat = "csv"
	ExportFormatNDJSON ExportFormat = "ndjson"
)

// TimeRange is from Start (inclusive) to End (exclusive, observed); a zero time
// is an end that is not given: since ever, or until the request (documented).
type TimeRange struct{ Start, End time.Time }

// AmbiguousSubmissionError says that a request to create an export may or may
// not have made one: it was sent, and no answer tells.
type AmbiguousSubmissionError struct {
	// Began is when the request began, by the clock of this machine.
	Began time.Time
	// Err is what came instead of an answer.
	Err error
}

func (e *AmbiguousSubmissionError) Error() string {
	return fmt.Sprintf("the request to create an export was sent, but whether it was taken is unknown: %v", e.Err)
}

func (e *AmbiguousSubmissionError) Unwrap() error { return e.Err }

// CreateExport submits an export job and returns its operation, of which
// often no more than the id is known (documented); an operation whose state
// the API leaves out is PENDING.
//
// There is no idempotency key and a second request makes a second export
// (inferred), so the request is repeated only where the server cannot have
// taken it: never connected, 429, or 503 with Retry-After. Everything after
// which an export may exist is an [*AmbiguousSubmissionError].
func (c *Client) CreateExport(ctx context.Context, request ExportRequest) (Operation, error) {
	body, err := request.encode(c.wireFormat)
	if err != nil {
		return Operation{}, err
	}
	began := time.Now()
	sent := began
	var answer json.RawMessage
	err = c.do(ctx, call{method: http.MethodPost, path: []string{"segments", "v1", "exports"}, body: body, once: true, sent: &sent}, &answer)
	if err != nil {
		if mayHaveActed(err) {
			return Operation{}, &AmbiguousSubmissionError{Began: began, Err: err}
		}
		return Operation{}, err
	}
	operation := c.submission(answer)
	if operation.ID == "" {
		return Operation{}, &AmbiguousSubmissionError{Began: began, Err: errors.New("the answer holds no operation id")}
	}
	if operation.State == "" {
		operation.State = StatePending
	}
	c.submitted.Store(operation.ID, sent)
	return operation, nil
}

// submission reads the answer to a submission. The id counts, whatever else of
// it cannot be read.
func (c *Client) submission(answer json.RawMessage) Operation {
	var wire struct {
		operationWire
		OperationID textWire `json:"operationId"`
	}
	_ = json.Unmarshal(answer, &wire) // then it holds no id
	if wire.ID == "" {
		wire.ID = wire.OperationID
	}
	return c.operation(wire.operationWire)
}

// mayHaveActed tells whether a request that is sent once, and failed with err,
// can have had its effect.
func mayHaveActed(err error) bool {
	if _, neverSent := errors.AsType[*neverSentError](err); neverSent || errors.Is(err, ErrNoAPIKey) {
		return false
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false // an attempt outlives the context: this was a sleep before the next one
	}
	refusal, ok := errors.AsType[*Error](err)
	if !ok {
		return true
	}
	switch {
	case refusal.Status == http.StatusRequestTimeout:
		return true
	case refusal.Status == http.StatusSeeOther:
		return true // it is what a server says that did what it was asked for
	case refusal.Status == http.StatusServiceUnavailable:
		return !refusal.RetryAfterGiven
	}
	return refusal.Status >= 500
}
