package fullstorytest_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

func TestUnit_Store_Headers(t *testing.T) {
	for name, opts := range map[string][]fullstorytest.Option{
		"ranges": nil, "no ranges": {fullstorytest.WithoutRanges()},
	} {
		t.Run(name, func(t *testing.T) {
			everyTransport(t, func(t *testing.T, _ *fullstorytest.Server, c *client) {
				file := c.do(http.MethodGet, c.link(c.export(schemaBody)), "")
				equal(t, "Content-Encoding", file.header.Get("Content-Encoding"), "")
				equal(t, "Content-Length", file.header.Get("Content-Length"), strconv.Itoa(len(file.body)))
				disposition := file.header.Get("Content-Disposition")
				if !strings.HasPrefix(disposition, `attachment; filename="export_`) || !strings.HasSuffix(disposition, `.csv.gz"`) {
					t.Errorf("Content-Disposition is %s", disposition)
				}
			}, opts...)
		})
	}
}

func TestUnit_Store_Ranges(t *testing.T) {
	everyTransport(t, func(t *testing.T, _ *fullstorytest.Server, c *client) {
		location := c.link(c.export(schemaBody))
		whole := c.do(http.MethodGet, location, "")
		etag := whole.header.Get("ETag")
		rest := c.do(http.MethodGet, location, "", "Range", "bytes=100-", "If-Range", etag)
		equal(t, "status", rest.status, http.StatusPartialContent)
		equal(t, "rest", string(rest.body), string(whole.body[100:]))
		changed := c.do(http.MethodGet, location, "", "Range", "bytes=100-", "If-Range", `"other"`)
		equal(t, "status of a changed file", changed.status, http.StatusOK)
		equal(t, "changed file", string(changed.body), string(whole.body))
		beyond := c.do(http.MethodGet, location, "", "Range", "bytes=99999999-")
		equal(t, "status beyond the end", beyond.status, http.StatusRequestedRangeNotSatisfiable)
	})
	everyTransport(t, func(t *testing.T, _ *fullstorytest.Server, c *client) {
		whole := c.do(http.MethodGet, c.link(c.export(schemaBody)), "", "Range", "bytes=100-")
		equal(t, "status without ranges", whole.status, http.StatusOK)
	}, fullstorytest.WithoutRanges())
}

func TestUnit_Store_LinksExpire(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := inProcess(t, fullstorytest.New())
		id := c.export(schemaBody)
		location := c.link(id)
		time.Sleep(5 * time.Minute)
		equal(t, "status at five minutes", c.do(http.MethodGet, location, "").status, http.StatusOK)
		time.Sleep(time.Second)
		expired := c.do(http.MethodGet, location, "")
		equal(t, "status", expired.status, http.StatusForbidden)
		if !strings.Contains(string(expired.body), "<Code>ExpiredToken</Code>") {
			t.Errorf("the body is %s", expired.body)
		}
		equal(t, "status of a fresh link", c.do(http.MethodGet, c.link(id), "").status, http.StatusOK)
	})
	synctest.Test(t, func(t *testing.T) {
		c := inProcess(t, fullstorytest.New(fullstorytest.WithLinkLifetime(time.Second)))
		location := c.link(c.export(schemaBody))
		time.Sleep(2 * time.Second)
		equal(t, "status", c.do(http.MethodGet, location, "").status, http.StatusForbidden)
	})
}

func TestUnit_Store_RejectsOtherLinks(t *testing.T) {
	everyTransport(t, func(t *testing.T, _ *fullstorytest.Server, c *client) {
		location := c.link(c.export(schemaBody))
		keyed := c.do(http.MethodGet, location, "", "Authorization", "Basic "+fullstorytest.APIKey)
		equal(t, "status with a key", keyed.status, http.StatusBadRequest)
		equal(t, "status with another expiry", c.do(http.MethodGet, strings.Replace(location, "Expires=", "Expires=9", 1), "").status,
			http.StatusForbidden)
		equal(t, "status of another object", c.do(http.MethodGet, strings.Replace(location, "export_", "export", 1), "").status,
			http.StatusForbidden)
		equal(t, "status without a signature", c.do(http.MethodGet, location[:strings.Index(location, "?")], "").status,
			http.StatusForbidden)
	})
}
