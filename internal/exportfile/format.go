package exportfile

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

// sampleSize is how many bytes the format of the data is recognized by.
const sampleSize = 4096

var byteOrderMark = []byte("\ufeff")

// records counts the records of an export while its data is written to it. A
// write fails where the data violates the format.
type records interface {
	io.Writer
	// end reports an error if the data ends within a record.
	end() error
	// rows returns the number of records.
	rows() int64
	// header returns the column names of a CSV file, else nil.
	header() []string
	// selfDelimiting reports whether the data itself shows that it is
	// complete.
	selfDelimiting() bool
}

// checkEncoding returns an error if a file is encoded by something other than
// gzip, which is recognized by the content.
func checkEncoding(file *fullstory.File) error {
	for coding := range strings.SplitSeq(file.ContentEncoding, ",") {
		switch coding = strings.TrimSpace(coding); strings.ToLower(coding) {
		case "", "identity", "gzip", "x-gzip":
		default:
			return &ContentError{UnknownEncoding, file.Excerpt([]byte(coding))}
		}
	}
	return nil
}

// recognize returns the counter for the data's format, and the beginning of the
// data: an array of JSON objects, one JSON object per line, or CSV. Everything
// else is a [*ContentError]. An empty file is an export without records only if
// it was packed, because an empty response body usually is a mistake.
func recognize(in *bufio.Reader, file *fullstory.File, packed bool) (counter records, start []byte, err error) {
	sample, err := in.Peek(sampleSize)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, nil, gzipError(err)
	}
	whole := err != nil
	start = bytes.TrimLeft(bytes.TrimPrefix(sample, byteOrderMark), " \t\r\n")
	skip := 0
	if bytes.HasPrefix(sample, byteOrderMark) {
		skip = len(byteOrderMark)
	}
	switch {
	case len(start) == 0 && whole && packed:
		counter = &jsonCounter{state: stateFirst} // of no objects
	case len(start) == 0:
		err = notExport("it is empty")
	case start[0] == '<', file.ContentType == "text/html":
		err = notExport("it is HTML or XML: " + file.Excerpt(start))
	case start[0] == '{' && isErrorObject(start):
		err = notExport("it is an error message: " + file.Excerpt(start))
	case start[0] == '[':
		counter = &jsonCounter{array: true}
	case start[0] == '{':
		counter = &jsonCounter{state: stateFirst}
	case whole && string(bytes.TrimSpace(start)) == "null": // how Go writes an array that was never filled
		counter, skip = &jsonCounter{array: true, state: stateDone}, len(sample)
	default:
		counter = &csvCounter{fieldStart: true}
	}
	if counter == nil {
		return nil, nil, err
	}
	return &skipping{counter, skip}, slices.Clone(start), nil // the sample is only valid until the next read
}

// isErrorObject reports whether a sample is a single JSON object with the keys
// of an error message, which no column of an export has.
func isErrorObject(sample []byte) bool {
	var object map[string]json.RawMessage
	if json.Unmarshal(sample, &object) != nil {
		return false
	}
	for _, key := range []string{"error", "errors", "message", "code", "detail"} {
		if _, found := object[key]; found {
			return true
		}
	}
	return false
}

// hasKnownColumn reports whether a CSV header, or the first record in a sample
// of JSON, has a column of an export.
func hasKnownColumn(sample []byte, header []string) bool {
	if header != nil {
		return slices.ContainsFunc(header, fullstory.IsKnownColumn)
	}
	decoder := json.NewDecoder(bytes.NewReader(sample))
	for {
		token, err := decoder.Token()
		if err != nil {
			return false // the end of the sample, or of the data
		}
		name, isKey := token.(string)
		if !isKey { // a bracket
			continue
		}
		if fullstory.IsKnownColumn(name) {
			return true
		}
		var value json.RawMessage
		if decoder.Decode(&value) != nil {
			return false
		}
	}
}

// skipping keeps the first bytes of the data from a counter.
type skipping struct {
	records
	left int
}

func (s *skipping) Write(p []byte) (int, error) {
	skipped := min(s.left, len(p))
	s.left -= skipped
	n, err := s.records.Write(p[skipped:])
	return skipped + n, err
}
