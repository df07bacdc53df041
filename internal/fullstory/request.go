package fullstory

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

// request is one call of the API, independent of how often it is sent.
type request struct {
	method string
	path   []string // elements, unescaped
	query  url.Values
	body   []byte // JSON; nil if the request has no body
	// submission marks the request that creates an export. It is retried only
	// if the server cannot have accepted it, outlives the caller's context once
	// it is sent, and never reuses a connection.
	submission bool
	// noRetry disables retries; the caller has a fallback.
	noRetry bool
	// onResponse is called with every response, before it can make room for
	// another submission or for a search for lost exports; nil is fine.
	onResponse func(response)
}

// get returns a request that only reads.
func get(query url.Values, path ...string) request {
	return request{method: http.MethodGet, path: path, query: query}
}

// name returns the request for messages: method and escaped path.
func (c *Client) name(r request) string {
	u, err := url.Parse(c.url(r.path, nil))
	if err != nil {
		return r.method
	}
	return r.method + " " + u.EscapedPath()
}

// response is a whole HTTP response.
type response struct {
	status int
	header http.Header
	body   []byte
	// requested is when the request was sent: what the body reports is at least
	// as new.
	requested time.Time
}

func (r response) ok() bool { return r.status >= 200 && r.status <= 299 }

// do sends a request and decodes the JSON of its response into out; nil ignores
// it. It is the one path that every request takes. It also returns the response
// itself, as far as there is one.
//
// A refusal is an [*Error], a 2xx response that cannot be used an
// [*UnexpectedResponseError]; every other error is a failure to get a response.
// None contains a secret.
func (c *Client) do(ctx context.Context, r request, out any) (response, error) {
	if err := c.Ready(); err != nil {
		return response{}, err
	}
	for _, element := range r.path {
		if element == "" {
			return response{}, errors.New("the ID is empty")
		}
	}
	got, err := c.send(ctx, r)
	if err != nil {
		return got, err
	}
	if !got.ok() {
		return got, c.newError(r, got)
	}
	if out == nil { // the body is not documented, but a web page is not from FullStory
		if kind, _, _ := describeBody(got); kind == bodyHTML {
			return got, c.newUnexpectedResponse(r, got, errors.New("it is a web page"))
		}
		return got, nil
	}
	if err := json.Unmarshal(trimBOM(got.body), out); err != nil {
		return got, c.newUnexpectedResponse(r, got, describeJSONError(err))
	}
	return got, nil
}

// describeJSONError returns what is wrong with a JSON text, without the names
// of Go types.
func describeJSONError(err error) error {
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
