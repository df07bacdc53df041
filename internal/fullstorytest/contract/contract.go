// Package contract validates requests and responses against two OpenAPI
// documents, one for each description of FullStory's segment export API:
// "reference" and "schema". Only tests import it.
package contract

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

//go:embed openapi
var documents embed.FS

// load returns the OpenAPI document of a family.
func load(family string) *openapi3.T {
	data, err := documents.ReadFile("openapi/" + family + ".yaml")
	if err != nil {
		panic(fmt.Sprintf("contract: no family %s", family))
	}
	document, err := openapi3.NewLoader().LoadFromData(data)
	if err == nil {
		err = document.Validate(context.Background())
	}
	if err != nil {
		panic(fmt.Sprintf("contract: %s: %v", family, err))
	}
	return document
}

// Transport returns a round tripper that validates every request, and every
// response of next, against the description of a family, and reports
// violations as errors of the test. The family "schema" needs a server with
// [fullstorytest.WithSchemaFamilyOnly]. Downloads are not part of the
// descriptions. Responses of intermediaries, which are not JSON, are ignored.
func Transport(t testing.TB, family string, next http.RoundTripper) http.RoundTripper {
	t.Helper()
	return &transport{document: load(family), next: next, report: func(r *http.Request, err error) {
		t.Helper()
		t.Errorf("%s, %s %s: %v", family, r.Method, r.URL.EscapedPath(), err)
	}}
}

type transport struct {
	document *openapi3.T
	next     http.RoundTripper
	report   func(*http.Request, error)
}

func (tr *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	if fullstorytest.RouteOf(r) == fullstorytest.RouteDownload {
		return tr.next.RoundTrip(r)
	}
	r = r.Clone(r.Context()) // its body is replaced
	input, err := tr.input(r)
	if err == nil {
		err = validateRequest(input)
	}
	if err != nil {
		tr.report(r, err)
	}
	resp, err := tr.next.RoundTrip(r)
	if err != nil || input == nil || !isJSON(resp) {
		return resp, err
	}
	body, err := io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	resp.Body = io.NopCloser(bytes.NewReader(body))
	if err != nil { // the client gets the same error
		resp.Body = io.NopCloser(io.MultiReader(resp.Body, iotest.ErrReader(err)))
	} else if err := validateResponse(input, resp, body); err != nil {
		tr.report(r, err)
	}
	return resp, nil
}

var options = &openapi3filter.Options{
	AuthenticationFunc:                openapi3filter.NoopAuthenticationFunc,
	IncludeResponseStatus:             true,
	MultiError:                        true,
	RejectWhenRequestBodyNotSpecified: true,
	SkipSettingDefaults:               true,
}

// input returns a request with its place in the document.
func (tr *transport) input(r *http.Request) (*openapi3filter.RequestValidationInput, error) {
	method, path, _ := strings.Cut(string(fullstorytest.RouteOf(r)), " ")
	item := tr.document.Paths.Value(path)
	if item == nil || item.GetOperation(method) == nil {
		return nil, errors.New("the description has no such endpoint")
	}
	params, err := pathParams(path, r.URL.EscapedPath())
	if err != nil {
		return nil, err
	}
	return &openapi3filter.RequestValidationInput{
		Request:    r,
		PathParams: params,
		Options:    options,
		Route: &routers.Route{
			Spec: tr.document, Path: path, PathItem: item, Method: method, Operation: item.GetOperation(method),
		},
	}, nil
}

func pathParams(pattern, escapedPath string) (map[string]string, error) {
	params := map[string]string{}
	values := strings.Split(escapedPath, "/")
	for i, element := range strings.Split(pattern, "/") {
		if name, ok := strings.CutPrefix(element, "{"); ok {
			value, err := url.PathUnescape(values[i])
			if err != nil {
				return nil, err
			}
			params[strings.TrimSuffix(name, "}")] = value
		}
	}
	return params, nil
}

// validateRequest also rejects query parameters that the endpoint does not
// have, which OpenAPI allows.
func validateRequest(input *openapi3filter.RequestValidationInput) error {
	var errs []error
	for name := range input.Request.URL.Query() {
		if !slices.ContainsFunc(input.Route.Operation.Parameters, func(p *openapi3.ParameterRef) bool {
			return p.Value.In == "query" && p.Value.Name == name
		}) {
			errs = append(errs, fmt.Errorf("unknown query parameter %q", name))
		}
	}
	errs = append(errs, openapi3filter.ValidateRequest(input.Request.Context(), input))
	return errors.Join(errs...)
}

func validateResponse(input *openapi3filter.RequestValidationInput, resp *http.Response, body []byte) error {
	response := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: input, Status: resp.StatusCode, Header: resp.Header, Options: options,
	}
	response.SetBodyBytes(body)
	return openapi3filter.ValidateResponse(input.Request.Context(), response)
}

func isJSON(resp *http.Response) bool {
	return strings.HasPrefix(resp.Header.Get("Content-Type"), "application/json")
}
