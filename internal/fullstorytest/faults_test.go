package fullstorytest_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

const post = fullstorytest.RouteCreateExport

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
