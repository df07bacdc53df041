package fullstorytest_test

import (
	"encoding/base64"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

// Clients that do not escape IDs work with real ones, and so with the fake's.
func TestUnit_IDs_NeedNoEscapingByDefault(t *testing.T) {
	c := inProcess(t, fullstorytest.New())
	for range 12 {
		id := c.export(schemaBody)
		decoded, err := base64.StdEncoding.DecodeString(id)
		if err != nil || !regexp.MustCompile(`^SEARCH_EXPORT:\w+$`).Match(decoded) || strings.ContainsAny(id, "/+") {
			t.Errorf("the ID %s is %q, %v", id, decoded, err)
		}
		results, _ := c.get("/operations/v1/" + id)["results"].(map[string]any)
		resultID, _ := results["searchExportId"].(string)
		if _, err := base64.RawURLEncoding.DecodeString(resultID); err != nil {
			t.Errorf("the export ID %s: %v", resultID, err)
		}
		c.get("/search/v1/exports/" + resultID + "/results")
	}
}

func TestUnit_RejectsOtherKeysAndPaths(t *testing.T) {
	s := fullstorytest.New(fullstorytest.WithAPIKey("eu1.other"))
	c := inProcess(t, s)
	for _, key := range []string{"", "wrong", fullstorytest.APIKey} {
		c.key = key
		refusal := c.do(http.MethodPost, "/segments/v1/exports", schemaBody).object(t, http.StatusUnauthorized)
		equal(t, "code", refusal["code"], any("unauthorized"))
	}
	equal(t, "exports", len(s.Exports()), 0)
	equal(t, "status in the log", s.Requests()[2].Status, http.StatusUnauthorized)
	c.key = "eu1.other"
	equal(t, "role", c.get("/me")["role"], any("ARCHITECT"))
	for _, path := range []string{"/", "/v2/me", "/operations/v1/", "/operations//v1", "/segments/v1/exports/x"} {
		c.do(http.MethodGet, path, "").object(t, http.StatusNotFound)
	}
	equal(t, "route", s.Requests()[4].Route, "")
}
