package fullstory_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

func TestUnit_Retry_SubmissionIsSentOnce(t *testing.T) {
	for name, c := range map[string]struct {
		faults    []fullstorytest.Fault
		posts     int
		exports   int
		ambiguous bool
		fails     bool
	}{
		"response lost":                {repeated(1, fullstorytest.ResponseLost()), 1, 1, true, true},
		"reset before":                 {repeated(1, fullstorytest.ResetBefore()), 1, 0, true, true},
		"acted, then 500":              {repeated(1, fullstorytest.ActThenStatus(500)), 1, 1, true, true},
		"acted, then 502":              {repeated(1, fullstorytest.ActThenStatus(502)), 1, 1, true, true},
		"acted, then 503":              {repeated(1, fullstorytest.ActThenStatus(503)), 1, 1, true, true},
		"acted, then 504":              {repeated(1, fullstorytest.ActThenStatus(504)), 1, 1, true, true},
		"acted, then 408":              {repeated(1, fullstorytest.ActThenStatus(408)), 1, 1, true, true},
		"acted, then 303":              {repeated(1, fullstorytest.ActThenStatus(303)), 1, 1, true, true},
		"acted, then 301":              {repeated(1, fullstorytest.ActThenStatus(301)), 1, 1, true, true},
		"acted, then 308":              {repeated(1, fullstorytest.ActThenStatus(308)), 1, 1, true, true},
		"acted, then HTML":             {repeated(1, fullstorytest.ActThenBody(200, "text/html", "<html>")), 1, 1, true, true},
		"acted, then no id":            {repeated(1, fullstorytest.ActThenBody(200, "application/json", "{}")), 1, 1, true, true},
		"acted, then empty":            {repeated(1, fullstorytest.ActThenBody(200, "application/json", "")), 1, 1, true, true},
		"truncated":                    {repeated(1, fullstorytest.TruncatedBody()), 1, 1, true, true},
		"huge":                         {repeated(1, fullstorytest.HugeBody(9<<20)), 1, -1, true, true},
		"stall":                        {repeated(1, fullstorytest.Stall()), 1, 0, true, true},
		"429 twice":                    {repeated(2, fullstorytest.TooManyRequests("1")), 3, 1, false, false},
		"429 without Retry-After":      {repeated(1, fullstorytest.TooManyRequests("")), 2, 1, false, false},
		"429 forever":                  {repeated(9, fullstorytest.TooManyRequests("1")), 4, 0, false, true},
		"429 for a day":                {repeated(1, fullstorytest.TooManyRequests("86400")), 1, 0, false, true},
		"503 with Retry-After":         {repeated(1, fullstorytest.Unavailable("1")), 2, 1, false, false},
		"503 with Retry-After forever": {repeated(9, fullstorytest.Unavailable("1")), 4, 0, false, true},
		"400":                          {repeated(1, fullstorytest.Status(400)), 1, 0, false, true},
		"401":                          {repeated(1, fullstorytest.Status(401)), 1, 0, false, true},
		"403":                          {repeated(1, fullstorytest.Status(403)), 1, 0, false, true},
		"404":                          {repeated(1, fullstorytest.Status(404)), 1, 0, false, true},
		"a redirect":                   {repeated(1, fullstorytest.Redirect("https://elsewhere.test/")), 1, 0, true, true},
		"429, then an response lost":   {[]fullstorytest.Fault{fullstorytest.TooManyRequests("1"), fullstorytest.ResponseLost()}, 2, 1, true, true},
	} {
		runInVirtualTime(t, name, func(t *testing.T, server *fullstorytest.Server) {
			server.Inject(fullstorytest.RouteCreateExport, c.faults...)
			_, err := newClient(t, server).CreateExport(t.Context(), everyone)
			if (err != nil) != c.fails || isAmbiguous(err) != c.ambiguous {
				t.Errorf("got %v, ambiguous = %t", err, isAmbiguous(err))
			}
			wantRequests(t, server, fullstorytest.RouteCreateExport, c.posts)
			if got := len(server.Exports()); got != c.exports && c.exports >= 0 {
				t.Errorf("%d exports, want %d", got, c.exports)
			}
		})
	}
}

// A status that may change is no reason to fail a read at once.
func TestUnit_Retry_ReadIsRepeated(t *testing.T) {
	for status, requests := range map[int]int{408: 2, 500: 2, 501: 1, 504: 2, 400: 1} {
		inVirtualTime(t, func(t *testing.T, server *fullstorytest.Server) {
			server.Inject(fullstorytest.RouteGetMe, fullstorytest.Status(status))
			_, err := newClient(t, server).GetMe(t.Context())
			if got := server.Count(fullstorytest.RouteGetMe); got != requests || (err == nil) != (requests > 1) {
				t.Errorf("%d: %d requests, want %d, and then %v", status, got, requests, err)
			}
		})
	}
}

// A connection that times out, as behind a firewall, is not the end of the
// caller's context.
func TestUnit_Retry_ConnectTimeout(t *testing.T) {
	for name, use := range map[string]func(context.Context, *fullstory.Client) error{
		"submission": func(ctx context.Context, c *fullstory.Client) error {
			_, err := c.CreateExport(ctx, everyone)
			return err
		},
		"read": func(ctx context.Context, c *fullstory.Client) error { _, err := c.GetMe(ctx); return err },
	} {
		runInVirtualTime(t, name, func(t *testing.T, server *fullstorytest.Server) {
			var dials atomic.Int32
			ended := make(chan struct{})
			defer close(ended)
			transport := &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
				dials.Add(1)
				<-ended // net/http does not wait for its dials
				return nil, net.ErrClosed
			}}
			err := use(t.Context(), newClient(t, server, func(o *fullstory.Options) { o.Transport = transport }))
			if dials.Load() != 4 || isAmbiguous(err) || !fullstory.IsTransient(err) {
				t.Errorf("%d attempts, and then %v", dials.Load(), err)
			}
		})
	}
}

// An export would be lost if Ctrl-C ended its request in flight.
func TestUnit_Retry_SubmissionInFlightOutlivesItsContext(t *testing.T) {
	inVirtualTime(t, func(t *testing.T, server *fullstorytest.Server) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		operation, err := newClient(t, server).CreateExport(ctx, everyone)
		if err != nil || operation.ID == "" {
			t.Errorf("got %q and %v, want the id", operation.ID, err)
		}
	}, fullstorytest.WithLatency(9*time.Second))
}

func TestUnit_Retry_SubmissionEndsBetweenAttempts(t *testing.T) {
	inVirtualTime(t, func(t *testing.T, server *fullstorytest.Server) {
		server.Always(fullstorytest.RouteCreateExport, fullstorytest.TooManyRequests("60"))
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		began := time.Now()
		_, err := newClient(t, server).CreateExport(ctx, everyone)
		if !errors.Is(err, context.Canceled) || isAmbiguous(err) {
			t.Errorf("got %v, want a plain cancellation", err)
		}
		if took := time.Since(began); took != time.Second {
			t.Errorf("it took %s, want the second until the cancellation", took)
		}
		wantRequests(t, server, fullstorytest.RouteCreateExport, 1)
	})
}

func TestUnit_Retry_Reads(t *testing.T) {
	for name, c := range map[string]struct {
		fault fullstorytest.Fault
		gets  int
	}{
		"429":            {fullstorytest.TooManyRequests("1"), 4},
		"429, no header": {fullstorytest.TooManyRequests(""), 4},
		"429 for a day":  {fullstorytest.TooManyRequests("86400"), 1},
		"500":            {fullstorytest.Status(500), 4},
		"502":            {fullstorytest.Status(502), 4},
		"503":            {fullstorytest.Unavailable(""), 4},
		"504":            {fullstorytest.Status(504), 4},
		"reset":          {fullstorytest.ResetBefore(), 4},
		"truncated":      {fullstorytest.TruncatedBody(), 4},
		"stall":          {fullstorytest.Stall(), 4},
		"501":            {fullstorytest.Status(501), 1},
		"400":            {fullstorytest.Status(400), 1},
		"401":            {fullstorytest.Status(401), 1},
		"403":            {fullstorytest.Status(403), 1},
		"404":            {fullstorytest.Status(404), 1},
		"HTML":           {fullstorytest.StatusBody(200, "text/html", "<html>"), 1},
		"huge":           {fullstorytest.HugeBody(9 << 20), 1},
	} {
		runInVirtualTime(t, name, func(t *testing.T, server *fullstorytest.Server) {
			server.Always(fullstorytest.RouteGetMe, c.fault)
			if _, err := newClient(t, server).GetMe(t.Context()); err == nil {
				t.Error("no error")
			}
			wantRequests(t, server, fullstorytest.RouteGetMe, c.gets)
		})
	}
}

// A stalled submission holds its caller up for no more than a grace period.
func TestUnit_Retry_StalledSubmissionEndsSoonAfterItsDeadline(t *testing.T) {
	inVirtualTime(t, func(t *testing.T, server *fullstorytest.Server) {
		server.Always(fullstorytest.RouteCreateExport, fullstorytest.Stall())
		began := time.Now()
		_, err := newClient(t, server).CreateExport(within(t, 5*time.Second), everyone)
		if !isAmbiguous(err) || !strings.Contains(err.Error(), "within 10s") || time.Since(began) != 10*time.Second {
			t.Errorf("got %v after %s, want an ambiguous submission after 10 s", err, time.Since(began))
		}
		wantRequests(t, server, fullstorytest.RouteCreateExport, 1)
	})
}
