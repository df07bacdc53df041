package fullstorytest

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"time"
)

// maxBody bounds what is read of a request, in bytes.
const maxBody = 1 << 20

// A call is a request that has been routed and read.
type call struct {
	args  []string // What stands in the path where the route leaves a gap, unescaped.
	query url.Values
	body  []byte
	base  string // Scheme and host that signed links are to point to.
	now   time.Time
	r     *http.Request
}

// serve takes a request through the server: log, authorize, fail as told, act, delay, answer.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	route, args := match(r.Method, r.URL.EscapedPath())
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
	if err != nil {
		drop(w)
	}
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	entry := s.arrived(r, route, body, cancel)
	defer s.ended(entry)
	if s.isClosed() {
		drop(w)
	}
	w = &statusWriter{ResponseWriter: w, server: s, entry: entry}

	c := call{args: args, query: r.URL.Query(), body: body, base: baseURL(r), now: entry.At, r: r}
	if refusal := s.authorize(route, r); refusal != nil {
		refusal(w, r)
		return
	}
	fault := s.takeFault(route)
	if fault.stall {
		<-ctx.Done()
		drop(w)
	}
	answer := fault.instead
	if fault.acts() {
		// What the route would have answered, had it not gone wrong.
		if done := s.act(route, c); answer == nil {
			answer = done
		}
	}
	if route != RouteDownload && !sleep(ctx, s.settings.latency) {
		drop(w)
	}
	if fault.drops {
		drop(w)
	}
	if fault.shape != nil {
		w = &shapedWriter{ResponseWriter: w, ctx: ctx, shape: *fault.shape}
	}
	answer(w, r)
}

// act carries a request out and returns what is to be said about it. The mutex is held meanwhile, so nothing in here
// may wait.
func (s *Server) act(route Route, c call) answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch route {
	case RouteCreateExport:
		return s.createExport(c)
	case RouteGetOperation:
		return s.getOperation(c)
	case RouteListOperations:
		return s.listOperations(c)
	case RouteCancelOperation:
		return s.cancelOperation(c)
	case RouteGetResults:
		return s.getResults(c)
	case RouteDownload:
		return s.download(c)
	case RouteListSegments:
		return s.listSegments(c)
	case RouteGetSegment:
		return s.getSegment(c)
	case RouteGetMe:
		return jsonAnswer(http.StatusOK, `{"email":"robot@example.com","orgId":"o-19AB2C-na1","role":"ARCHITECT"}`)
	default:
		return errorAnswer(http.StatusNotFound, "no such endpoint")
	}
}

// authorize refuses a request to the API without the key, and one to the store with any: a signed link needs no
// Authorization, and cloud stores refuse a second opinion.
func (s *Server) authorize(route Route, r *http.Request) answer {
	given, present := r.Header["Authorization"]
	if route == RouteDownload {
		if present {
			return storeError(http.StatusBadRequest, "InvalidArgument",
				"Only one auth mechanism allowed; the signature and the Authorization header are two.")
		}
		return nil
	}
	if len(given) != 1 || given[0] != "Basic "+s.settings.apiKey {
		return errorAnswer(http.StatusUnauthorized, "the API key is missing or not valid")
	}
	return nil
}

func baseURL(r *http.Request) string {
	switch {
	case r.URL.Host != "": // In process, where the client's URL arrives whole.
		return r.URL.Scheme + "://" + r.URL.Host
	case r.TLS != nil:
		return "https://" + r.Host
	default:
		return "http://" + r.Host
	}
}

// sleep waits for d, and tells whether the request is still there.
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

// drop gives the connection up without another word, and does not return. A socket is reset, not closed in order, so
// that the client sees what a dying server shows it.
func drop(w http.ResponseWriter) {
	if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
		if resets, ok := conn.(interface{ SetLinger(seconds int) error }); ok { // TCP, and a Network's connections
			_ = resets.SetLinger(0)
		}
		_ = conn.Close()
	}
	panic(http.ErrAbortHandler)
}
