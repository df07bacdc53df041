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

// match returns the endpoint for a request and the variable parts of its path.
// It splits the path before unescaping it, so that an ID with a slash matches
// only if the client escaped it. [http.ServeMux] would also redirect, which the
// API does not.
func match(method, escapedPath string) (endpoint, []string) {
	got := strings.Split(escapedPath, "/")
	for _, endpoint := range endpoints {
		wantMethod, path, _ := strings.Cut(string(endpoint.route), " ")
		want := strings.Split(path, "/")
		if method != wantMethod || len(got) != len(want) {
			continue
		}
		if args, ok := matchPath(want, got); ok {
			return endpoint, args
		}
	}
	return endpoint{}, nil
}

// matchPath compares the elements of a path with those of a pattern, and
// returns the values of the pattern's variables.
func matchPath(want, got []string) (args []string, ok bool) {
	for i, element := range want {
		if !strings.HasPrefix(element, "{") {
			if element != got[i] {
				return nil, false
			}
			continue
		}
		arg, err := url.PathUnescape(got[i])
		if err != nil || arg == "" {
			return nil, false
		}
		args = append(args, arg)
	}
	return args, true
}

func (s *Server) getMe(call) response {
	return s.jsonResponse(http.StatusOK, `{"email":"robot@example.com","orgId":"o-19AB2C-na1","role":"ARCHITECT"}`)
}
