package fullstorytest_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

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
