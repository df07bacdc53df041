package rest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"mime"
	"net/http"
	"regexp"
	"strings"
	"time"
)

// response is a whole HTTP response, before it is judged.
type response struct {
	status    int
	header    http.Header
	body      []byte
	requested time.Time // when the request was sent
}

func (r response) ok() bool { return r.status >= 200 && r.status <= 299 }

// judge decides what a response counts as, and is the only place that does:
//
//   - Success is a 2xx with JSON that the request's Decode accepts: it is about
//     the object that was asked for. Only such an answer moves the clock.
//   - A refusal is FullStory's own if its body is JSON. Only then does it prove
//     an absence (404), or refuse a key (401) or a permission (403).
//   - Everything else is foreign (a web page or a text: a proxy or a gateway
//     answered) or unusable (JSON about something else, or none at all).
//
// incomplete is the error with which reading the body ended, if any. A body
// that can be used is complete, whatever its Content-Length says.
func (c *Client) judge(r Request, got response, incomplete error) error {
	kind := kindOf(got)
	switch {
	case !got.ok() && incomplete != nil:
		return incomplete
	case !got.ok():
		return c.newError(r, got, kind, nil)
	}
	if err := decode(r, got, kind); err != nil {
		if incomplete != nil {
			return incomplete
		}
		return c.newError(r, got, kind, err)
	}
	if kind == bodyJSON {
		c.clock.update(got.header, time.Now())
	}
	return nil
}

// decode returns why a successful response cannot be used.
func decode(r Request, got response, kind bodyKind) error {
	switch {
	case kind == bodyHTML:
		return errors.New("it is a web page")
	case r.Decode == nil: // the body is not documented
		return nil
	case kind == bodyEmpty:
		return errors.New("it is empty")
	}
	return DescribeJSONError(r.Decode(Answer{Body: trimBOM(got.body), Requested: got.requested}))
}

// DescribeJSONError returns what is wrong with a JSON text, without the names
// of Go types.
func DescribeJSONError(err error) error {
	wrong, ok := errors.AsType[*json.UnmarshalTypeError](err)
	if !ok {
		return err
	}
	if wrong.Field == "" {
		return fmt.Errorf("it is of type %s", wrong.Value)
	}
	return fmt.Errorf("%q is of type %s", wrong.Field, wrong.Value)
}

// trimBOM removes a UTF-8 byte order mark, which some gateways add.
func trimBOM(body []byte) []byte { return bytes.TrimPrefix(body, []byte("\ufeff")) }

// bodyKind is what a response body looks like, whatever its Content-Type says.
type bodyKind int

const (
	bodyEmpty bodyKind = iota
	bodyJSON
	bodyBroken // JSON that is damaged or ends early
	bodyText
	bodyHTML
)

func kindOf(got response) bodyKind {
	body := bytes.TrimSpace(trimBOM(got.body))
	contentType, _, _ := mime.ParseMediaType(got.header.Get("Content-Type"))
	switch {
	case len(body) == 0:
		return bodyEmpty
	case json.Valid(body):
		return bodyJSON
	case body[0] == '{' || body[0] == '[':
		return bodyBroken
	case body[0] == '<' || strings.HasSuffix(contentType, "html"):
		return bodyHTML
	}
	return bodyText
}

var htmlTitle = regexp.MustCompile(`(?is)<title[^>]*>(.*?)</title>`)

// reasonOf returns the error code and the text for people of a body: the
// members that the API documents (message, code) or that occur (error, detail),
// else the whole body. The text is not fit to be shown yet: see [Client.Text].
func reasonOf(got response, kind bodyKind) (code, text string) {
	if kind == bodyHTML {
		if title := htmlTitle.FindSubmatch(got.body); title != nil {
			text = html.UnescapeString(string(title[1]))
		}
		return "", text
	}
	code, text = errorMembers(trimBOM(got.body))
	if text == "" && !(got.ok() && kind == bodyJSON) { // else it is data
		text = string(trimBOM(got.body))
	}
	return code, text
}

// errorMembers returns the error code and text of a JSON object; empty if it
// has none.
func errorMembers(body []byte) (code, text string) {
	var members struct {
		Code    any `json:"code"`
		Message any `json:"message"`
		Error   any `json:"error"`
		Detail  any `json:"detail"`
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber() // a code may be a number
	_ = decoder.Decode(&members)
	switch v := members.Code.(type) {
	case string:
		code = v
	case json.Number:
		code = v.String()
	}
	for _, member := range []any{members.Message, members.Detail, members.Error} {
		if text, ok := member.(string); ok && strings.TrimSpace(text) != "" {
			return code, text
		}
	}
	return code, ""
}
