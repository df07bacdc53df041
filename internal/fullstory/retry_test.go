package fullstory_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

// times repeats a fault.
func times(n int, fault fullstorytest.Fault) []fullstorytest.Fault {
	faults := make([]fullstorytest.Fault, n)
	for i := range faults {
		faults[i] = fault
	}
	return faults
}

func TestUnit_CreateExport_IsSentOnce(t *testing.T) {
	for name, c := range map[string]struct {
		faults    []fullstorytest.Fault
		posts     int
		exports   int
		ambiguous bool
		fails     bool
	}{
		"answer lost":              {times(1, fullstorytest.ResponseLost()), 1, 1, true, true},
		"reset before":             {times(1, fullstorytest.ResetBefore()), 1, 0, true, true},
		"acted, then 500":          {times(1, fullstorytest.ActThenStatus(500)), 1, 1, true, true},
		"acted, then 502":          {times(1, fullstorytest.ActThenStatus(502)), 1, 1, true, true},
		"acted, then 503":          {times(1, fullstorytest.ActThenStatus(503)), 1, 1, true, true},
		"acted, then 504":          {times(1, fullstorytest.ActThenStatus(504)), 1, 1, true, true},
		"acted, then 408":          {times(1, fullstorytest.ActThenStatus(408)), 1, 1, true, true},
		"acted, then 303":          {times(1, fullstorytest.ActThenStatus(303)), 1, 1, true, true},
		"acted, then HTML":         {times(1, fullstorytest.ActThenBody(200, "text/html", "<html>")), 1, 1, true, true},
		"acted, then no id":        {times(1, fullstorytest.ActThenBody(200, "application/json", "{}")), 1, 1, true, true},
		"acted, then empty":        {times(1, fullstorytest.ActThenBody(200, "application/json", "")), 1, 1, true, true},
		"truncated":                {times(1, fullstorytest.TruncatedBody()), 1, 1, true, true},
		"huge":                     {times(1, fullstorytest.HugeBody(9<<20)), 1, -1, true, true},
		"stall":                    {times(1, fullstorytest.Stall()), 1, 0, true, true},
		"429 twice":                {times(2, fullstorytest.TooManyRequests("1")), 3, 1, false, false},
		"429 without a word":       {times(1, fullstorytest.TooManyRequests("")), 2, 1, false, false},
		"429 for ever":             {times(9, fullstorytest.TooManyRequests("1")), 4, 0, false, true},
		"429 for a day":            {times(1, fullstorytest.TooManyRequests("86400")), 1, 0, false, true},
		"503 with Retry-After":     {times(1, fullstorytest.Unavailable("1")), 2, 1, false, false},
		"503 with it, for ever":    {times(9, fullstorytest.Unavailable("1")), 4, 0, false, true},
		"400":                      {times(1, fullstorytest.Status(400)), 1, 0, false, true},
		"401":                      {times(1, fullstorytest.Status(401)), 1, 0, false, true},
		"403":                      {times(1, fullstorytest.Status(403)), 1, 0, false, true},
		"404":                      {times(1, fullstorytest.Status(404)), 1, 0, false, true},
		"a redirect":               {times(1, fullstorytest.Redirect("https://elsewhere.test/")), 1, 0, false, true},
		"429, then an answer lost": {[]fullstorytest.Fault{fullstorytest.TooManyRequests("1"), fullstorytest.ResponseLost()}, 2, 1, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := fullstorytest.New()
				defer server.Close()
				server.Inject(fullstorytest.RouteCreateExport, c.faults...)
				_, err := newClient(t, server).CreateExport(t.Context(), everyone)
				_, ambiguous := errors.AsType[*fullstory.AmbiguousSubmissionError](err)
				if (err != nil) != c.fails || ambiguous != c.ambiguous {
					t.Errorf("got %v, ambiguous = %t", err, ambiguous)
				}
				if got := server.Count(fullstorytest.RouteCreateExport); got != c.posts {
					t.Errorf("%d POSTs, want %d", got, c.posts)
				}
				if got := len(server.Exports()); got != c.exports && c.exports >= 0 {
					t.Errorf("%d exports, want %d", got, c.exports)
				}
			})
		})
	}
}

func TestUnit_CreateExport_IsRepeatedWhereItNeverConnected(t *testing.T) {
	server := fullstorytest.New()
	defer server.Close()
	for name, failure := range map[string]error{
		"refused": &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")},
		"DNS":     &net.OpError{Op: "dial", Net: "tcp", Err: &net.DNSError{Err: "no such host", Name: "x"}},
	} {
		t.Run(name, func(t *testing.T) {
			server.ResetLog()
			var dials atomic.Int32
			dialer := &http.Transport{DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
				if dials.Add(1) <= 2 {
					return nil, failure
				}
				return new(net.Dialer).DialContext(ctx, network, address)
			}}
			defer dialer.CloseIdleConnections()
			client := newClient(t, server, func(o *fullstory.Options) { o.Endpoint, o.Transport = server.URL(), dialer })
			if _, err := client.CreateExport(t.Context(), everyone); err != nil {
				t.Fatal(err)
			}
			if got := server.Count(fullstorytest.RouteCreateExport); got != 1 || dials.Load() != 3 {
				t.Errorf("%d POSTs after %d dials, want 1 after 3", got, dials.Load())
			}
		})
	}
}

// A connection that nobody refuses, as behind a proxy that says nothing, is
// given up by us: that is no end of the caller's time.
func TestUnit_Call_IsRepeatedWhereConnectingTakesTooLong(t *testing.T) {
	for name, use := range map[string]func(context.Context, *fullstory.Client) error{
		"submission": func(ctx context.Context, c *fullstory.Client) error {
			_, err := c.CreateExport(ctx, everyone)
			return err
		},
		"read": func(ctx context.Context, c *fullstory.Client) error { _, err := c.GetMe(ctx); return err },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := fullstorytest.New()
				defer server.Close()
				var dials atomic.Int32
				over := make(chan struct{})
				defer close(over)
				transport := &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
					dials.Add(1)
					<-over // a dial that nobody waits for any more goes on
					return nil, net.ErrClosed
				}}
				err := use(t.Context(), newClient(t, server, func(o *fullstory.Options) { o.Transport = transport }))
				_, ambiguous := errors.AsType[*fullstory.AmbiguousSubmissionError](err)
				if dials.Load() != 4 || ambiguous || !fullstory.IsTransient(err) {
					t.Errorf("%d attempts, and then %v", dials.Load(), err)
				}
			})
		})
	}
}

// A job whose POST is under way when the user presses Ctrl-C would be lost if
// the request were cut off.
func TestUnit_CreateExport_OutlivesItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := fullstorytest.New(fullstorytest.WithLatency(10 * time.Second))
		defer server.Close()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		operation, err := newClient(t, server).CreateExport(ctx, everyone)
		if err != nil || operation.ID == "" {
			t.Errorf("got %q and %v, want the id", operation.ID, err)
		}
	})
}

func TestUnit_CreateExport_StopsBetweenAttempts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := fullstorytest.New()
		defer server.Close()
		server.Always(fullstorytest.RouteCreateExport, fullstorytest.TooManyRequests("60"))
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		began := time.Now()
		_, err := newClient(t, server).CreateExport(ctx, everyone)
		if _, ambiguous := errors.AsType[*fullstory.AmbiguousSubmissionError](err); !errors.Is(err, context.Canceled) || ambiguous {
			t.Errorf("got %v, want a plain cancellation", err)
		}
		if took := time.Since(began); took != time.Second {
			t.Errorf("it took %s, want the second until the cancellation", took)
		}
		if n := len(server.Exports()); n != 0 {
			t.Errorf("%d exports were made", n)
		}
	})
}

func TestUnit_Reads_AreRepeated(t *testing.T) {
	for name, c := range map[string]struct {
		fault fullstorytest.Fault
		gets  int
	}{
		"429":           {fullstorytest.TooManyRequests("1"), 4},
		"429, no word":  {fullstorytest.TooManyRequests(""), 4},
		"429 for a day": {fullstorytest.TooManyRequests("86400"), 1},
		"500":           {fullstorytest.Status(500), 4},
		"502":           {fullstorytest.Status(502), 4},
		"503":           {fullstorytest.Unavailable(""), 4},
		"504":           {fullstorytest.Status(504), 4},
		"reset":         {fullstorytest.ResetBefore(), 4},
		"truncated":     {fullstorytest.TruncatedBody(), 4},
		"stall":         {fullstorytest.Stall(), 4},
		"501":           {fullstorytest.Status(501), 1},
		"400":           {fullstorytest.Status(400), 1},
		"401":           {fullstorytest.Status(401), 1},
		"403":           {fullstorytest.Status(403), 1},
		"404":           {fullstorytest.Status(404), 1},
		"HTML":          {fullstorytest.StatusBody(200, "text/html", "<html>"), 1},
		"huge":          {fullstorytest.HugeBody(9 << 20), 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := fullstorytest.New()
				defer server.Close()
				server.Always(fullstorytest.RouteGetMe, c.fault)
				if _, err := newClient(t, server).GetMe(t.Context()); err == nil {
					t.Error("no error")
				}
				if got := server.Count(fullstorytest.RouteGetMe); got != c.gets {
					t.Errorf("%d requests, want %d", got, c.gets)
				}
			})
		})
	}
}

func TestUnit_Reads_HonourRetryAfter(t *testing.T) {
	for name, c := range map[string]struct {
		value       string
		least, most time.Duration
	}{
		"seconds":   {"7", 7 * time.Second, 8 * time.Second},
		"zero":      {"0", 0, 100 * time.Millisecond},
		"date":      {"Sat, 01 Jan 2000 00:00:30 GMT", 30 * time.Second, 34 * time.Second}, // synctest begins at midnight
		"past date": {"Fri, 31 Dec 1999 00:00:00 GMT", 0, 100 * time.Millisecond},
		"nonsense":  {"soon", 250 * time.Millisecond, 500 * time.Millisecond},
		"negative":  {"-5", 250 * time.Millisecond, 500 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := fullstorytest.New()
				defer server.Close()
				server.Inject(fullstorytest.RouteGetMe, fullstorytest.TooManyRequests(c.value))
				began := time.Now()
				if _, err := newClient(t, server).GetMe(t.Context()); err != nil {
					t.Fatal(err)
				}
				if took := time.Since(began); took < c.least || took > c.most {
					t.Errorf("the retry came after %s, want %s to %s", took, c.least, c.most)
				}
			})
		})
	}
}
