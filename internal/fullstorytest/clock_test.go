package fullstorytest_test

import (
	"net/http"
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

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
