package rest

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Error is a response that is not the answer that was asked for: a refusal, or
// one that cannot be used. See [Client.judge].
type Error struct {
	Method string
	Path   string // escaped
	Status int
	// Err is why the response cannot be used; nil if its status says it all.
	Err error
	// Code is the API's code for the error; empty if it gives none.
	Code Text
	// Message is the text for people of the body; empty if there is none.
	Message Text
	// Location is scheme and host of a redirect's target.
	Location Text
	// RetryAfter is the pause that the server asks for, if RetryAfterGiven; 0
	// if it cannot be read.
	RetryAfter      time.Duration
	RetryAfterGiven bool

	body bodyKind
}

func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s: %d %s", e.Method, e.Path, e.Status, http.StatusText(e.Status))
	switch {
	case e.body == bodyHTML:
		b.WriteString(", an HTML page")
	case e.Err != nil:
		fmt.Fprintf(&b, ": the response is not the JSON that was expected (%v)", e.Err)
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

func (e *Error) Unwrap() error { return e.Err }

// newError returns the error for a response that judge did not accept. unusable
// is nil if the status says it all.
func (c *Client) newError(r Request, got response, kind bodyKind, unusable error) *Error {
	e := &Error{Method: r.Method, Path: c.url(r).EscapedPath(), Status: got.status, body: kind}
	if got.status == http.StatusNotModified {
		unusable = errors.New("the request was not conditional")
	}
	if unusable != nil {
		e.Err = c.RedactError(unusable)
	}
	code, message := reasonOf(got, kind)
	e.Code, e.Message = c.Text(code), c.Text(message)
	e.RetryAfter, e.RetryAfterGiven = RetryAfter(got.header, got.requested)
	if got.status >= 300 && got.status < 400 {
		e.Location = c.RedirectTarget(got.header)
	}
	return e
}

// RedirectTarget returns scheme and host of the URL that a response redirects
// to; empty if there is none.
func (c *Client) RedirectTarget(header http.Header) Text {
	target, err := url.Parse(header.Get("Location"))
	if err != nil || target.Host == "" {
		return ""
	}
	return c.Text(target.Scheme + "://" + target.Host)
}

// StatusOf returns the HTTP status of an [*Error] in err, or 0. That of a
// response that cannot be used is 0, too: it says nothing.
func StatusOf(err error) int {
	if e, ok := errors.AsType[*Error](err); ok && e.Err == nil {
		return e.Status
	}
	return 0
}

// hasBody reports whether there was a response with one of these kinds of body.
func hasBody(err error, kinds ...bodyKind) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && slices.Contains(kinds, e.body)
}

// IsForeign reports whether something other than FullStory answered, such as a
// proxy or a gateway: FullStory answers in JSON. Such a response says nothing
// about an export or a key.
func IsForeign(err error) bool { return hasBody(err, bodyHTML, bodyText) }

// IsUnusable reports whether there was a response that is neither the answer
// that was asked for nor a refusal.
func IsUnusable(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Err != nil
}

// IsNotFound reports whether the answer was that the object does not exist. See
// also [IsEmpty].
func IsNotFound(err error) bool {
	return StatusOf(err) == http.StatusNotFound && hasBody(err, bodyJSON, bodyEmpty)
}

// IsEmpty reports whether a refusal has no body. A gateway that has lost its
// routes refuses like that, so it is no proof of anything.
func IsEmpty(err error) bool { return hasBody(err, bodyEmpty) }

// IsDenied reports whether FullStory rejected the key (401), or its permission
// for the call (403).
func IsDenied(err error) bool {
	status := StatusOf(err)
	return (status == http.StatusUnauthorized || status == http.StatusForbidden) && hasBody(err, bodyJSON)
}

// IsTransient reports whether the same read may succeed later: there was no
// response, or an unusable or foreign one, or a status that passes. The end of
// the caller's context is not transient.
func IsTransient(err error) bool {
	if err == nil || IsContextError(err) || isConfigurationError(err) {
		return false
	}
	switch status := StatusOf(err); status {
	case 0, http.StatusRequestTimeout, http.StatusConflict, http.StatusMisdirectedRequest, http.StatusTooEarly, http.StatusTooManyRequests:
		return true
	default:
		return status >= 500 || hasBody(err, bodyHTML, bodyText, bodyBroken)
	}
}

// MayHaveActed reports whether the server may have done what a request asked
// for, although the request failed with err.
func MayHaveActed(err error) bool {
	if IsNotSent(err) || IsContextError(err) {
		return false // a submission in flight outlives its context: this one was not in flight
	}
	e, ok := errors.AsType[*Error](err)
	switch {
	case !ok, e.Err != nil:
		return true
	case e.isRateLimit():
		return false
	case e.Status < 400, e.Status == http.StatusRequestTimeout:
		return true // a redirect is no refusal: the server may have acted before it
	}
	return e.Status >= 500
}

// isRateLimit reports whether a response refuses a request because of the rate
// limit, so that it had no effect: 429, or 503 with Retry-After. A 503 without
// that header may come from a proxy that lost the response.
func (e *Error) isRateLimit() bool {
	return e.Status == http.StatusTooManyRequests || e.Status == http.StatusServiceUnavailable && e.RetryAfterGiven
}

// notSentError marks a request that cannot have reached the server.
type notSentError struct{ err error }

func (e *notSentError) Error() string { return e.err.Error() }
func (e *notSentError) Unwrap() error { return e.err }

// IsNotSent reports whether a request failed before it can have reached the
// server.
func IsNotSent(err error) bool {
	_, notSent := errors.AsType[*notSentError](err)
	return notSent
}

// IsUntrusted reports whether the server's certificate was rejected.
func IsUntrusted(err error) bool {
	_, untrusted := errors.AsType[*tls.CertificateVerificationError](err)
	return untrusted
}

// IsContextError reports whether a call ended because its context did.
func IsContextError(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}
