package duckdb_test

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
)

// record is a row with its values as texts, by column. Null is empty: CSV does
// not distinguish them.
type record map[string]string

// records returns the rows of a file as Go's standard library reads it.
func records(t *testing.T, path, format string) (rows []record) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	var reader io.Reader = file
	if strings.HasSuffix(path, ".gz") {
		if reader, err = gzip.NewReader(file); err != nil {
			t.Fatal(err)
		}
	}
	if format != "csv" {
		return objects(t, reader)
	}
	lines, err := csv.NewReader(reader).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range lines[1:] {
		row := record{}
		for i, value := range line {
			row[lines[0][i]] = value
		}
		rows = append(rows, row)
	}
	return rows
}

// objects returns the rows in a JSON array, or in a sequence of JSON objects.
func objects(t *testing.T, reader io.Reader) (rows []record) {
	t.Helper()
	buffered := bufio.NewReader(reader)
	decoder := json.NewDecoder(buffered)
	decoder.UseNumber() // a float64 cannot hold the IDs
	if start, err := buffered.Peek(1); err == nil && start[0] == '[' {
		if _, err := decoder.Token(); err != nil {
			t.Fatal(err)
		}
	}
	for decoder.More() {
		var object map[string]any
		if err := decoder.Decode(&object); err != nil {
			t.Fatal(err)
		}
		row := record{}
		for name, value := range object {
			if value != nil {
				// Go's CSV reader normalizes line ends, too.
				row[name] = strings.ReplaceAll(fmt.Sprint(value), "\r\n", "\n")
			}
		}
		rows = append(rows, row)
	}
	return rows
}
