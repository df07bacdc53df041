package exportfile

import (
	"bytes"
	"context"
	"io"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

// OpenSource opens an export's file as it is in the store.
func OpenSource(ctx context.Context, client *fullstory.Client, operation fullstory.Operation) (io.Reader, func(), error) {
	s, err := openSource(ctx, client, operation)
	return s, s.close, err
}

// Counter is what counts an export's records, for tests and fuzzing.
type Counter = records

// NewCSVCounter returns the counter for CSV files.
func NewCSVCounter() Counter { return &csvCounter{fieldStart: true} }

// NewJSONCounter returns the counter for JSON arrays, or for one object a line.
func NewJSONCounter(array bool) Counter {
	if array {
		return &jsonCounter{array: true}
	}
	return &jsonCounter{state: stateFirst}
}

// End ends the data of a counter.
func End(c Counter) error { return c.end() }

// Rows returns a counter's number of records.
func Rows(c Counter) int64 { return c.rows() }

// Header returns a counter's column names.
func Header(c Counter) []string { return c.header() }

// PartialName returns where the partial file of a target is.
var PartialName = partialName

// OpenPartial opens and locks a partial file.
var OpenPartial = openPartial

// ErrRestart is the error of a download that had to start again too often.
var ErrRestart = errRestart

// FileName returns the file name in a Content-Disposition.
var FileName = fileName

// Stream runs data through everything between the store and the disk, and
// returns what would be written.
func Stream(ctx context.Context, client *fullstory.Client, data []byte, decompress bool) ([]byte, Result, error) {
	var disk bytes.Buffer
	stall := time.NewTimer(time.Hour)
	defer stall.Stop()
	s := &source{ctx: ctx, client: client, total: int64(len(data)), body: &body{
		ReadCloser: io.NopCloser(bytes.NewReader(data)), ctx: ctx, stall: stall, close: func() {},
	}}
	result, err := Download{Decompress: decompress}.stream(s, &disk)
	return disk.Bytes(), result, err
}
