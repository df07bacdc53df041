package fullstorytest

import (
	"cmp"
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// maxBody limits how many bytes of a request body are read.
const maxBody = 1 << 20

// call is a request that has been matched to a route and read.
type call struct {
	id    string // the variable part of the path, unescaped
	query url.Values
	body  []byte
	base  string // scheme and host for signed links
	now   time.Time
}

// serve handles a request: log, authorize, throttle, apply a fault, take
// effect, delay, respond.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	endpoint, id := match(r.Method, r.URL.EscapedPath())
	route := endpoint.route
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
	if err != nil {
		drop(w)
	}
	ctx := r.Context()
	entry := s.logArrival(r, route, body)
	defer s.logEnd(entry)
	now := s.now()
	w = &statusWriter{ResponseWriter: w, server: s, entry: entry}
	w.Header().Set("Date", now.UTC().Format(http.TimeFormat))
	if refusal := s.authorize(route, r); refusal != nil {
		refusal(w, r)
		return
	}
	if refusal := s.throttle(route); refusal != nil {
		refusal(w, r)
		return
	}

	fault := s.takeFault(route)
	respond := fault.response(s)
	if !fault.noEffect {
		c := call{id: id, query: r.URL.Query(), body: body, base: baseURL(r), now: now}
		if handled := s.handle(endpoint, c); respond == nil {
			respond = handled
		}
	}
	if route != RouteDownload && !sleep(ctx, s.settings.latency) {
		drop(w)
	}
	for name, value := range fault.header {
		w.Header().Set(name, value)
	}
	if fault.body != nil {
		respond = withBodyFault(respond, fault.body)
	}
	respond(w, r)
}

// handle lets a request take effect and returns its response. It holds the
// mutex, so handlers must not wait.
func (s *Server) handle(endpoint endpoint, c call) response {
	s.mu.Lock()
	defer s.mu.Unlock()
	if endpoint.handler == nil || slices.Contains(s.settings.missingRoutes, endpoint.route) {
		return s.errorResponse(http.StatusNotFound, "no such endpoint")
	}
	return endpoint.handler(s, c)
}

// authorize rejects an API request without the key, or of a key whose role does
// not permit it, and a store request with a key: a signed link needs no
// Authorization header, and stores reject it.
func (s *Server) authorize(route Route, r *http.Request) response {
	given, present := r.Header["Authorization"]
	if route == RouteDownload {
		if present {
			return storeError(http.StatusBadRequest, "InvalidArgument",
				"Only one authentication mechanism is allowed: the signature or the Authorization header.")
		}
		return nil
	}
	if len(given) != 1 || given[0] != "Basic "+s.settings.apiKey {
		return s.errorResponse(http.StatusUnauthorized, "the API key is missing or not valid")
	}
	if s.settings.role == roleStandard && (route == RouteCreateExport || route == RouteGetResults) {
		return s.errorResponse(http.StatusForbidden, "the API key needs the permission Architect or Admin")
	}
	return nil
}

// schemeKey is the key of a request's scheme in its context, for connections
// of [Server.Network].
type schemeKey struct{}

func withScheme(ctx context.Context, conn net.Conn) context.Context {
	if end, ok := conn.(pipeEnd); ok {
		return context.WithValue(ctx, schemeKey{}, end.scheme)
	}
	return ctx
}

func baseURL(r *http.Request) string {
	scheme, _ := r.Context().Value(schemeKey{}).(string)
	if scheme == "" && r.TLS != nil {
		scheme = "https"
	}
	return cmp.Or(scheme, "http") + "://" + r.Host
}

// sleep waits for d and reports whether the context is still alive.
func sleep(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// drop resets the connection, as the client of a crashed server sees it. It
// does not return.
func drop(w http.ResponseWriter) {
	if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
		if c, ok := conn.(interface{ SetLinger(seconds int) error }); ok { // TCP and Network
			_ = c.SetLinger(0)
		}
		_ = conn.Close()
	}
	panic(http.ErrAbortHandler)
}
