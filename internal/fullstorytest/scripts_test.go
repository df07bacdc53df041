package fullstorytest_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

func TestUnit_CreateExport_ResponseOfEachFamily(t *testing.T) {
	for name, test := range map[string]struct {
		body           string
		opts           []fullstorytest.Option
		whole          bool // the response to the POST is the operation
		results, other string
	}{
		"schema":       {schemaBody, nil, true, "searchExportId", "downloadUrl"},
		"id only":      {schemaBody, []fullstorytest.Option{fullstorytest.WithOperationIDResponse()}, false, "expires", "downloadUrl"},
		"download URL": {schemaBody, []fullstorytest.Option{fullstorytest.WithDownloadURL()}, true, "downloadUrl", "searchExportId"},
		"reference":    {referenceBody, []fullstorytest.Option{fullstorytest.WithWireFormat("reference")}, false, "expires", "downloadUrl"},
	} {
		t.Run(name, func(t *testing.T) {
			c := inProcess(t, fullstorytest.New(test.opts...))
			got := c.do(http.MethodPost, "/segments/v1/exports", test.body).object(t, http.StatusOK)
			_, whole := got["state"]
			equal(t, "whole operation", whole, test.whole)
			_, idOnly := got["operationId"]
			equal(t, "id only", idOnly, !test.whole)

			operation := c.operation(c.export(test.body))
			results, _ := operation["results"].(map[string]any)
			if results[test.results] == nil || results[test.other] != nil {
				t.Errorf("results are %v", results)
			}
			if location, ok := results["downloadUrl"].(string); ok {
				equal(t, "download", c.do(http.MethodGet, location, "").status, http.StatusOK)
			}
			if _, ok := operation["estimatePctComplete"].(json.Number); !ok {
				t.Errorf("estimatePctComplete is %v", operation["estimatePctComplete"])
			}
		})
	}
}

func TestUnit_Script_PercentagesAdvanceWithPolls(t *testing.T) {
	s := fullstorytest.New()
	c := inProcess(t, s)
	s.Next(fullstorytest.Script{Polls: 3})
	id := c.export(schemaBody)
	last := int64(-1)
	for _, want := range []string{"PENDING", "RUNNING", "RUNNING", "COMPLETED", "COMPLETED"} {
		operation := c.operation(id)
		equal(t, "state", operation["state"], any(want))
		number, _ := operation["estimatePctComplete"].(json.Number)
		percent, _ := number.Int64()
		if percent <= last && percent != 100 || (percent == 100) != (want == "COMPLETED") {
			t.Errorf("%d percent after %d percent, %s", percent, last, want)
		}
		last = percent
	}
}

func TestUnit_Script_ListsCountAsPolls(t *testing.T) {
	s := fullstorytest.New(fullstorytest.WithDefaultScript(fullstorytest.Script{Polls: 1}))
	c := inProcess(t, s)
	id := c.export(schemaBody)
	equal(t, "pending", len(rows(t, c.get("/operations/v1?state=PENDING"), "operations")), 1)
	equal(t, "pending", len(rows(t, c.get("/operations/v1?state=PENDING"), "operations")), 0)
	equal(t, "state", c.operation(id)["state"], any("COMPLETED"))
}

func TestUnit_Script_FollowsTheClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := fullstorytest.New()
		c := inProcess(t, s)
		s.Next(fullstorytest.Script{After: 10 * time.Hour, Lifetime: time.Hour, Running: "PENDING"})
		began := time.Now()
		id := c.export(schemaBody)
		time.Sleep(5 * time.Hour)
		half := c.operation(id)
		equal(t, "state", half["state"], any("PENDING"))
		equal(t, "percent", half["estimatePctComplete"], any(json.Number("50")))
		equal(t, "finishedAt", half["finishedAt"], nil)

		time.Sleep(5*time.Hour + time.Minute)
		done := c.operation(id)
		equal(t, "state", done["state"], any("COMPLETED"))
		equal(t, "createdAt", done["createdAt"], any(began.UTC().Format(time.RFC3339)))
		equal(t, "finishedAt", done["finishedAt"], any(began.UTC().Add(10*time.Hour).Format(time.RFC3339)))
		results, _ := done["results"].(map[string]any)
		equal(t, "expires", results["expires"], any(began.UTC().Add(11*time.Hour).Format(time.RFC3339)))

		location := c.link(id)
		time.Sleep(time.Hour)
		resultID, _ := results["searchExportId"].(string)
		path := "/search/v1/exports/" + url.PathEscape(resultID) + "/results"
		equal(t, "results after they expired", c.do(http.MethodGet, path, "").status, http.StatusNotFound)
		equal(t, "link an hour old", c.do(http.MethodGet, location, "").status, http.StatusForbidden)
	})
}

func TestUnit_Script_States(t *testing.T) {
	type member struct {
		name string
		want any
	}
	for name, test := range map[string]struct {
		script fullstorytest.Script
		polls  int // How often it is polled before.
		want   []member
	}{
		"failed":  {fullstorytest.Script{ErrorDetails: "too big"}, 0, []member{{"state", "FAILED"}, {"errorDetails", "too big"}, {"results", nil}}},
		"stalled": {fullstorytest.Script{Stall: true}, 50, []member{{"state", "RUNNING"}, {"finishedAt", nil}}},
		"early finish": {fullstorytest.Script{Running: "PENDING", Stall: true, FinishedAtWhilePending: true}, 0,
			[]member{{"state", "PENDING"}, {"finishedAt", "2000-01-01T00:00:00Z"}}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := fullstorytest.New()
				s.ForSegment("everyone", test.script)
				s.Next(fullstorytest.Script{Running: "WRONG", Stall: true}) // Not for this one.
				c := inProcess(t, s)
				id := c.export(schemaBody)
				for range test.polls {
					c.operation(id)
				}
				operation := c.operation(id)
				for _, m := range test.want {
					equal(t, m.name, operation[m.name], m.want)
				}
			})
		})
	}
}

func TestUnit_Script_WithoutExpiry(t *testing.T) {
	s := fullstorytest.New()
	s.Next(fullstorytest.Script{Lifetime: -1})
	c := inProcess(t, s)
	results, _ := c.operation(c.export(schemaBody))["results"].(map[string]any)
	if _, ok := results["expires"]; ok || results["searchExportId"] == nil {
		t.Errorf("results are %v", results)
	}
}

func TestUnit_Cancel(t *testing.T) {
	everyTransport(t, func(t *testing.T, s *fullstorytest.Server, c *client) {
		s.Next(fullstorytest.Script{Stall: true})
		path := "/operations/v1/" + url.PathEscape(c.export(schemaBody))
		for _, want := range []int{200, 409} {
			equal(t, "status of the cancel", c.do(http.MethodPost, path+"/cancel", "").status, want)
			equal(t, "cancelled", s.Exports()[0].Cancelled, true)
			equal(t, "state", c.get(path)["state"], any("FAILED"))
		}
		path = "/operations/v1/" + url.PathEscape(c.export(schemaBody))
		c.get(path)
		equal(t, "status of the cancel of a completed export", c.do(http.MethodPost, path+"/cancel", "").status, 409)
		equal(t, "cancelled", s.Exports()[1].Cancelled, false)
	})
}

func TestUnit_Controls(t *testing.T) {
	everyTransport(t, func(t *testing.T, s *fullstorytest.Server, c *client) {
		s.Next(fullstorytest.Script{Stall: true}, fullstorytest.Script{Stall: true})
		id, other := c.export(schemaBody), c.export(schemaBody)
		s.Fail(other, "no luck")
		equal(t, "details", c.operation(other)["errorDetails"], any("no luck"))
		s.Complete(id)
		location := c.link(id)
		results, _ := c.operation(id)["results"].(map[string]any)
		resultID, _ := results["searchExportId"].(string)

		s.Expire(id)
		results, _ = c.operation(id)["results"].(map[string]any)
		expires, _ := results["expires"].(string)
		if at, err := time.Parse(time.RFC3339, expires); err != nil || time.Until(at) > -time.Minute {
			t.Errorf("expires is %q, %v", expires, err)
		}
		path := "/search/v1/exports/" + url.PathEscape(resultID) + "/results"
		c.do(http.MethodGet, path, "").object(t, http.StatusNotFound)
		equal(t, "file", c.do(http.MethodGet, location, "").status, http.StatusNotFound)

		s.Forget(id)
		c.do(http.MethodGet, "/operations/v1/"+url.PathEscape(id), "").object(t, http.StatusNotFound)
		equal(t, "exports", s.Exports()[0].ID+" "+s.Exports()[1].State, id+" FAILED")
	})
}
