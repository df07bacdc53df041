package fullstory

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strings"
	"time"
)

// ErrNoAPIKey is what every call of a client without a key ends in.
var ErrNoAPIKey = errors.New("no API key is set")

// Error is an answer that refuses a request.
type Error struct {
	Method string
	Path   string // escaped
	Status int
	// Code is the API's own word for the error, where it gives one.
	Code string
	// Message is the API's own text ("message"; "error" and "detail" occur),
	// or the beginning of a plain text body; empty for HTML and the like.
	Message string
	// RetryAfter is what the server asks to wait, where RetryAfterGiven.
	RetryAfter      time.Duration
	RetryAfterGiven bool
}

func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s: %d %s", e.Method, e.Path, e.Status, http.StatusText(e.Status))
	if e.Message != "" {
		fmt.Fprintf(&b, ": %s", e.Message)
	}
	if e.Code != "" {
		fmt.Fprintf(&b, " (code %s)", e.Code)
	}
	if e.RetryAfter > 0 {
		fmt.Fprintf(&b, "; the server asks to wait %s", e.RetryAfter.Round(time.Second))
	}
	return b.String()
}

// StatusOf returns the HTTP status of an [*Error] in err, or 0.
func StatusOf(err error) int {
	if refusal, ok := errors.AsType[*Error](err); ok {
		return refusal.Status
	}
	return 0
}

// IsNotFound tells whether the API answered that it has no such object.
func IsNotFound(err error) bool { return StatusOf(err) == http.StatusNotFound }

// IsDenied tells whether the key was refused: unknown (401), or without the
// permission that the call needs (403).
func IsDenied(err error) bool {
	status := StatusOf(err)
	return status == http.StatusUnauthorized || status == http.StatusForbidden
}

// IsTransient tells whether the same read can succeed later: no answer, an
// unreadable one, 408, 429 or 5xx. The end of the caller's context is not.
func IsTransient(err error) bool {
	switch status := StatusOf(err); {
	case err == nil, errors.Is(err, ErrNoAPIKey), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return false
	case status == 0:
		return true
	case status >= 500, status == http.StatusRequestTimeout, status == http.StatusTooManyRequests:
		return true
	}
	return false
}

func (c *Client) newError(response *http.Response, text []byte) *Error {
	e := &Error{
		Method: response.Request.Method,
		Path:   response.Request.URL.EscapedPath(),
		Status: response.StatusCode,
	}
	e.RetryAfter, e.RetryAfterGiven = retryAfter(response.Header, time.Now())
	code, message := refusalText(response.Header.Get("Content-Type"), text)
	e.Code, e.Message = c.show(code), c.show(message)
	return e
}

// refusalText finds the API's code and words in the body of a refusal.
func refusalText(contentType string, text []byte) (code, message string) {
	var body struct{ Code, Message, Error, Detail json.RawMessage }
	if json.Unmarshal(text, &body) == nil {
		code = scalar(body.Code)
		for _, words := range []json.RawMessage{body.Message, body.Error, body.Detail} {
			if message = scalar(words); message != "" {
				break
			}
		}
		return code, message
	}
	if kind, _, err := mime.ParseMediaType(contentType); err == nil && kind == "text/plain" {
		message = string(text)
	}
	return "", message
}

// scalar is a JSON string's value, a number as written, and "" for the rest.
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
