package fullstory_test

import (
	"context"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

// What the catalogue of faults does not have: the tests of internal/provider run
// every operation through it.
func TestUnit_Retry_SubmissionIsSentOnce(t *testing.T) {
	for name, c := range map[string]struct {
		faults    []fullstorytest.Fault
		posts     int
		ambiguous bool
	}{
		"acted, then 408":           {repeated(1, fullstorytest.ActThenStatus(408)), 1, true},
		"acted, then 303":           {repeated(1, fullstorytest.ActThenStatus(303)), 1, true},
		"acted, then 308":           {repeated(1, fullstorytest.ActThenStatus(308)), 1, true},
		"429 twice":                 {repeated(2, fullstorytest.TooManyRequests("1")), 3, false},
		"429, then a lost response": {[]fullstorytest.Fault{fullstorytest.TooManyRequests("1"), fullstorytest.ResponseLost()}, 2, true},
	} {
		runInVirtualTime(t, name, func(t *testing.T, server *fullstorytest.Server) {
			server.Inject(fullstorytest.RouteCreateExport, c.faults...)
			_, err := newClient(t, server).CreateExport(t.Context(), everyone)
			if (err != nil) != c.ambiguous || isAmbiguous(err) != c.ambiguous || len(server.Exports()) != 1 {
				t.Errorf("got %v, ambiguous = %t, and %d exports", err, isAmbiguous(err), len(server.Exports()))
			}
			wantRequests(t, server, fullstorytest.RouteCreateExport, c.posts)
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
			if dials.Load() != 4 || isAmbiguous(err) || !rest.IsTransient(err) {
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

// A submission cannot be repeated, so only the caller's timeout limits it.
func TestUnit_Retry_SlowSubmission(t *testing.T) {
	inVirtualTime(t, func(t *testing.T, server *fullstorytest.Server) {
		operation, err := newClient(t, server).CreateExport(within(t, time.Hour), everyone)
		if err != nil || operation.ID == "" {
			t.Errorf("got %q and %v, want the ID", operation.ID, err)
		}
		wantRequests(t, server, fullstorytest.RouteCreateExport, 1)
	}, fullstorytest.WithLatency(5*time.Minute))
}

// A stalled submission holds its caller up for no more than a grace period.
func TestUnit_Retry_StalledSubmissionEndsSoonAfterItsDeadline(t *testing.T) {
	inVirtualTime(t, func(t *testing.T, server *fullstorytest.Server) {
		server.Always(fullstorytest.RouteCreateExport, fullstorytest.Stall())
		began := time.Now()
		_, err := newClient(t, server).CreateExport(within(t, 5*time.Second), everyone)
		if !isAmbiguous(err) || !strings.Contains(err.Error(), "until 10s after the timeout") || time.Since(began) != 15*time.Second {
			t.Errorf("got %v after %s, want an ambiguous submission after 15 s", err, time.Since(began))
		}
		wantRequests(t, server, fullstorytest.RouteCreateExport, 1)
	})
}
