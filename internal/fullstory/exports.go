package fullstory

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
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
	// Err says why there was no usable response.
	Err error
}

func (e *AmbiguousSubmissionError) Error() string {
	return fmt.Sprintf("the request to create an export was sent, but it is unknown whether FullStory accepted it: %v", e.Err)
}

func (e *AmbiguousSubmissionError) Unwrap() error { return e.Err }

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
	err = c.rest.Do(ctx, rest.Request{
		Method: http.MethodPost, Path: []string{"segments", "v1", "exports"}, Body: body, Submission: true,
		Decode: func(answer rest.Answer) error {
			operation = c.decodeSubmission(answer)
			if operation.ID == "" {
				return errors.New("it has no operation ID")
			}
			operation.Segment = export.SegmentID
			c.owned.Store(operation.ID, nil)
			return nil
		},
	})
	switch {
	case err == nil:
		return operation, nil
	case rest.MayHaveActed(err):
		return Operation{}, &AmbiguousSubmissionError{Began: began, Err: err}
	}
	return Operation{}, err
}

// decodeSubmission decodes the response to a submission: {"operationId"} (the
// reference) or a whole operation (the schema). Only the ID counts.
func (c *Client) decodeSubmission(answer rest.Answer) Operation {
	var wire struct {
		operationWire
		OperationID flexString `json:"operationId"`
	}
	_ = json.Unmarshal(answer.Body, &wire) // without an ID, the caller reports it
	wire.ID = cmp.Or(wire.OperationID, wire.ID)
	operation := c.operation(wire.operationWire, rest.Answer{}) // it was not read
	if operation.State == "" {
		operation.State = StatePending
	}
	return operation
}
