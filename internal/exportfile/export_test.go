package exportfile

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

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

// PartialPrefix returns how the names of a target's partial files begin.
var PartialPrefix = partialPrefix

// Stream runs a file through everything between the client and the disk, and
// returns what would be written.
func Stream(ctx context.Context, client *fullstory.Client, operation fullstory.Operation, decompress bool) ([]byte, Result, error) {
	file, err := client.OpenFile(ctx, operation)
	if err != nil {
		return nil, Result{}, err
	}
	defer file.Close()
	var disk bytes.Buffer
	result, err := Download{Decompress: decompress}.stream(file, &disk)
	return disk.Bytes(), result, err
}

// FailOperation lets an operation on the disk fail with an error for the rest
// of a test: chmod, sync, link, or every rename to another directory.
func FailOperation(t *testing.T, operation string, err error) {
	t.Helper()
	before := disk
	t.Cleanup(func() { disk = before })
	Fail(operation, err)
}

// Fail is [FailOperation] for the rest of the process.
func Fail(operation string, err error) {
	before := disk
	switch operation {
	case "chmod":
		disk.chmod = func(*os.File, fs.FileMode) error { return &fs.PathError{Op: "chmod", Path: "f", Err: err} }
	case "sync":
		disk.sync = func(*os.File) error { return &fs.PathError{Op: "sync", Path: "f", Err: err} }
	case "link":
		disk.link = func(from, to string) error { return &os.LinkError{Op: "link", Old: from, New: to, Err: err} }
	case "rename":
		disk.rename = func(from, to string) error {
			if filepath.Dir(from) == filepath.Dir(to) {
				return before.rename(from, to)
			}
			return &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
		}
	default:
		panic("unknown operation " + operation)
	}
}

// BeforeStep calls a function before every operation that changes what is on
// disk, other than a write.
func BeforeStep(step func()) {
	actual := disk
	disk.create = func(dir, pattern string) (*os.File, error) { step(); return actual.create(dir, pattern) }
	disk.chmod = func(f *os.File, mode fs.FileMode) error { step(); return actual.chmod(f, mode) }
	disk.sync = func(f *os.File) error { step(); return actual.sync(f) }
	disk.link = func(from, to string) error { step(); return actual.link(from, to) }
	disk.rename = func(from, to string) error { step(); return actual.rename(from, to) }
	disk.remove = func(path string) error { step(); return actual.remove(path) }
}
