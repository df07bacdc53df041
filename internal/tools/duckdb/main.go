// Command duckdb runs the SQL query on its standard input in an empty database,
// and prints each row as a JSON object of texts. Null has none.
package main

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strconv"
	"time"

	_ "github.com/duckdb/duckdb-go/v2"
)

func main() {
	if err := run(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "duckdb:", err)
		os.Exit(1)
	}
}

func run(in io.Reader, out io.Writer) error {
	query, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	db, err := sql.Open("duckdb", "")
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	rows, err := db.Query(string(query))
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	values, pointers := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		pointers[i] = &values[i]
	}
	encoder := json.NewEncoder(out)
	for rows.Next() {
		if err := rows.Scan(pointers...); err != nil {
			return err
		}
		row := map[string]string{}
		for i, value := range values {
			if value != nil {
				row[columns[i]] = text(value)
			}
		}
		if err := encoder.Encode(row); err != nil {
			return err
		}
	}
	return rows.Err()
}

// text returns a value in the notation of an export.
func text(value any) string {
	switch v := value.(type) {
	case time.Time:
		return v.UTC().Format("2006-01-02T15:04:05.000Z")
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return fmt.Sprint(value)
}
