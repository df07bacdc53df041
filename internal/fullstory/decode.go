package fullstory

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"time"
)

// The types below read values that have another JSON type than they should, or
// treat them as absent: no single value is worth losing a whole response.

// flexString reads a string, or a number in its notation.
type flexString string

func (s *flexString) UnmarshalJSON(text []byte) error {
	*s = flexString(scalar(text))
	return nil
}

// flexText reads a text for people: a value of another type is kept as JSON.
type flexText string

func (t *flexText) UnmarshalJSON(text []byte) error {
	*t = flexText(scalar(text))
	if *t == "" && len(text) > len("{}") && text[0] != '"' && text[0] != 'n' {
		*t = flexText(text)
	}
	return nil
}

// flexEmail reads an e-mail address, or an object that has one.
type flexEmail string

func (e *flexEmail) UnmarshalJSON(text []byte) error {
	var person struct {
		Email flexString `json:"email"`
		Name  flexString `json:"name"`
	}
	if *e = flexEmail(scalar(text)); *e == "" && json.Unmarshal(text, &person) == nil {
		*e = flexEmail(person.Email)
		if *e == "" {
			*e = flexEmail(person.Name)
		}
	}
	return nil
}

// flexPercent reads a number or a string, as 0 to 100: protobuf's JSON has both.
type flexPercent int

func (p *flexPercent) UnmarshalJSON(text []byte) error {
	number, err := strconv.ParseFloat(string(bytes.Trim(text, `" `)), 64)
	if err == nil && !math.IsNaN(number) {
		*p = flexPercent(min(max(number, 0), 100))
	}
	return nil
}

// flexTime reads RFC 3339 with any fraction, in upper or lower case.
type flexTime struct{ time.Time }

func (t *flexTime) UnmarshalJSON(text []byte) error {
	var s string
	if json.Unmarshal(text, &s) == nil {
		t.Time, _ = time.Parse(time.RFC3339, strings.ToUpper(s))
	}
	return nil
}

// scalar returns a JSON string's value, a number in its notation, and "" for
// everything else.
func scalar(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	var n json.Number
	if json.Unmarshal(raw, &n) == nil {
		return n.String()
	}
	return ""
}
