package fullstorytest

import (
	"net/http"
	"net/url"
	"strings"
)

// Route is an endpoint of the server: the method and the path pattern.
type Route string

// The endpoints. The last one is the store that signed links point to.
const (
	RouteCreateExport    Route = "POST /segments/v1/exports"
	RouteListSegments    Route = "GET /segments/v1"
	RouteGetSegment      Route = "GET /segments/v1/{id}"
	RouteListOperations  Route = "GET /operations/v1"
	RouteGetOperation    Route = "GET /operations/v1/{id}"
	RouteCancelOperation Route = "POST /operations/v1/{id}/cancel"
	RouteGetResults      Route = "GET /search/v1/exports/{id}/results"
	RouteGetMe           Route = "GET /me"
	RouteDownload        Route = "GET /download/{object}"
)

// endpoint is a route and its handler.
type endpoint struct {
	route   Route
	handler func(*Server, call) response
}

// endpoints are in matching order: fixed paths precede variable ones.
var endpoints = []endpoint{
	{RouteCreateExport, (*Server).createExport},
	{RouteListSegments, (*Server).listSegments},
	{RouteGetSegment, (*Server).getSegment},
	{RouteListOperations, (*Server).listOperations},
	{RouteGetOperation, (*Server).getOperation},
	{RouteCancelOperation, (*Server).cancelOperation},
	{RouteGetResults, (*Server).getResults},
	{RouteGetMe, (*Server).getMe},
	{RouteDownload, (*Server).download},
}

// Routes returns all endpoints.
func Routes() []Route {
	routes := make([]Route, len(endpoints))
	for i, e := range endpoints {
		routes[i] = e.route
	}
	return routes
}

// RouteOf returns the endpoint that a request is for, or "" if there is none.
func RouteOf(r *http.Request) Route {
	endpoint, _ := match(r.Method, r.URL.EscapedPath())
	return endpoint.route
}

// match returns the endpoint for a request and the variable part of its path,
// unescaped. An ID with a slash matches only if the client escaped it.
// [http.ServeMux] would also redirect, which the API does not.
func match(method, escapedPath string) (endpoint, string) {
	for _, endpoint := range endpoints {
		wantMethod, pattern, _ := strings.Cut(string(endpoint.route), " ")
		before, rest, isVariable := strings.Cut(pattern, "{")
		_, after, _ := strings.Cut(rest, "}")
		variable, hasPrefix := strings.CutPrefix(escapedPath, before)
		variable, hasSuffix := strings.CutSuffix(variable, after)
		if method != wantMethod || !hasPrefix || !hasSuffix || isVariable == (variable == "") || strings.Contains(variable, "/") {
			continue
		}
		if unescaped, err := url.PathUnescape(variable); err == nil {
			return endpoint, unescaped
		}
	}
	return endpoint{}, ""
}

func (s *Server) getMe(call) response {
	return s.jsonResponse(http.StatusOK, `{"email":"`+Email+`","orgId":"`+OrgID+`","role":"`+s.settings.role+
		`","embedPartnerId":"","clientId":"","scopes":[]}`)
}
