package fullstorytest

import (
	"net/http"
	"net/url"
	"strings"
)

// A Route is one endpoint of the server, whatever ids stand in its path.
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

// routes is in the order of matching: the fixed path before the one with a gap.
func routes() []Route {
	return []Route{
		RouteCreateExport, RouteListSegments, RouteGetSegment, RouteListOperations, RouteGetOperation,
		RouteCancelOperation, RouteGetResults, RouteGetMe, RouteDownload,
	}
}

// match finds the route of a request, and what stands in the gaps of its path. It splits the path before it unescapes
// it: ids hold slashes at times, and a client that does not escape them must be found out. Hence no [http.ServeMux],
// which also redirects where the API would not.
func match(method, escapedPath string) (Route, []string) {
	got := strings.Split(escapedPath, "/")
	for _, route := range routes() {
		wantMethod, path, _ := strings.Cut(string(route), " ")
		want := strings.Split(path, "/")
		if method != wantMethod || len(got) != len(want) {
			continue
		}
		if args, ok := fill(want, got); ok {
			return route, args
		}
	}
	return "", nil
}

// fill compares the elements of two paths, and returns what fills the gaps of the first.
func fill(want, got []string) (args []string, ok bool) {
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

// code is the API's word for a status.
func code(status int) string {
	return strings.ReplaceAll(strings.ToLower(http.StatusText(status)), " ", "_")
}

// RouteOf is the endpoint that a request is for; empty where no endpoint has its path.
func RouteOf(r *http.Request) Route {
	route, _ := match(r.Method, r.URL.EscapedPath())
	return route
}
