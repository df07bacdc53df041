package fullstory

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Error is a response with a status other than 2xx.
type Error struct {
	Method string
	Path   string // escaped
	Status int
	// Code is the API's code for the error; empty if it gives none.
	Code string
	// Message is the human-readable text of the body, redacted and shortened;
	// empty if there is none.
	Message string
	// Location is scheme and host of a redirect's target.
	Location string
	// RetryAfter is the pause that the server asks for, if RetryAfterGiven.
	RetryAfter      time.Duration
	RetryAfterGiven bool

	body bodyKind
}

func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s: %d %s", e.Method, e.Path, e.Status, http.StatusText(e.Status))
	if e.body == bodyHTML {
		b.WriteString(", an HTML page")
	}
	if e.Message != "" {
		fmt.Fprintf(&b, ": %s", e.Message)
	}
	if e.Code != "" {
		fmt.Fprintf(&b, " (code %s)", e.Code)
	}
	if e.Location != "" {
		fmt.Fprintf(&b, "; redirect to %s", e.Location)
	}
	if e.RetryAfter > 0 {
		fmt.Fprintf(&b, "; the server asks to wait %s", e.RetryAfter.Round(time.Second))
	}
	return b.String()
}

// UnexpectedResponseError is a 2xx response that is not what the API promises.
type UnexpectedResponseError struct {
	Request string // method and escaped path
	Status  int
	// Message is the human-readable text of the body, redacted and shortened.
	Message string
	// Err says what is wrong with the body.
	Err error

	body bodyKind
}

func (e *UnexpectedResponseError) Error() string {
	what := fmt.Sprintf("the response is not the JSON that was expected (%v)", e.Err)
	if e.body == bodyHTML {
		what = "the response is an HTML page"
	}
	if e.Message != "" {
		what += ": " + e.Message
	}
	return fmt.Sprintf("%s: %d %s: %s", e.Request, e.Status, http.StatusText(e.Status), what)
}

func (e *UnexpectedResponseError) Unwrap() error { return e.Err }

// StatusOf returns the HTTP status of an [*Error] in err, or 0.
func StatusOf(err error) int {
	if refusal, ok := errors.AsType[*Error](err); ok {
		return refusal.Status
	}
	return 0
}

// IsForeign reports whether something other than FullStory answered, such as a
// proxy or a gateway: FullStory answers in JSON. Such a response says nothing
// about an export or a key.
func IsForeign(err error) bool {
	if refusal, ok := errors.AsType[*Error](err); ok {
		return refusal.body == bodyHTML || refusal.Status == http.StatusNotFound && refusal.body == bodyText
	}
	unexpected, ok := errors.AsType[*UnexpectedResponseError](err)
	return ok && unexpected.body != bodyJSON
}

// IsNotFound reports whether FullStory answered that the object does not exist.
func IsNotFound(err error) bool { return StatusOf(err) == http.StatusNotFound && !IsForeign(err) }

// IsDenied reports whether FullStory rejected the key (401), or its permission
// for the call (403).
func IsDenied(err error) bool {
	status := StatusOf(err)
	return (status == http.StatusUnauthorized || status == http.StatusForbidden) && !IsForeign(err)
}

// IsTransient reports whether the same read may succeed later: there was no
// response, or an unusable or foreign one, or 408, 429 or 5xx. The end of the
// caller's context is not transient.
func IsTransient(err error) bool {
	if err == nil || isContextError(err) || isConfigurationError(err) {
		return false
	}
	status := StatusOf(err)
	return status == 0 || status >= 500 || status == http.StatusRequestTimeout ||
		status == http.StatusTooManyRequests || IsForeign(err)
}

func isConfigurationError(err error) bool {
	_, unconfigured := errors.AsType[*NotConfiguredError](err)
	_, invalid := errors.AsType[*InvalidSettingError](err)
	return unconfigured || invalid || errors.Is(err, ErrNoAPIKey)
}

func (c *Client) newError(r request, got response) *Error {
	e := &Error{Method: r.method, Path: strings.TrimPrefix(c.name(r), r.method+" "), Status: got.status}
	e.RetryAfter, e.RetryAfterGiven = RetryAfter(got.header, got.requested)
	var code, message string
	e.body, code, message = describeBody(got)
	e.Code, e.Message = c.Sanitize(code), c.Sanitize(message)
	if got.status >= 300 && got.status < 400 {
		e.Location = c.RedirectTarget(got.header)
	}
	return e
}

// RedirectTarget returns scheme and host of the URL that a response redirects
// to, safe to display; empty if there is none.
func (c *Client) RedirectTarget(header http.Header) string {
	target, err := url.Parse(header.Get("Location"))
	if err != nil || target.Host == "" {
		return ""
	}
	return c.Sanitize(target.Scheme + "://" + target.Host)
}

func (c *Client) newUnexpectedResponse(r request, got response, err error) *UnexpectedResponseError {
	kind, _, message := describeBody(got)
	return &UnexpectedResponseError{
		Request: c.name(r), Status: got.status, Message: c.Sanitize(message), Err: c.RedactError(err), body: kind,
	}
}
