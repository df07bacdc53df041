package fullstorytest_test

import (
	"net/http"
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

func TestUnit_WithDate(t *testing.T) {
	date := time.Date(2031, time.May, 4, 3, 2, 1, 500, time.UTC)
	everyTransport(t, func(t *testing.T, s *fullstorytest.Server, c *client) {
		s.Inject(fullstorytest.RouteGetMe, fullstorytest.Status(500))
		equal(t, "Date of an error", c.do(http.MethodGet, "/me", "").header.Get("Date"), "Sun, 04 May 2031 03:02:01 GMT")
		operation := c.operation(c.export(schemaBody))
		equal(t, "createdAt", operation["createdAt"], any("2031-05-04T03:02:01.0000005Z"))
		results, _ := operation["results"].(map[string]any)
		equal(t, "expires", results["expires"], any("2031-05-11T03:02:01.0000005Z"))
	}, fullstorytest.WithDate(func() time.Time { return date }))
	everyTransport(t, func(t *testing.T, _ *fullstorytest.Server, c *client) {
		shown, err := http.ParseTime(c.do(http.MethodGet, "/me", "").header.Get("Date"))
		if err != nil || time.Since(shown).Abs() > 10*time.Second {
			t.Errorf("the Date is %v, %v", shown, err)
		}
	})
}

func TestUnit_WithNotFoundLag(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := inProcess(t, fullstorytest.New(fullstorytest.WithNotFoundLag(3*time.Second)))
		id := c.export(schemaBody)
		path := "/operations/v1/" + url.PathEscape(id)
		time.Sleep(3*time.Second - time.Nanosecond)
		c.do(http.MethodGet, path, "").object(t, http.StatusNotFound)
		equal(t, "listed", len(rows(t, c.get("/operations/v1"), "operations")), 0)
		time.Sleep(time.Nanosecond)
		c.operation(id)
		equal(t, "listed", len(rows(t, c.get("/operations/v1"), "operations")), 1)
	})
}

func TestUnit_WithRateLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := fullstorytest.New(fullstorytest.WithRateLimit(fullstorytest.RateLimit{Interval: 1500 * time.Millisecond, Burst: 2}))
		c := inProcess(t, s)
		c.export(schemaBody)
		c.export(schemaBody)
		refused := c.do(http.MethodPost, "/segments/v1/exports", schemaBody)
		refused.object(t, http.StatusTooManyRequests)
		equal(t, "Retry-After", refused.header.Get("Retry-After"), "2")
		equal(t, "exports", len(s.Exports()), 2)
		time.Sleep(1500*time.Millisecond - time.Nanosecond)
		equal(t, "too early", c.do(http.MethodGet, "/me", "").status, 429)
		time.Sleep(time.Nanosecond)
		c.get("/me")
		equal(t, "another one", c.do(http.MethodGet, "/me", "").status, 429)
		time.Sleep(time.Hour)
		for _, want := range []int{200, 200, 429} {
			equal(t, "after an hour", c.do(http.MethodGet, "/me", "").status, want)
		}

		c = inProcess(t, fullstorytest.New(fullstorytest.WithRateLimit(fullstorytest.RateLimit{Interval: time.Hour, NoRetryAfter: true})))
		c.get("/me")
		equal(t, "no Retry-After", len(c.do(http.MethodGet, "/me", "").header["Retry-After"]), 0)
	})
}
