package exportfile

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
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
	// closed reports whether the data itself shows that it is complete.
	closed() bool
}

// recognize returns the counter for the data's format: an array of JSON
// objects, one JSON object per line, or CSV. Everything else is a
// [*NotExportError]. An empty file is an export without records only if it was
// packed, because an empty response body usually is a mistake.
func recognize(in *bufio.Reader, s *source, packed bool) (records, error) {
	sample, err := in.Peek(sampleSize)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, gzipError(err)
	}
	start := bytes.TrimLeft(bytes.TrimPrefix(sample, byteOrderMark), " \t\r\n")
	var counter records
	switch kind := binaryFormat(start); {
	case len(start) == 0 && len(sample) < sampleSize && packed:
		counter = &jsonCounter{state: stateFirst} // of no objects
	case len(start) == 0:
		return nil, &NotExportError{"it is empty"}
	case kind != "":
		return nil, &NotExportError{"it is " + kind}
	case start[0] == '<', s.contentType == "text/html":
		return nil, &NotExportError{"it is HTML or XML: " + s.excerpt(start)}
	case start[0] == '[':
		counter = &jsonCounter{array: true}
	case start[0] == '{' && isErrorObject(start):
		return nil, &NotExportError{"it is an error message: " + s.excerpt(start)}
	case start[0] == '{':
		counter = &jsonCounter{state: stateFirst}
	default:
		counter = &csvCounter{fieldStart: true}
	}
	if bytes.HasPrefix(sample, byteOrderMark) {
		counter = &skipping{counter, len(byteOrderMark)}
	}
	return counter, nil
}

// excerpt returns the beginning of a text for an error message.
func (s *source) excerpt(text []byte) string {
	return s.client.Sanitize(string(text[:min(len(text), 200)]))
}

// binaryFormat names the binary format that data has, or returns "".
func binaryFormat(start []byte) string {
	for kind, magic := range map[string]string{
		"a zip archive": "PK\x03\x04", "zstd-compressed data": "\x28\xb5\x2f\xfd", "gzip-compressed data": "\x1f\x8b",
		"bzip2-compressed data": "BZh9", "xz-compressed data": "\xfd7zXZ\x00", "a Parquet file": "PAR1",
	} {
		if bytes.HasPrefix(start, []byte(magic)) {
			return kind
		}
	}
	return ""
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

// skipping keeps a byte order mark from the counter.
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
