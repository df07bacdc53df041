package fullstorytest

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"strings"
	"sync"
	"time"
)

// The scopes of an export of events, from the smallest. Each includes one more
// event for each event that matches the segment.
const (
	scopeEvents = iota
	scopePages
	scopeSessions
	scopeIndividuals
)

// scopes has the scopes by their names, whose final S the vendor sometimes
// omits.
var scopes = map[string]int{
	"SCOPE_EVENT": scopeEvents, "SCOPE_PAGE": scopePages, "SCOPE_SESSION": scopeSessions, "SCOPE_INDIVIDUAL": scopeIndividuals,
}

// exportRows returns the rows of an export, from the earliest to the latest,
// within its time range.
func exportRows(op *operation, request exportRequest) iter.Seq[row] {
	seed, count, levels := op.id, max(op.script.Rows, 0), 1
	if isEvents(request) {
		levels += scopes[strings.TrimSuffix(request.EventDetails.Scope, "S")]
	}
	start, end := timeRange(op, request)
	step := end.Sub(start) / time.Duration(max(count*levels, 1))
	return func(yield func(row) bool) {
		for i := range count * levels {
			if !yield(row{seed, i / levels, i % levels, start.Add(time.Duration(i) * step)}) {
				return
			}
		}
	}
}

// timeRange returns the period that an export covers. Without a start, it is
// one hour per row; without an end, it ends at the time of the request.
func timeRange(op *operation, request exportRequest) (start, end time.Time) {
	end, err := time.Parse(time.RFC3339, request.TimeRange.End)
	if err != nil {
		end = op.created
	}
	start, err = time.Parse(time.RFC3339, request.TimeRange.Start)
	if err != nil {
		start = end.Add(-time.Duration(max(op.script.Rows, 1)) * time.Hour)
	}
	return start, end
}

// exportData returns a function that generates the compressed file of an
// operation at the first call.
func exportData(op *operation, request exportRequest) func() storedFile {
	format, rows := op.format, exportRows(op, request)
	return sync.OnceValue(func() storedFile {
		columns := columnsFor(request)
		var file bytes.Buffer
		compressed := gzip.NewWriter(&file)
		switch format {
		case "csv":
			writeCSV(compressed, columns, rows)
		case "ndjson":
			writeObjects(compressed, columns, rows, "", "\n", "\n")
		default:
			writeObjects(compressed, columns, rows, "[", ",\n", "]\n")
		}
		_ = compressed.Close() // a buffer does not fail
		etag := fmt.Sprintf(`"%x"`, sha256.Sum256(file.Bytes()))
		return storedFile{bytes.NewReader(file.Bytes()), int64(file.Len()), etag}
	})
}

func writeCSV(w io.Writer, columns []string, rows iter.Seq[row]) {
	out := csv.NewWriter(w)
	_ = out.Write(columns) // errors are those of a buffer, which has none
	for row := range rows {
		record := make([]string, len(columns))
		for i, column := range columns {
			if value := row.value(column); value != nil {
				record[i] = fmt.Sprint(value)
			}
		}
		_ = out.Write(record)
	}
	out.Flush()
}

// writeObjects writes rows as JSON objects between head and tail.
func writeObjects(w io.Writer, columns []string, rows iter.Seq[row], head, separator, tail string) {
	_, _ = io.WriteString(w, head)
	first := true
	for row := range rows {
		var object strings.Builder
		if !first {
			object.WriteString(separator)
		}
		for i, column := range columns {
			object.WriteByte("{,"[min(i, 1)])
			value, err := json.Marshal(row.value(column))
			if err != nil {
				panic(err) // cannot happen for a row's values
			}
			object.WriteString(quote(column) + ":" + string(value))
		}
		object.WriteByte('}')
		_, _ = io.WriteString(w, object.String())
		first = false
	}
	if !first || head != "" {
		_, _ = io.WriteString(w, tail)
	}
}
