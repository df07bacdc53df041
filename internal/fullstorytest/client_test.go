package fullstorytest_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

const (
	schemaBody    = `{"segmentId":"everyone","type":"events","format":"csv"}`
	referenceBody = `{"segmentId":"everyone","type":"TYPE_EVENT","format":"FORMAT_CSV","timeRange":{"start":"","end":""}}`
)

// client sends requests to a server in memory.
type client struct {
	t    *testing.T
	http *http.Client
	base string
	key  string
}

// inProcess returns a client of a server.
func inProcess(t *testing.T, s *fullstorytest.Server) *client {
	return &client{t, &http.Client{Transport: s.Transport()}, "https://api.example.com", fullstorytest.APIKey}
}

// result is a response that has been read.
type result struct {
	status int
	header http.Header
	body   []byte
}

func (c *client) do(method, path, body string, header ...string) result {
	c.t.Helper()
	address := path
	if strings.HasPrefix(path, "/") {
		address = c.base + path
	}
	req, err := http.NewRequestWithContext(c.t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	if c.key != "" && !strings.Contains(path, "/download/") {
		req.Header.Set("Authorization", "Basic "+c.key)
	}
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := c.http.Do(req)
	if err != nil {
		c.t.Fatalf("%s %s: %v", method, path, err)
	}
	defer func() { _ = resp.Body.Close() }()
	read, err := io.ReadAll(resp.Body)
	if err != nil {
		c.t.Fatalf("%s %s: reading: %v", method, path, err)
	}
	return result{resp.StatusCode, resp.Header, read}
}

// get returns the JSON object at a path.
func (c *client) get(path string) map[string]any {
	c.t.Helper()
	return c.do(http.MethodGet, path, "").object(c.t, http.StatusOK)
}

// export creates an export and returns its ID, in whichever form it comes.
func (c *client) export(body string) string {
	c.t.Helper()
	created := c.do(http.MethodPost, "/segments/v1/exports", body).object(c.t, http.StatusOK)
	for _, member := range []string{"operationId", "id"} {
		if id, ok := created[member].(string); ok {
			return id
		}
	}
	c.t.Fatalf("no id in %v", created)
	return ""
}

func (c *client) operation(id string) map[string]any {
	c.t.Helper()
	return c.get("/operations/v1/" + url.PathEscape(id))
}

// link returns a link to the file of a completed export.
func (c *client) link(id string) string {
	c.t.Helper()
	results, ok := c.operation(id)["results"].(map[string]any)
	if !ok {
		c.t.Fatalf("the operation %s has no results", id)
	}
	resultID, _ := results["searchExportId"].(string)
	location, _ := c.get("/search/v1/exports/" + url.PathEscape(resultID) + "/results")["location"].(string)
	return location
}

func (r result) object(t *testing.T, status int) map[string]any {
	t.Helper()
	if r.status != status {
		t.Fatalf("status %d, want %d: %s", r.status, status, r.body)
	}
	var object map[string]any
	decoder := json.NewDecoder(bytes.NewReader(r.body))
	decoder.UseNumber()
	if err := decoder.Decode(&object); err != nil {
		t.Fatalf("%v in %s", err, r.body)
	}
	return object
}

func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

// rows returns the items of a page.
func rows(t *testing.T, page map[string]any, name string) []any {
	t.Helper()
	list, ok := page[name].([]any)
	if !ok {
		t.Fatalf("no list of %s in %v", name, page)
	}
	return list
}

// ids reads a list to its end and counts its pages.
func (c *client) ids(path, name, responseToken, queryToken string) (found []string, pages int) {
	c.t.Helper()
	query := ""
	for {
		page := c.get(path + query)
		pages++
		for _, row := range rows(c.t, page, name) {
			id, _ := row.(map[string]any)["id"].(string)
			found = append(found, id)
		}
		token, ok := page[responseToken].(string)
		if !ok {
			return found, pages
		}
		query = "&" + queryToken + "=" + url.QueryEscape(token)
	}
}
