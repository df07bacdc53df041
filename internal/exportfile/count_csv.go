package exportfile

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxHeader bounds the header line of a CSV file in bytes.
const maxHeader = 1 << 20

// csvCounter counts the records of a CSV file, as [csv.Reader] reads them. It
// accepts quotes within an unquoted field.
type csvCounter struct {
	records int64 // including the header
	columns []string
	line    []byte // the header line, while it is read

	size       int64 // bytes of the current record
	first      byte  // of them
	fieldStart bool
	quoted     bool // within quotes
	closing    bool // just after a quote that may have closed the field
}

func (c *csvCounter) Write(p []byte) (int, error) {
	for rest := p; len(rest) > 0; {
		n := c.scan(rest)
		if c.columns == nil {
			c.line = append(c.line, rest[:n]...)
			if len(c.line) > maxHeader {
				return 0, notExport("it has no CSV header in its first MiB")
			}
		}
		if !c.quoted && rest[n-1] == '\n' {
			c.grow(rest[:n-1])
			if err := c.endRecord(); err != nil {
				return 0, err
			}
		} else {
			c.grow(rest[:n])
		}
		rest = rest[n:]
	}
	return len(p), nil
}

// scan returns how many bytes continue the record in its current state: up to
// the next quote that matters, or to the end of the line.
func (c *csvCounter) scan(p []byte) int {
	if c.quoted {
		i := bytes.IndexByte(p, '"')
		if i < 0 {
			return len(p)
		}
		c.quoted, c.closing, c.fieldStart = false, true, false
		return i + 1
	}
	if c.closing {
		c.closing = false
		if p[0] == '"' { // an escaped quote
			c.quoted = true
			return 1
		}
	}
	line := p
	if i := bytes.IndexByte(p, '\n'); i >= 0 {
		line = p[:i+1]
	}
	for i := 0; ; i++ {
		next := bytes.IndexByte(line[i:], '"')
		if next < 0 {
			break
		}
		if i += next; i == 0 && c.fieldStart || i > 0 && line[i-1] == ',' {
			c.quoted = true
			return i + 1
		}
	}
	end := line[len(line)-1]
	c.fieldStart = end == ',' || end == '\n'
	return len(line)
}

func (c *csvCounter) grow(p []byte) {
	if c.size == 0 && len(p) > 0 {
		c.first = p[0]
	}
	c.size += int64(len(p))
}

// endRecord counts a record, unless its line is blank.
func (c *csvCounter) endRecord() error {
	blank := c.size == 0 || c.size == 1 && c.first == '\r'
	c.size = 0
	if blank {
		return nil
	}
	c.records++
	if c.records > 1 {
		return nil
	}
	columns, err := csv.NewReader(bytes.NewReader(c.line)).Read()
	switch {
	case err != nil:
		return notExport(fmt.Sprintf("it does not begin with a CSV header (%v)", err))
	case !utf8.Valid(c.line), bytes.ContainsFunc(c.line, func(r rune) bool { return unicode.IsControl(r) && !unicode.IsSpace(r) }):
		return notExport("it is binary data")
	case slices.ContainsFunc(columns, func(name string) bool { return strings.ContainsRune(name, '\r') }):
		return notExport("its lines end with a carriage return alone")
	case len(columns) == 1 && strings.ContainsRune(columns[0], ' '):
		return notExport("it is plain text, without a CSV header")
	}
	c.columns, c.line = columns, nil
	return nil
}

func (c *csvCounter) end() error {
	if c.quoted {
		return damaged(fmt.Sprintf("it ends within a quoted field, after %d complete records", c.rows()))
	}
	return c.endRecord()
}

func (c *csvCounter) rows() int64          { return max(0, c.records-1) }
func (c *csvCounter) header() []string     { return c.columns }
func (c *csvCounter) selfDelimiting() bool { return false }
