package fullstory_test

import (
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

func TestUnit_NotFound_IsFullStorysOnly(t *testing.T) {
	for name, c := range map[string]struct {
		fault             fullstorytest.Fault
		notFound, foreign bool
	}{
		"JSON":              {fullstorytest.Status(404), true, false},
		"no body":           {fullstorytest.StatusBody(404, "", ""), true, false},
		"JSON as text":      {fullstorytest.StatusBody(404, "text/plain", `{"message":"no such operation"}`), true, false},
		"gateway's page":    {fullstorytest.ForeignPage(404), false, true},
		"HTML as JSON":      {fullstorytest.StatusBody(404, "application/json", "<html>Not found</html>"), false, true},
		"text":              {fullstorytest.StatusBody(404, "text/plain", "404 page not found"), false, true},
		"page with a BOM":   {fullstorytest.StatusBody(404, "text/html", "\ufeff <!doctype html>"), false, true},
		"another status":    {fullstorytest.Status(410), false, false},
		"page, not a 404":   {fullstorytest.ForeignPage(403), false, true},
		"login page in 200": {fullstorytest.ForeignPage(200), false, true},
	} {
		t.Run(name, func(t *testing.T) {
			server := newServer(t)
			client := newClient(t, server)
			for call, request := range map[fullstorytest.Route]func() error{
				fullstorytest.RouteGetOperation:    func() error { _, err := client.GetOperation(t.Context(), "x"); return err },
				fullstorytest.RouteCancelOperation: func() error { return client.CancelOperation(t.Context(), "x") },
				fullstorytest.RouteGetSegment:      func() error { _, err := client.GetSegment(t.Context(), "x"); return err },
			} {
				server.Inject(call, c.fault)
				err := request()
				if rest.IsNotFound(err) != c.notFound || rest.IsForeign(err) != c.foreign || rest.IsDenied(err) {
					t.Errorf("%s: %v: not found %t, foreign %t, denied %t", call, err,
						rest.IsNotFound(err), rest.IsForeign(err), rest.IsDenied(err))
				}
			}
		})
	}
}

func TestUnit_NotFound_EndsAWaitAfterThreeInARow(t *testing.T) {
	inVirtualTime(t, func(t *testing.T, server *fullstorytest.Server) {
		missing := fullstorytest.Status(404)
		// Other failures in between do not count, and a success starts anew.
		server.Inject(fullstorytest.RouteGetOperation, fullstorytest.Fault{}, missing, missing, fullstorytest.Fault{},
			missing, fullstorytest.Status(500), missing, fullstorytest.ForeignPage(404), missing, fullstorytest.Fault{})
		operation, err := waitFor(t.Context(), t, server, fullstorytest.Script{Stall: true}, fullstory.Wait{})
		if !rest.IsNotFound(err) || operation.ID == "" {
			t.Errorf("got %+v and %v, want 404 with the last status", operation, err)
		}
		wantRequests(t, server, fullstorytest.RouteGetOperation, 9)
	})
}

func TestUnit_NotFound_MinuteOfGraceIfNeverSeen(t *testing.T) {
	for name, ours := range map[string]bool{"submitted by this client": true, "says the state": false} {
		runInVirtualTime(t, name, func(t *testing.T, server *fullstorytest.Server) {
			server.Always(fullstorytest.RouteGetOperation, fullstorytest.Status(404))
			client, id, options := newClient(t, server), "x", fullstory.Wait{NeverSeen: true}
			if ours {
				id, options = submit(t, client).ID, fullstory.Wait{}
			}
			began := time.Now()
			_, err := client.WaitForOperation(t.Context(), id, options)
			if took := time.Since(began); !rest.IsNotFound(err) || took < time.Minute || took > 70*time.Second {
				t.Errorf("got %v after %s, want 404 after a minute", err, took)
			}
		})
	}
}

func TestUnit_NotFound_ConfirmedByRepeatedReads(t *testing.T) {
	for name, c := range map[string]struct {
		neverSeen bool
		faults    []fullstorytest.Fault // then 404
		reads     int
		found     bool
		notFound  bool
	}{
		"seen before":       {false, nil, 2, false, true}, // the caller read it once
		"never seen":        {true, nil, 60, false, true},
		"found again":       {false, repeated(1, fullstorytest.Fault{}), 1, true, false},
		"foreign page":      {false, repeated(1, fullstorytest.ForeignPage(404)), 1, false, false},
		"denied":            {true, repeated(1, fullstorytest.Status(403)), 1, false, false},
		"found after a 404": {false, []fullstorytest.Fault{fullstorytest.Status(404), {}}, 2, true, false},
	} {
		runInVirtualTime(t, name, func(t *testing.T, server *fullstorytest.Server) {
			server.AddOperation("x", "SEARCH_EXPORT", "RUNNING")
			server.Inject(fullstorytest.RouteGetOperation, c.faults...)
			server.Always(fullstorytest.RouteGetOperation, fullstorytest.Status(404))
			operation, err := newClient(t, server).ConfirmNotFound(t.Context(), "x", c.neverSeen)
			if (operation.ID == "x") != c.found || rest.IsNotFound(err) != c.notFound || (err == nil) != c.found {
				t.Errorf("got %+v and %v", operation, err)
			}
			wantRequests(t, server, fullstorytest.RouteGetOperation, c.reads)
		})
	}
}
