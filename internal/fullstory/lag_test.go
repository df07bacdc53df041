package fullstory_test

import (
	"io"
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

// Whatever is missing just after the completion is requested again, and not
// much later.
func TestUnit_Lag_AfterTheCompletion(t *testing.T) {
	json := func(status int, body string) fullstorytest.Fault {
		return fullstorytest.StatusBody(status, "application/json", body)
	}
	for name, c := range map[string]struct {
		route fullstorytest.Route
		fault fullstorytest.Fault
	}{
		"results 404": {fullstorytest.RouteGetResults, fullstorytest.Status(404)},
		"results 409": {fullstorytest.RouteGetResults, fullstorytest.Status(409)},
		"results 425": {fullstorytest.RouteGetResults, fullstorytest.Status(425)},
		"results 202": {fullstorytest.RouteGetResults, json(202, `{}`)},
		"results 204": {fullstorytest.RouteGetResults, json(204, ``)},
		"no link":     {fullstorytest.RouteGetResults, json(200, `{"location":null}`)},
		"no results":  {fullstorytest.RouteGetOperation, json(200, `{"state":"COMPLETED","results":null}`)},
		"store 404":   {fullstorytest.RouteDownload, fullstorytest.StatusBody(404, "application/xml", `<Error><Code>NoSuchKey</Code></Error>`)},
	} {
		for _, passes := range []bool{true, false} {
			runInVirtualTime(t, name+map[bool]string{true: " passes", false: " stays"}[passes], func(t *testing.T, server *fullstorytest.Server) {
				client := newClient(t, server)
				completed, err := client.WaitForOperation(t.Context(), submit(t, client).ID, fullstory.Wait{})
				if err != nil {
					t.Fatal(err)
				}
				if c.route == fullstorytest.RouteGetOperation {
					completed.SearchExportID = ""
				}
				began := time.Now()
				server.Always(c.route, c.fault)
				if passes {
					time.AfterFunc(5*time.Second, server.ClearFaults)
				}
				file, err := client.OpenFile(t.Context(), completed)
				if took := time.Since(began); (err == nil) != passes || took > 90*time.Second || !passes && took < 50*time.Second {
					t.Fatalf("got %v after %s", err, took)
				}
				if passes {
					if _, err := io.Copy(io.Discard, file); err != nil {
						t.Error(err)
					}
					_ = file.Close()
				}
			})
		}
	}
	runInVirtualTime(t, "much later", func(t *testing.T, server *fullstorytest.Server) {
		client := newClient(t, server, noRetries)
		completed, err := client.WaitForOperation(t.Context(), submit(t, client).ID, fullstory.Wait{})
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(2 * time.Minute)
		server.Always(fullstorytest.RouteGetResults, fullstorytest.Status(404))
		if _, err := client.DownloadLink(t.Context(), completed); err == nil {
			t.Error("no error")
		}
		wantRequests(t, server, fullstorytest.RouteGetResults, 1)
	})
}
