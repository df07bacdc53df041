package fullstory_test

import (
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

// A wait ends after a minute of FullStory's 404s, whoever saw the operation
// before. Other failures in between do not count, and a success starts anew.
func TestUnit_NotFound_EndsAWaitAfterAMinute(t *testing.T) {
	missing := fullstorytest.Status(404)
	for name, c := range map[string]struct {
		first []fullstorytest.Fault
		seen  bool
	}{
		"never seen":           {nil, false},
		"seen before":          {[]fullstorytest.Fault{{}}, true},
		"other failures, too":  {[]fullstorytest.Fault{missing, fullstorytest.Status(500), missing, fullstorytest.ForeignPage(404), missing}, false},
		"seen again meanwhile": {append(repeated(20, missing), fullstorytest.Fault{}), true},
	} {
		runInVirtualTime(t, name, func(t *testing.T, server *fullstorytest.Server) {
			server.Inject(fullstorytest.RouteGetOperation, c.first...)
			server.Always(fullstorytest.RouteGetOperation, missing)
			operation, err := waitFor(t.Context(), t, server, fullstorytest.Script{Stall: true}, fullstory.Wait{})
			if !rest.IsNotFound(err) || (operation.ID != "") != c.seen {
				t.Errorf("got %+v and %v, want 404 with the last status", operation, err)
			}
			polls := server.RequestsTo(fullstorytest.RouteGetOperation)
			streak := 0 // the first poll of the last 404s in a row
			for i := range c.first {
				if c.seen {
					streak = i + 1
				}
			}
			if lasted := polls[len(polls)-1].At.Sub(polls[streak].At); lasted < time.Minute || lasted > 90*time.Second {
				t.Errorf("it is given up after %s of 404s, want a minute", lasted)
			}
		})
	}
}

func TestUnit_NotFound_ConfirmedByRepeatedReads(t *testing.T) {
	for name, c := range map[string]struct {
		unfinished bool
		faults     []fullstorytest.Fault // then 404
		reads      int
		found      bool
		notFound   bool
	}{
		"completed":         {false, nil, 2, false, true}, // the caller read it once
		"unfinished":        {true, nil, 60, false, true},
		"found again":       {false, repeated(1, fullstorytest.Fault{}), 1, true, false},
		"foreign page":      {false, repeated(1, fullstorytest.ForeignPage(404)), 1, false, false},
		"denied":            {true, repeated(1, fullstorytest.Status(403)), 1, false, false},
		"found after a 404": {false, []fullstorytest.Fault{fullstorytest.Status(404), {}}, 2, true, false},
	} {
		runInVirtualTime(t, name, func(t *testing.T, server *fullstorytest.Server) {
			server.AddOperation("x", "SEARCH_EXPORT", "RUNNING")
			server.Inject(fullstorytest.RouteGetOperation, c.faults...)
			server.Always(fullstorytest.RouteGetOperation, fullstorytest.Status(404))
			operation, err := newClient(t, server).ConfirmNotFound(t.Context(), "x", c.unfinished)
			if (operation.ID == "x") != c.found || rest.IsNotFound(err) != c.notFound || (err == nil) != c.found {
				t.Errorf("got %+v and %v", operation, err)
			}
			wantRequests(t, server, fullstorytest.RouteGetOperation, c.reads)
		})
	}
}

// Refresh and plan of one run share the answer about an expired operation, also
// that it is gone; a later run asks again.
func TestUnit_NotFound_ExpiredOperationIsReadOnce(t *testing.T) {
	for name, missing := range map[string]bool{"found": false, "gone": true} {
		runInVirtualTime(t, name, func(t *testing.T, server *fullstorytest.Server) {
			server.AddOperation("x", "SEARCH_EXPORT", "COMPLETED")
			if missing {
				server.Always(fullstorytest.RouteGetOperation, fullstorytest.Status(404))
			}
			client := newClient(t, server)
			for range 3 {
				if _, err := client.ExpiredOperationStatus(t.Context(), "x"); rest.IsNotFound(err) != missing {
					t.Error(err)
				}
			}
			wantRequests(t, server, fullstorytest.RouteGetOperation, 1)
			time.Sleep(6 * time.Second)
			_, _ = client.ExpiredOperationStatus(t.Context(), "x")
			wantRequests(t, server, fullstorytest.RouteGetOperation, 2)
		})
	}
}
