package fullstorytest_test

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

func unzip(t *testing.T, zipped []byte) []byte {
	t.Helper()
	reader, err := gzip.NewReader(bytes.NewReader(zipped))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	return plain
}

func TestUnit_DownloadHeaders(t *testing.T) {
	for name, opts := range map[string][]fullstorytest.Option{
		"ranges": nil, "no ranges": {fullstorytest.WithoutRanges()},
	} {
		t.Run(name, func(t *testing.T) {
			everyDoor(t, func(t *testing.T, _ *fullstorytest.Server, c *client) {
				file := c.ask(http.MethodGet, c.link(c.export(schemaBody)), "")
				equal(t, "Content-Encoding", file.header.Get("Content-Encoding"), "")
				equal(t, "Content-Length", file.header.Get("Content-Length"), strconv.Itoa(len(file.body)))
				disposition := file.header.Get("Content-Disposition")
				if !strings.HasPrefix(disposition, `attachment; filename="export_`) || !strings.HasSuffix(disposition, `.csv.gz"`) {
					t.Errorf("Content-Disposition is %s", disposition)
				}
				equal(t, "lines", bytes.Count(unzip(t, file.body), []byte("\n")), 26)
			}, opts...)
		})
	}
}

func TestUnit_Ranges(t *testing.T) {
	everyDoor(t, func(t *testing.T, _ *fullstorytest.Server, c *client) {
		location := c.link(c.export(schemaBody))
		whole := c.ask(http.MethodGet, location, "")
		etag := whole.header.Get("ETag")
		rest := c.ask(http.MethodGet, location, "", "Range", "bytes=100-", "If-Range", etag)
		equal(t, "status", rest.status, http.StatusPartialContent)
		equal(t, "rest", string(rest.body), string(whole.body[100:]))
		changed := c.ask(http.MethodGet, location, "", "Range", "bytes=100-", "If-Range", `"other"`)
		equal(t, "status of a changed file", changed.status, http.StatusOK)
		equal(t, "changed file", string(changed.body), string(whole.body))
		beyond := c.ask(http.MethodGet, location, "", "Range", "bytes=99999999-")
		equal(t, "status beyond the end", beyond.status, http.StatusRequestedRangeNotSatisfiable)
	})
	everyDoor(t, func(t *testing.T, _ *fullstorytest.Server, c *client) {
		whole := c.ask(http.MethodGet, c.link(c.export(schemaBody)), "", "Range", "bytes=100-")
		equal(t, "status without ranges", whole.status, http.StatusOK)
	}, fullstorytest.WithoutRanges())
}

func TestUnit_LinksDie(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := inProcess(t, fullstorytest.New())
		id := c.export(schemaBody)
		location := c.link(id)
		time.Sleep(5 * time.Minute)
		equal(t, "status at five minutes", c.ask(http.MethodGet, location, "").status, http.StatusOK)
		time.Sleep(time.Second)
		dead := c.ask(http.MethodGet, location, "")
		equal(t, "status", dead.status, http.StatusForbidden)
		if !strings.Contains(string(dead.body), "<Code>ExpiredToken</Code>") {
			t.Errorf("the body is %s", dead.body)
		}
		equal(t, "status of a fresh link", c.ask(http.MethodGet, c.link(id), "").status, http.StatusOK)
	})
	synctest.Test(t, func(t *testing.T) {
		c := inProcess(t, fullstorytest.New(fullstorytest.WithLinkLifetime(time.Second)))
		location := c.link(c.export(schemaBody))
		time.Sleep(2 * time.Second)
		equal(t, "status", c.ask(http.MethodGet, location, "").status, http.StatusForbidden)
	})
}

func TestUnit_TheStoreRefuses(t *testing.T) {
	everyDoor(t, func(t *testing.T, _ *fullstorytest.Server, c *client) {
		location := c.link(c.export(schemaBody))
		keyed := c.ask(http.MethodGet, location, "", "Authorization", "Basic "+fullstorytest.APIKey)
		equal(t, "status with a key", keyed.status, http.StatusBadRequest)
		equal(t, "status with another expiry", c.ask(http.MethodGet, strings.Replace(location, "Expires=", "Expires=9", 1), "").status,
			http.StatusForbidden)
		equal(t, "status of another object", c.ask(http.MethodGet, strings.Replace(location, "export_", "export", 1), "").status,
			http.StatusForbidden)
		equal(t, "status without a signature", c.ask(http.MethodGet, location[:strings.Index(location, "?")], "").status,
			http.StatusForbidden)
	})
}

// dataFor exports with a body, and returns the file.
func dataFor(t *testing.T, script fullstorytest.Script, body string, opts ...fullstorytest.Option) []byte {
	t.Helper()
	c := inProcess(t, fullstorytest.New(append(opts, fullstorytest.WithDefaultScript(script))...))
	return unzip(t, c.ask(http.MethodGet, c.link(c.export(body)), "").body)
}

func TestUnit_DataInEveryFormat(t *testing.T) {
	reference := fullstorytest.WithWireFormat("reference")
	script := fullstorytest.Script{Rows: 3}
	records, err := csv.NewReader(bytes.NewReader(dataFor(t, script, schemaBody))).ReadAll()
	if err != nil || len(records) != 4 {
		t.Errorf("%d records, %v", len(records), err)
	}
	equal(t, "first column", records[0][0], "EventStart")

	var array []map[string]any
	if err := json.Unmarshal(dataFor(t, script, `{"segmentId":"x","type":"individuals"}`), &array); err != nil || len(array) != 3 {
		t.Errorf("%d objects, %v", len(array), err)
	}
	lines := bytes.Split(bytes.TrimSpace(dataFor(t, script, strings.Replace(referenceBody, "CSV", "NDJSON", 1), reference)), []byte("\n"))
	equal(t, "lines", len(lines), 3)
	var object struct {
		IndvID int64 `json:"IndvId"`
	}
	if err := json.Unmarshal(lines[0], &object); err != nil || object.IndvID <= 1<<53 {
		t.Errorf("IndvId is %d, %v", object.IndvID, err)
	}
	for _, format := range []string{"JSON", "NDJSON"} {
		none := dataFor(t, fullstorytest.Script{Rows: -1}, strings.Replace(referenceBody, "CSV", format, 1), reference)
		equal(t, "no rows in "+format, strings.TrimSpace(string(none)), map[string]string{"JSON": "[]"}[format])
	}
}

func TestUnit_DataFollowsTheRequest(t *testing.T) {
	body := `{"segmentId":"x","type":"TYPE_EVENT","format":"FORMAT_CSV","fields":["user_plan_str","EventStart","evt_n_int"],` +
		`"timeRange":{"start":"2025-03-01T00:00:00Z","end":"2025-03-02T00:00:00Z"}}`
	reference := fullstorytest.WithWireFormat("reference")
	data := dataFor(t, fullstorytest.Script{}, body, reference)
	equal(t, "deterministic", string(dataFor(t, fullstorytest.Script{}, body, reference)), string(data))
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	equal(t, "header", lines[0], "user_plan_str,EventStart,evt_n_int")
	for _, line := range lines[1:] {
		if !strings.Contains(line, ",2025-03-01T") {
			t.Errorf("%s is outside the time range", line)
		}
	}
}
