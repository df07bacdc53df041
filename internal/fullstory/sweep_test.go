package fullstory_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

func TestUnit_LookAt_AsksSinglyWhereTheListFails(t *testing.T) {
	for name, c := range map[string]struct {
		fault fullstorytest.Fault
		pages int
	}{
		"403":       {fullstorytest.Status(403), 1},
		"404":       {fullstorytest.Status(404), 1},
		"429":       {fullstorytest.TooManyRequests(""), 2},
		"503":       {fullstorytest.Unavailable(""), 2},
		"500":       {fullstorytest.Status(500), 2},
		"reset":     {fullstorytest.ResetBefore(), 2},
		"truncated": {fullstorytest.TruncatedBody(), 2},
		"HTML":      {fullstorytest.StatusBody(200, "text/html", "<html>"), 2},
		"huge":      {fullstorytest.HugeBody(9 << 20), 2},
		"stall":     {fullstorytest.Stall(), 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := fullstorytest.New(fullstorytest.WithLatency(latency))
				defer server.Close()
				server.Always(fullstorytest.RouteListOperations, c.fault)
				ids := running(server, "ours", 100)
				lookAtAll(t, newClient(t, server), 10, ids)
				wantRequests(t, server, 100, c.pages)
			})
		})
	}
}

func TestUnit_LookAt_ForgivesTheListOneFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := fullstorytest.New(fullstorytest.WithLatency(latency))
		defer server.Close()
		server.Inject(fullstorytest.RouteListOperations, fullstorytest.ResetBefore())
		lookAtAll(t, newClient(t, server), 10, running(server, "ours", 100))
		wantRequests(t, server, 0, 2)
	})
}

// A list that failed is left alone: long where it is refused, and shortly where
// the server was only slow or out of order, for then it is worth most.
func TestUnit_LookAt_ComesBackToTheList(t *testing.T) {
	for name, c := range map[string]struct {
		fault  fullstorytest.Fault
		pause  time.Duration
		failed int // pages
	}{
		"403":   {fullstorytest.Status(403), 10 * time.Minute, 1},
		"503":   {fullstorytest.Unavailable(""), time.Minute, 2},
		"stall": {fullstorytest.Stall(), time.Minute, 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := fullstorytest.New(fullstorytest.WithLatency(latency))
				defer server.Close()
				server.Always(fullstorytest.RouteListOperations, c.fault)
				client := newClient(t, server)
				ids := running(server, "ours", 10)
				lookAtAll(t, client, 10, ids)
				wantRequests(t, server, 10, c.failed)
				server.ClearFaults()
				server.ResetLog()

				time.Sleep(c.pause - time.Second)
				lookAtAll(t, client, 10, ids)
				wantRequests(t, server, 10, 0)
				server.ResetLog()
				time.Sleep(time.Second)
				lookAtAll(t, client, 10, ids)
				wantRequests(t, server, 0, 1)
			})
		})
	}
}
