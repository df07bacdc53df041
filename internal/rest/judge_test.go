package rest_test

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

// roundTripper is a function as http.RoundTripper.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// brokenBody is a body that ends before its announced length.
type brokenBody struct{ io.Reader }

func (b brokenBody) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}
func (brokenBody) Close() error { return nil }

// verdict is what a response counts as.
type verdict struct {
	success                                       bool
	absence, denied, foreign, unusable, transient bool
	clock                                         bool // it moves the clock
	mayHaveActed                                  bool // of a submission
	retried                                       bool // of a read
}

// The table of DESIGN.md: what a response counts as, of a request for the
// object "mine".
func TestUnit_Judge_Table(t *testing.T) {
	const html, text = "<html><title>Log in</title>", "upstream connect error"
	refusal := `{"message":"no","code":"c"}`
	for name, c := range map[string]struct {
		status int
		header http.Header
		body   string
		want   verdict
	}{
		"its JSON":                      {200, nil, `{"id":"mine"}`, verdict{success: true, clock: true}},
		"its JSON, with a mark":         {200, nil, "\ufeff" + `{"id":"mine"}`, verdict{success: true, clock: true}},
		"its JSON, called HTML":         {200, http.Header{"Content-Type": {"text/html"}}, `{"id":"mine"}`, verdict{success: true, clock: true}},
		"its JSON, from a cache":        {200, http.Header{"Age": {"0"}}, `{"id":"mine"}`, verdict{success: true}},
		"its JSON, announced as longer": {299, http.Header{"X-Broken": {"1"}}, `{"id":"mine"}`, verdict{success: true, clock: true}},
		"the JSON of another":           {200, nil, `{"id":"yours"}`, verdict{unusable: true, transient: true, mayHaveActed: true, retried: true}},
		"JSON of another form":          {200, nil, `["mine"]`, verdict{unusable: true, transient: true, mayHaveActed: true, retried: true}},
		"truncated JSON":                {200, nil, `{"id":"mine`, verdict{unusable: true, transient: true, mayHaveActed: true, retried: true}},
		"half of the body":              {200, http.Header{"X-Broken": {"1"}}, `{"id":"mine`, verdict{transient: true, mayHaveActed: true, retried: true}},
		"nothing":                       {200, nil, ``, verdict{unusable: true, transient: true, mayHaveActed: true, retried: true}},
		"204":                           {204, nil, ``, verdict{unusable: true, transient: true, mayHaveActed: true, retried: true}},
		"a page":                        {200, nil, html, verdict{foreign: true, unusable: true, transient: true, mayHaveActed: true}},
		"304":                           {304, nil, ``, verdict{unusable: true, transient: true, mayHaveActed: true, retried: true}},
		"307":                           {307, http.Header{"Location": {"https://elsewhere.test"}}, ``, verdict{mayHaveActed: true}},
		"400":                           {400, nil, refusal, verdict{}},
		"400, a page":                   {400, nil, html, verdict{foreign: true, transient: true}},
		"401":                           {401, nil, refusal, verdict{denied: true}},
		"401, no body":                  {401, nil, ``, verdict{}},
		"401, a text":                   {401, nil, "Unauthorized", verdict{foreign: true, transient: true}},
		"403":                           {403, nil, refusal, verdict{denied: true}},
		"403, a page":                   {403, nil, html, verdict{foreign: true, transient: true}},
		"404":                           {404, nil, refusal, verdict{absence: true}},
		"404, no body":                  {404, nil, ``, verdict{absence: true}}, // see IsEmpty
		"404, JSON called text":         {404, http.Header{"Content-Type": {"text/plain"}}, refusal, verdict{absence: true}},
		"404, a page called JSON":       {404, http.Header{"Content-Type": {"application/json"}}, html, verdict{foreign: true, transient: true}},
		"404, a page with a mark":       {404, nil, "\ufeff <!doctype html>", verdict{foreign: true, transient: true}},
		"404, half of the JSON":         {404, nil, `{"message":"n`, verdict{transient: true}},
		"404, a text":                   {404, nil, "404 page not found", verdict{foreign: true, transient: true}},
		"404, a page":                   {404, nil, html, verdict{foreign: true, transient: true}},
		"408":                           {408, nil, refusal, verdict{transient: true, mayHaveActed: true, retried: true}},
		"409":                           {409, nil, refusal, verdict{transient: true}},
		"421":                           {421, nil, refusal, verdict{transient: true, retried: true}},
		"425":                           {425, nil, refusal, verdict{transient: true, retried: true}},
		"429":                           {429, nil, refusal, verdict{transient: true, retried: true}},
		"429, a text":                   {429, nil, text, verdict{foreign: true, transient: true, retried: true}},
		"500":                           {500, nil, refusal, verdict{transient: true, mayHaveActed: true, retried: true}},
		"501":                           {501, nil, refusal, verdict{transient: true, mayHaveActed: true}},
		"502, a page":                   {502, nil, html, verdict{foreign: true, transient: true, mayHaveActed: true, retried: true}},
		"503":                           {503, nil, text, verdict{foreign: true, transient: true, mayHaveActed: true, retried: true}},
		"503 with Retry-After":          {503, http.Header{"Retry-After": {"1"}}, refusal, verdict{transient: true, retried: true}},
		"503 with half a second":        {503, http.Header{"Retry-After": {"0.5"}}, refusal, verdict{transient: true, retried: true}},
		"503 with words":                {503, http.Header{"Retry-After": {"soon"}}, refusal, verdict{transient: true, retried: true}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				requests := 0
				client := rest.New(rest.Options{APIKey: "key", MaxRetries: 1, Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
					requests++
					header := http.Header{"Date": {time.Now().Add(30 * 24 * time.Hour).UTC().Format(http.TimeFormat)}}
					maps.Copy(header, c.header)
					body := io.NopCloser(strings.NewReader(c.body))
					if c.header.Get("X-Broken") != "" {
						body = brokenBody{strings.NewReader(c.body)}
					}
					return &http.Response{StatusCode: c.status, Header: header, Body: body, Request: r}, nil
				})})
				request := rest.Get(nil, "objects", "mine")
				request.Decode = wantMine
				err := client.Do(t.Context(), request)
				clock := client.ServerTime(time.Now()).After(time.Now().Add(time.Hour))
				submission := request
				submission.Submission, submission.NoRetry = true, true
				got := verdict{
					success: err == nil, absence: rest.IsNotFound(err), denied: rest.IsDenied(err), foreign: rest.IsForeign(err),
					unusable: rest.IsUnusable(err), transient: rest.IsTransient(err), clock: clock, retried: requests > 1,
				}
				if err := client.Do(t.Context(), submission); err != nil {
					got.mayHaveActed = rest.MayHaveActed(err)
				}
				if got != c.want {
					t.Errorf("got  %+v\nwant %+v\n%v", got, c.want, err)
				}
			})
		})
	}
}

// wantMine reads the object "mine".
func wantMine(answer rest.Answer) error {
	var object struct{ ID string }
	if err := json.Unmarshal(answer.Body, &object); err != nil {
		return err
	}
	if object.ID != "mine" {
		return errors.New("it is another object")
	}
	return nil
}

// What has no response says nothing, and only that may pass.
func TestUnit_Judge_NoResponse(t *testing.T) {
	for name, err := range map[string]error{
		"no key": rest.ErrNoAPIKey, "not configured": &rest.NotConfiguredError{}, "cancelled": t.Context().Err(),
	} {
		if rest.IsTransient(err) || rest.IsDenied(err) || rest.IsNotFound(err) || rest.StatusOf(err) != 0 {
			t.Errorf("%s: %v counts as something", name, err)
		}
	}
	if !rest.IsTransient(errors.New("connection reset")) {
		t.Error("a reset is not transient")
	}
}

// A response may be large, but not endless.
func TestUnit_Judge_Size(t *testing.T) {
	for size, ok := range map[int]bool{30 << 20: true, 33 << 20: false} {
		client := rest.New(rest.Options{APIKey: "key", Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
			body := io.NopCloser(strings.NewReader(`{"id":"mine"` + strings.Repeat(" ", size) + "}"))
			return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: body, Request: r}, nil
		})})
		request := rest.Get(nil, "objects", "mine")
		request.Decode = wantMine
		if err := client.Do(t.Context(), request); (err == nil) != ok {
			t.Errorf("%d MB: %v", size>>20, err)
		}
	}
}
