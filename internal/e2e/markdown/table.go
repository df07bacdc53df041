// Package markdown prints what benchmarks measure, in the form in which it
// stands in PERFORMANCE.md.
package markdown

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// Table is written to by rows, and printed at its end, when the columns' widths
// are known.
type Table struct{ out *tabwriter.Writer }

// NewTable begins a table with its heading.
func NewTable(out io.Writer, columns ...any) *Table {
	t := &Table{tabwriter.NewWriter(out, 0, 0, 1, ' ', 0)}
	_, _ = fmt.Fprintln(t.out)
	t.Row(columns...)
	rules := make([]any, len(columns))
	for i := range rules {
		rules[i] = "---"
	}
	t.Row(rules...)
	return t
}

// Row adds a row, with a cell for each column.
func (t *Table) Row(cells ...any) {
	_, _ = fmt.Fprint(t.out, "|")
	for _, cell := range cells {
		_, _ = fmt.Fprintf(t.out, " %v\t|", cell)
	}
	_, _ = fmt.Fprintln(t.out)
}

// End prints the table.
func (t *Table) End() { _ = t.out.Flush() }
