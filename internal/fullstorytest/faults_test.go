package fullstorytest_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

const post = fullstorytest.RouteCreateExport

func TestUnit_Faults_Responses(t *testing.T) {
	for name, test := range map[string]struct {
		fault      fullstorytest.Fault
		status     int
		exports    int
		body       string // of the response, if it matters
		retryAfter string
	}{
		"none":           {fault: fullstorytest.Fault{}, status: 200, exports: 1},
		"status":         {fault: fullstorytest.Status(500), status: 500},
		"status body":    {fault: fullstorytest.StatusBody(502, "text/html", "<h1>Bad</h1>"), status: 502, body: "<h1>Bad</h1>"},
		"429":            {fault: fullstorytest.TooManyRequests("7"), status: 429, retryAfter: "7"},
		"429, no header": {fault: fullstorytest.TooManyRequests(""), status: 429},
		"503":            {fault: fullstorytest.Unavailable("1"), status: 503, retryAfter: "1"},
		"503, no header": {fault: fullstorytest.Unavailable(""), status: 503},
		"foreign page": {fault: fullstorytest.ForeignPage(404), status: 404, body: "<!DOCTYPE html>\n<html><head><title>Gateway</title>" +
			"</head><body><h1>Not Found</h1></body></html>\n"},
		"act, status": {fault: fullstorytest.ActThenStatus(504), status: 504, exports: 1},
		"act, body":   {fault: fullstorytest.ActThenBody(200, "text/plain", "ok"), status: 200, body: "ok", exports: 1},
	} {
		t.Run(name, func(t *testing.T) {
			everyTransport(t, func(t *testing.T, s *fullstorytest.Server, c *client) {
				s.Inject(post, test.fault)
				got := c.do(http.MethodPost, "/segments/v1/exports", schemaBody)
				equal(t, "status", got.status, test.status)
				equal(t, "Retry-After", got.header.Get("Retry-After"), test.retryAfter)
				equal(t, "exports", len(s.Exports()), test.exports)
				if test.body != "" {
					equal(t, "body", string(got.body), test.body)
				}
				equal(t, "status in the log", s.Requests()[0].Status, test.status)
				c.export(schemaBody) // the fault is used up
			})
		})
	}
}

func TestUnit_Faults_DroppedConnections(t *testing.T) {
	for name, test := range map[string]struct {
		fault   fullstorytest.Fault
		exports int
	}{
		"before": {fullstorytest.ResetBefore(), 0},
		"after":  {fullstorytest.ResponseLost(), 1},
	} {
		t.Run(name, func(t *testing.T) {
			everyTransport(t, func(t *testing.T, s *fullstorytest.Server, c *client) {
				s.Inject(post, test.fault)
				resp, err := c.try(t.Context(), http.MethodPost, "/segments/v1/exports", schemaBody)
				if err == nil {
					_ = resp.Body.Close()
				}
				if !errors.Is(err, syscall.ECONNRESET) {
					t.Errorf("the error is %v", err)
				}
				equal(t, "exports", len(s.Exports()), test.exports)
				equal(t, "POSTs", s.Count(post), 1)
				equal(t, "status in the log", s.Requests()[0].Status, 0)
			})
		})
	}
}

func TestUnit_Faults_StallEndsWithTheClient(t *testing.T) {
	everyTransport(t, func(t *testing.T, s *fullstorytest.Server, c *client) {
		s.Inject(post, fullstorytest.Stall())
		_, err := c.try(within(t, 50*time.Millisecond), http.MethodPost, "/segments/v1/exports", schemaBody)
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the error is %v", err)
		}
		equal(t, "exports", len(s.Exports()), 0)
	})
}

func TestUnit_Faults_StallEndsWithTheServer(t *testing.T) {
	everyTransport(t, func(t *testing.T, s *fullstorytest.Server, c *client) {
		s.Inject(fullstorytest.RouteGetMe, fullstorytest.Stall())
		time.AfterFunc(50*time.Millisecond, s.Close)
		_, err := c.try(within(t, 10*time.Second), http.MethodGet, "/me", "")
		if err == nil || errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the error is %v", err)
		}
	})
}

func TestUnit_Faults_TruncatedBody(t *testing.T) {
	everyTransport(t, func(t *testing.T, s *fullstorytest.Server, c *client) {
		for route, path := range map[fullstorytest.Route]string{
			fullstorytest.RouteGetMe: "/me", fullstorytest.RouteDownload: c.link(c.export(schemaBody)),
		} {
			s.Inject(route, fullstorytest.TruncatedBody())
			resp, err := c.try(t.Context(), http.MethodGet, path, "")
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(resp.Body)
			_ = resp.Body.Close()
			if !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Errorf("%s: the error is %v", path, err)
			}
			equal(t, "bytes sent", int64(len(got)), resp.ContentLength/2)
		}
	})
}

func TestUnit_Faults_StallBodySendsHalf(t *testing.T) {
	everyTransport(t, func(t *testing.T, s *fullstorytest.Server, c *client) {
		s.Inject(fullstorytest.RouteGetMe, fullstorytest.StallBody())
		resp, err := c.try(within(t, 200*time.Millisecond), http.MethodGet, "/me", "")
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the error is %v", err)
		}
		equal(t, "bytes sent", int64(len(got)), resp.ContentLength/2)
	})
}

func TestUnit_Faults_StallBodyEndsWhenTheBodyIsClosed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := fullstorytest.New()
		s.Always(fullstorytest.RouteGetMe, fullstorytest.StallBody())
		resp, err := inProcess(t, s).try(t.Context(), http.MethodGet, "/me", "")
		if err != nil {
			t.Fatal(err)
		}
		_, err = io.ReadFull(resp.Body, make([]byte, resp.ContentLength/2))
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close() // the bubble fails the test if a goroutine remains
	})
}

func TestUnit_Faults_TrickleTakesItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := fullstorytest.New()
		c := inProcess(t, s)
		location := c.link(c.export(schemaBody))
		whole := c.do(http.MethodGet, location, "")
		s.Inject(fullstorytest.RouteDownload, fullstorytest.Trickle(time.Hour))
		began := time.Now()
		slow := c.do(http.MethodGet, location, "")
		equal(t, "file", string(slow.body), string(whole.body))
		equal(t, "time taken", time.Since(began), 20*time.Hour)
	})
	s := fullstorytest.New()
	defer s.Close()
	s.Inject(fullstorytest.RouteGetMe, fullstorytest.Trickle(time.Millisecond))
	overSocket(t, s).get("/me")
}

func TestUnit_Faults_RedirectKeepsTheMethod(t *testing.T) {
	everyTransport(t, func(t *testing.T, s *fullstorytest.Server, c *client) {
		c.http.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		s.Inject(post, fullstorytest.Redirect("https://elsewhere.example.com/x"))
		got := c.do(http.MethodPost, "/segments/v1/exports", schemaBody)
		equal(t, "status", got.status, http.StatusTemporaryRedirect)
		equal(t, "Location", got.header.Get("Location"), "https://elsewhere.example.com/x")
	})
}

func TestUnit_Faults_HugeBody(t *testing.T) {
	everyTransport(t, func(t *testing.T, s *fullstorytest.Server, c *client) {
		const size = 5<<20 + 3
		s.Always(fullstorytest.RouteGetMe, fullstorytest.HugeBody(size))
		got := c.do(http.MethodGet, "/me", "")
		equal(t, "size", len(got.body), size)
		if !json.Valid(got.body) {
			t.Error("it is not JSON")
		}
		resp, err := c.try(t.Context(), http.MethodGet, "/me", "")
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close() // closing early leaves no goroutine behind
	})
}

func TestUnit_Faults_OfEveryRouteInOrder(t *testing.T) {
	everyTransport(t, func(t *testing.T, s *fullstorytest.Server, c *client) {
		id := c.export(schemaBody)
		location := c.link(id)
		escaped := url.PathEscape(id)
		for route, path := range map[fullstorytest.Route]string{
			fullstorytest.RouteGetOperation:    "/operations/v1/" + escaped,
			fullstorytest.RouteListOperations:  "/operations/v1",
			fullstorytest.RouteCancelOperation: "/operations/v1/" + escaped + "/cancel",
			fullstorytest.RouteGetResults:      "/search/v1/exports/x/results",
			fullstorytest.RouteListSegments:    "/segments/v1",
			fullstorytest.RouteGetSegment:      "/segments/v1/everyone",
			fullstorytest.RouteGetMe:           "/me",
			fullstorytest.RouteDownload:        location,
		} {
			method := http.MethodGet
			if route == fullstorytest.RouteCancelOperation {
				method = http.MethodPost
			}
			status := func() int { return c.do(method, path, "").status }
			usual := status()
			s.Always(route, fullstorytest.Status(418))
			s.Inject(route, fullstorytest.Status(500), fullstorytest.Fault{}, fullstorytest.Status(502))
			for _, want := range []int{500, usual, 502, 418, 418} {
				equal(t, string(route), status(), want)
			}
			s.ClearFaults()
			equal(t, string(route), status(), usual)
			equal(t, "requests to "+string(route), len(s.RequestsTo(route)) >= 7, true)
		}
	})
}
