package fullstorytest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

func TestUnit_Store_RejectsOtherLinks(t *testing.T) {
	c := inProcess(t, fullstorytest.New())
	location := c.link(c.export(schemaBody))
	keyed := c.do(http.MethodGet, location, "", "Authorization", "Basic "+fullstorytest.APIKey)
	equal(t, "status with a key", keyed.status, http.StatusBadRequest)
	equal(t, "status with another expiry", c.do(http.MethodGet, strings.Replace(location, "Expires=", "Expires=9", 1), "").status,
		http.StatusForbidden)
	equal(t, "status of another object", c.do(http.MethodGet, strings.Replace(location, "export_", "export", 1), "").status,
		http.StatusForbidden)
	equal(t, "status without a signature", c.do(http.MethodGet, location[:strings.Index(location, "?")], "").status,
		http.StatusForbidden)
}
