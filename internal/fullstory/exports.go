package fullstory

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// ExportRequest is an export job to create, independent of the wire format.
type ExportRequest struct {
	// SegmentID is required; built-in segments such as "everyone" are allowed
	// (documented).
	SegmentID string
	// Type is required.
	Type ExportType
	// Format may be empty: the schema then sends none, the reference JSON.
	Format ExportFormat
	// TimeRange filters the data: events by their start, individuals by their
	// activity (documented).
	TimeRange *TimeRange
	// SegmentTimeRange overrides the segment's own time range (documented). The
	// zero TimeRange means all time; only the reference can express it.
	SegmentTimeRange *TimeRange
	// Now is the time that relative dates in the segment refer to; zero means
	// the time when the export runs (documented). Reference only.
	Now time.Time
	// Timezone is an IANA name, used to evaluate relative dates (documented);
	// the times in the file are in UTC anyway. Reference only.
	Timezone string
	// Scope is one of the keys of referenceScopes, or a SCOPE_... value that is
	// sent unchanged. Events and reference only.
	Scope string
	// Fields are the columns to export. Reference only.
	Fields []string
}

// ExportType is the kind of records that an export has.
type ExportType string

// ExportFormat is the format of an export's file.
type ExportFormat string

// The types and formats. NDJSON exists in the reference only.
const (
	ExportTypeIndividuals ExportType = "individuals"
	ExportTypeEvents      ExportType = "events"

	ExportFormatJSON   ExportFormat = "json"
	ExportFormatCSV    ExportFormat = "csv"
	ExportFormatNDJSON ExportFormat = "ndjson"
)

// TimeRange is a period from Start (inclusive) to End (exclusive, observed). A
// zero Start is the beginning of time, a zero End the time of the request
// (documented).
type TimeRange struct{ Start, End time.Time }

// AmbiguousSubmissionError means that a request to create an export was sent,
// and that it is unknown whether FullStory created one.
type AmbiguousSubmissionError struct {
	// Began is when the request was first sent, by the local clock.
	Began time.Time
	// Err is the error in place of a usable response.
	Err error
}

func (e *AmbiguousSubmissionError) Error() string {
	return fmt.Sprintf("the request to create an export was sent, but it is unknown whether FullStory accepted it: %v", e.Err)
}

func (e *AmbiguousSubmissionError) Unwrap() error { return e.Err }

// DeniedSubmissionError means that a submission was not sent, because an
// earlier one of this client was refused for its key.
type DeniedSubmissionError struct{ Err *Error }

func (e *DeniedSubmissionError) Error() string {
	return fmt.Sprintf("not sent, because FullStory refused an earlier submission: %v", e.Err)
}

func (e *DeniedSubmissionError) Unwrap() error { return e.Err }

// CreateExport submits an export job and returns its operation. Often only its
// ID is known (documented); a missing state is PENDING.
//
// There is no idempotency key, and a second request creates a second export
// (inferred). The request is therefore retried only if the server cannot have
// accepted it: no connection, 429, or 503 with Retry-After. Every other failure
// after which an export may exist is an [*AmbiguousSubmissionError].
func (c *Client) CreateExport(ctx context.Context, export ExportRequest) (Operation, error) {
	if err := c.Ready(); err != nil {
		return Operation{}, err
	}
	body, err := export.encode(c.wireFormat)
	if err != nil {
		return Operation{}, err
	}
	began := time.Now()
	var operation Operation
	r := request{method: http.MethodPost, path: []string{"segments", "v1", "exports"}, body: body, submission: true}
	r.onResponse = func(got response) {
		if got.ok() {
			operation = c.decodeSubmission(got.body)
			operation.Segment = export.SegmentID
			if operation.ID != "" {
				c.owned.Store(operation.ID, began)
			}
		} else if refusal := c.newError(r, got); IsDenied(refusal) {
			c.denied.CompareAndSwap(nil, refusal)
		}
	}
	var out json.RawMessage
	got, err := c.do(ctx, r, &out)
	switch {
	case operation.ID != "":
		return operation, nil
	case err == nil:
		err = c.newUnexpectedResponse(r, got, errors.New("it has no operation ID"))
	case !mayHaveCreated(err):
		return Operation{}, err
	}
	return Operation{}, &AmbiguousSubmissionError{Began: began, Err: err}
}

// decodeSubmission decodes the response to a submission: {"operationId"} (the
// reference) or a whole operation (the schema). Only the ID counts.
func (c *Client) decodeSubmission(body []byte) Operation {
	var wire struct {
		operationWire
		OperationID flexString `json:"operationId"`
	}
	_ = json.Unmarshal(trimBOM(body), &wire) // without an ID, the caller reports it
	if wire.ID == "" {
		wire.ID = wire.OperationID
	}
	operation := c.operation(wire.operationWire)
	if operation.State == "" {
		operation.State = StatePending
	}
	return operation
}

// mayHaveCreated reports whether an export may exist although its submission
// failed with err.
func mayHaveCreated(err error) bool {
	if _, notSent := errors.AsType[*notSentError](err); notSent || isContextError(err) {
		return false // a request in flight outlives its context: this one was not in flight
	}
	refusal, ok := errors.AsType[*Error](err)
	if !ok {
		return true
	}
	switch {
	case refusal.Status == http.StatusServiceUnavailable:
		return !refusal.RetryAfterGiven
	case refusal.Status == http.StatusRequestTimeout:
		return true
	case refusal.Status < 400: // a redirect is no refusal: the server may have acted before it
		return true
	}
	return refusal.Status >= 500
}
