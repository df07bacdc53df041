package fullstorytest_test

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

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

// dataFor creates an export and returns its uncompressed file.
func dataFor(t *testing.T, script fullstorytest.Script, body string, opts ...fullstorytest.Option) []byte {
	t.Helper()
	c := inProcess(t, fullstorytest.New(append(opts, fullstorytest.WithDefaultScript(script))...))
	return unzip(t, c.do(http.MethodGet, c.link(c.export(body)), "").body)
}

// referenceData returns the file of an export under the reference, whose body
// has further members.
func referenceData(t *testing.T, members string) []byte {
	t.Helper()
	body := strings.TrimSuffix(referenceBody, "}") + "," + members + "}"
	return dataFor(t, fullstorytest.Script{}, body, fullstorytest.WithWireFormat("reference"))
}

func csvRecords(t *testing.T, data []byte) [][]string {
	t.Helper()
	records, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return records
}

func TestUnit_Data_FieldsSelectColumns(t *testing.T) {
	records := csvRecords(t, referenceData(t, `"fields":["user_*","EventStart","evt_other_int","evt_*"]`))
	equal(t, "header", strings.Join(records[0], " "), "user_plan_str user_seats_int user_mrr_real user_trial_bool user_renewal_date "+
		"EventStart evt_other_int evt_coupon_str evt_total_real evt_items_int")
	for _, record := range records[1:] {
		if strings.Trim(record[6], "0123456789") != "" {
			t.Errorf("evt_other_int is %q", record[6])
		}
	}
}

// Values have everything that a reader can get wrong.
func TestUnit_Data_AwkwardTexts(t *testing.T) {
	all := strings.Join(slices.Concat(csvRecords(t, referenceData(t, `"fields":["UserDisplayName","EventTargetText","PageUrl"]`))...), " ")
	for _, awkward := range []string{`"`, ",", "\n", "ü", "王", "🙂", "'", "&"} {
		if !strings.Contains(all, awkward) {
			t.Errorf("no value contains %q", awkward)
		}
	}
}

// A larger scope adds events of the same page, session and individual.
func TestUnit_Data_ScopeAddsEvents(t *testing.T) {
	for scope, want := range map[string]struct{ events, pages, sessions int }{
		"SCOPE_EVENTS": {25, 25, 25}, "SCOPE_EVENT": {25, 25, 25},
		"SCOPE_PAGES":       {50, 25, 25},
		"SCOPE_SESSIONS":    {75, 50, 25},
		"SCOPE_INDIVIDUALS": {100, 75, 50}, "SCOPE_INDIVIDUAL": {100, 75, 50},
	} {
		records := csvRecords(t, referenceData(t, `"eventDetails":{"scope":"`+scope+`"},"fields":["IndvId","SessionId","PageId"]`))[1:]
		distinct := func(column int) int {
			seen := map[string]bool{}
			for _, record := range records {
				seen[record[column]] = true
			}
			return len(seen)
		}
		equal(t, scope+" events", len(records), want.events)
		equal(t, scope+" individuals", distinct(0), 25)
		equal(t, scope+" sessions", distinct(1), want.sessions)
		equal(t, scope+" pages", distinct(2), want.pages)
	}
}

func TestUnit_Data_TimeRange(t *testing.T) {
	for bounds, day := range map[string]string{
		`{"start":"2025-03-01T00:00:00Z","end":"2025-03-02T00:00:00Z"}`: "2025-03-01T",
		`{"start":"","end":"2025-03-03T00:00:00Z"}`:                     "2025-03-02T",
	} {
		body := strings.Replace(referenceBody, `{"start":"","end":""}`, bounds, 1)
		data := dataFor(t, fullstorytest.Script{Rows: 24}, strings.TrimSuffix(body, "}")+`,"fields":["EventStart"]}`, fullstorytest.WithWireFormat("reference"))
		records := csvRecords(t, data)
		equal(t, "records", len(records), 25)
		for _, record := range records[1:] {
			if !strings.HasPrefix(record[0], day) {
				t.Errorf("%s is outside of %s", record[0], bounds)
			}
		}
		again := dataFor(t, fullstorytest.Script{Rows: 24}, strings.TrimSuffix(body, "}")+`,"fields":["EventStart"]}`, fullstorytest.WithWireFormat("reference"))
		equal(t, "the same data again", string(again), string(data))
	}
}
