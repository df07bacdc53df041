package fullstorytest

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"io"
	"sync"
)

// dataOf makes the file of an operation, gzipped, when it is first asked for. The same id and request give the same
// bytes.
func dataOf(op *operation, request exportRequest) func() []byte {
	id, format, rows := op.id, op.format, op.script.Rows
	return sync.OnceValue(func() []byte {
		var file bytes.Buffer
		zip := gzip.NewWriter(&file)
		err := writeData(zip, format, columnsFor(request), newPeople(id, request, rows), rows)
		if err == nil {
			err = zip.Close()
		}
		if err != nil {
			panic(err) // A buffer takes everything.
		}
		return file.Bytes()
	})
}

// writeData writes rows one after another; none is kept.
func writeData(w io.Writer, format string, columns []column, people *people, rows int) error {
	switch format {
	case "csv":
		return writeCSV(w, columns, people, rows)
	case "ndjson":
		return writeObjects(w, columns, people, rows, "", "\n", "\n")
	default:
		return writeObjects(w, columns, people, rows, "[", ",\n", "]\n")
	}
}

func writeCSV(w io.Writer, columns []column, people *people, rows int) error {
	out := csv.NewWriter(w)
	record := make([]string, len(columns))
	for i, c := range columns {
		record[i] = c.name
	}
	err := out.Write(record)
	for n := 0; n < rows && err == nil; n++ {
		row := people.next()
		for i, c := range columns {
			record[i] = c.value(row).text
		}
		err = out.Write(record)
	}
	if err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}

// writeObjects writes JSON objects between two ends, with something between each two of them.
func writeObjects(w io.Writer, columns []column, people *people, rows int, head, between, tail string) error {
	out := bufio.NewWriter(w)
	_, _ = out.WriteString(head) // A bufio.Writer keeps its first error for Flush.
	for n := range rows {
		if n > 0 {
			_, _ = out.WriteString(between)
		}
		row := people.next()
		for i, c := range columns {
			separator := byte(',')
			if i == 0 {
				separator = '{'
			}
			_ = out.WriteByte(separator)
			cell := c.value(row)
			_, _ = out.WriteString(quote(c.name) + ":" + cell.json())
		}
		_ = out.WriteByte('}')
	}
	if rows > 0 || head != "" {
		_, _ = out.WriteString(tail)
	}
	return out.Flush()
}
