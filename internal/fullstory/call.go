package fullstory

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// call is one request to the API, however often it is sent.
type call struct {
	method string
	path   []string // elements, unescaped
	query  url.Values
	body   []byte // JSON; nil: none
	// once forbids to repeat the request where the server can have taken it.
	once bool
	// sent is set to the time of each attempt as it is sent; nil is fine.
	sent *time.Time
	// hasty forbids to repeat it at all: the caller has another way.
	hasty bool
	// met is set to what each attempt ends in that is repeated; nil is fine.
	met *error
}

// cutShortError is the end of a context while a request was being repeated.
type cutShortError struct {
	err error // the context's
	met error // what the last attempt ended in
}

func (e *cutShortError) Error() string { return fmt.Sprintf("%v, after %v", e.err, e.met) }

func (e *cutShortError) Unwrap() error { return e.err }

// do sends a call and decodes the answer's JSON into answer (nil: ignored).
// It is the one path that every request takes.
//
// A refusal is an [*Error]; everything else is a transport failure or an
// answer that cannot be read, and names the request, never a secret.
func (c *Client) do(ctx context.Context, call call, answer any) error {
	if err := c.Ready(); err != nil {
		return err
	}
	for _, element := range call.path {
		if element == "" {
			return errors.New("an empty id was given")
		}
	}
	var met error
	call.met = &met
	ctx = context.WithValue(ctx, callKey{}, call)
	target := c.url(call.path, call.query)
	var body any
	if call.body != nil {
		body = call.body
	}
	request, err := retryablehttp.NewRequestWithContext(ctx, call.method, target, body)
	if err != nil {
		return err
	}
	request.Header.Set("Accept", "application/json")
	if call.body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	name := call.method + " " + request.URL.EscapedPath()
	response, err := c.http.Do(request)
	if err != nil {
		if wrapped, ok := errors.AsType[*url.Error](err); ok {
			err = wrapped.Err // it repeats the method, and the URL with its query
		}
		if met != nil && ctx.Err() != nil {
			err = &cutShortError{err, met}
		}
		return fmt.Errorf("%s: %w", name, c.masked(err))
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if response.StatusCode < 200 || response.StatusCode > 299 {
		return c.newError(response, text)
	}
	if answer == nil {
		if len(bytes.TrimSpace(text)) == 0 {
			return nil
		}
		answer = new(json.RawMessage) // JSON of any kind; a page tells that somebody else answered
	}
	if err := json.Unmarshal(text, answer); err != nil {
		return fmt.Errorf("%s: %w: %w", name, errUnreadable, misfit(err))
	}
	return nil
}

// misfit words what [json.Unmarshal] finds wrong without the names of our own
// types.
func misfit(err error) error {
	wrong, ok := errors.AsType[*json.UnmarshalTypeError](err)
	if !ok {
		return err
	}
	if wrong.Field == "" {
		return fmt.Errorf("it is of type %s", wrong.Value)
	}
	return fmt.Errorf("%q in it is of type %s", wrong.Field, wrong.Value)
}

// get is a call that only reads.
func get(query url.Values, path ...string) call {
	return call{method: http.MethodGet, path: path, query: query}
}

type callKey struct{}

// callOf is the call that an attempt is one of.
func callOf(ctx context.Context) call {
	call, _ := ctx.Value(callKey{}).(call)
	return call
}

// errUnreadable marks an answer of success that is not the JSON it should be.
var errUnreadable = errors.New("the answer is not the JSON that was expected")
