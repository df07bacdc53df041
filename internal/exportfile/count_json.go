package exportfile

import (
	"bytes"
	"fmt"
)

// maxNesting bounds how deeply a record is nested, as encoding/json does.
const maxNesting = 10_000

// jsonCounter counts the objects of a JSON array, or of a file with one object
// per line. It checks how they are nested and separated, and leaves the rest to
// those who decode them.
type jsonCounter struct {
	array bool
	state jsonState // between two records
	count int64
	// unclosed has the closing brackets that the current record lacks.
	unclosed []byte
	inString bool
	escaped  bool // after a backslash in a string
}

type jsonState int

const (
	stateStart jsonState = iota // before the array
	stateFirst                  // before the first record, or the end of the array
	stateNext                   // before a record
	stateAfter                  // after a record
	stateDone                   // after the array
)

// structural are the bytes of a record that matter to the counter.
var structural = [256]bool{'"': true, '{': true, '}': true, '[': true, ']': true, '\n': true}

func (c *jsonCounter) Write(p []byte) (int, error) {
	for i := 0; i < len(p); {
		var n int
		var err error
		switch {
		case c.inString:
			n = c.scanString(p[i:])
		case len(c.unclosed) > 0:
			n, err = c.scanRecord(p[i:])
		default:
			n, err = 1, c.between(p[i])
		}
		if err != nil {
			return i, err
		}
		i += n
	}
	return len(p), nil
}

// scanString returns how many bytes belong to a string.
func (c *jsonCounter) scanString(p []byte) int {
	if c.escaped {
		c.escaped = false
		return 1
	}
	end := bytes.IndexByte(p, '"')
	if end < 0 {
		end = len(p)
	}
	if i := bytes.IndexByte(p[:end], '\\'); i >= 0 {
		c.escaped = true
		return i + 1
	}
	if end == len(p) {
		return end
	}
	c.inString = false
	return end + 1
}

// scanRecord reads a record up to the next byte that changes its nesting.
func (c *jsonCounter) scanRecord(p []byte) (int, error) {
	i := 0
	for i < len(p) && !structural[p[i]] {
		i++
	}
	if i == len(p) {
		return i, nil
	}
	switch b := p[i]; b {
	case '"':
		c.inString = true
	case '{', '[':
		if len(c.unclosed) == maxNesting {
			return 0, c.malformed("is nested too deeply")
		}
		c.unclosed = append(c.unclosed, b+2) // in ASCII, a bracket closes two after it opens
	case '\n':
		if !c.array {
			return 0, c.malformed("is not on one line")
		}
	default:
		last := len(c.unclosed) - 1
		if c.unclosed[last] != b {
			return 0, c.malformed("has mismatched brackets")
		}
		if c.unclosed = c.unclosed[:last]; last == 0 {
			c.count++
			c.state = stateAfter
		}
	}
	return i + 1, nil
}

// between reads a byte between two records.
func (c *jsonCounter) between(b byte) error {
	switch {
	case b == '\n' && !c.array:
		c.state = stateFirst
	case b == ' ', b == '\t', b == '\r', b == '\n':
	case b == '{' && (c.state == stateFirst || c.state == stateNext):
		c.unclosed = append(c.unclosed, '}')
	case b == '[' && c.array && c.state == stateStart:
		c.state = stateFirst
	case b == ',' && c.array && c.state == stateAfter:
		c.state = stateNext
	case b == ']' && c.array && (c.state == stateFirst || c.state == stateAfter):
		c.state = stateDone
	default:
		return c.malformed(fmt.Sprintf("is not an object that the file's format allows: it begins with %q", b))
	}
	return nil
}

// malformed returns the error for the current record. A file whose very first
// record is wrong is no export.
func (c *jsonCounter) malformed(what string) error {
	reason := fmt.Sprintf("its JSON record %d %s", c.count+1, what)
	if c.count == 0 {
		return notExport(reason)
	}
	return damaged(reason)
}

func (c *jsonCounter) end() error {
	if c.inString || len(c.unclosed) > 0 || c.array && c.state != stateDone {
		return damaged(fmt.Sprintf("it ends too early, after %d complete JSON records", c.count))
	}
	return nil
}

func (c *jsonCounter) rows() int64          { return c.count }
func (c *jsonCounter) header() []string     { return nil }
func (c *jsonCounter) selfDelimiting() bool { return c.array }
