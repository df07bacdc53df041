package rest

import (
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Request is one call of the API, independent of how often it is sent.
type Request struct {
	Method string
	Path   []string // elements, unescaped
	Query  url.Values
	Body   []byte // JSON; nil if the request has no body
	// Decode reads the JSON of a successful answer. Its error means that the
	// answer is not about what was asked for, or cannot be used. nil ignores
	// the body. It is called before the answer can make room for another
	// submission.
	Decode func(Answer) error
	// Submission marks the request that creates an export. It is retried only
	// if the server cannot have accepted it, outlives the caller's context once
	// it is sent, and never reuses a connection.
	Submission bool
	// NoRetry disables retries; the caller has a fallback.
	NoRetry bool
}

// Answer is a successful answer of FullStory.
type Answer struct {
	Body []byte // JSON, without a byte order mark
	// Requested is when the request was sent: what the body reports is at least
	// as new.
	Requested time.Time
}

// Get returns a request that only reads.
func Get(query url.Values, path ...string) Request {
	return Request{Method: http.MethodGet, Path: path, Query: query}
}

// name returns the request for messages: method and escaped path.
func (c *Client) name(r Request) string { return r.Method + " " + c.url(r).EscapedPath() }

// url returns the URL of a request, with every path element escaped: IDs are
// base64 and may contain "/", "+" and "=".
func (c *Client) url(r Request) *url.URL {
	elements := make([]string, len(r.Path))
	for i, element := range r.Path {
		elements[i] = escapeElement(element)
	}
	u := c.base.JoinPath(elements...)
	u.RawQuery = r.Query.Encode()
	return u
}

func escapeElement(element string) string {
	if element == "." || element == ".." {
		// PathEscape keeps dots, and a server may resolve them.
		return strings.ReplaceAll(element, ".", "%2E")
	}
	return url.PathEscape(element)
}
