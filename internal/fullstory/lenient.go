package fullstory

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"time"
)

// The types below read what is told in another form than it should be, or take
// it for not told: what they hold is not worth losing the rest of an answer.

// textWire reads a string, or a number as it is written.
type textWire string

func (w *textWire) UnmarshalJSON(text []byte) error {
	*w = textWire(scalar(text))
	return nil
}

// wordsWire reads what somebody is to read: whatever is no text is shown as it
// is written.
type wordsWire string

func (w *wordsWire) UnmarshalJSON(text []byte) error {
	*w = wordsWire(scalar(text))
	if *w == "" && len(text) > len("{}") && text[0] != '"' && text[0] != 'n' {
		*w = wordsWire(text)
	}
	return nil
}

// percentWire reads a number or a string: protobuf's JSON has both.
type percentWire struct {
	value int
	told  bool
}

func (p *percentWire) UnmarshalJSON(text []byte) error {
	number, err := strconv.ParseFloat(string(bytes.Trim(text, `" `)), 64)
	if err == nil && !math.IsNaN(number) {
		*p = percentWire{int(min(max(number, 0), 100)), true}
	}
	return nil
}

// instantWire reads RFC 3339 with any fraction.
type instantWire struct{ time.Time }

func (i *instantWire) UnmarshalJSON(text []byte) error {
	var s string
	if json.Unmarshal(text, &s) == nil {
		i.Time, _ = time.Parse(time.RFC3339, s)
	}
	return nil
}
