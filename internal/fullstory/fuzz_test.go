package fullstory_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

// saying is a FullStory that answers everything with one body.
type saying string

func (s saying) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(string(s))), Request: r}, nil
}

// clientTold is a client of a FullStory that answers everything with one body.
func clientTold(tb testing.TB, body string) *fullstory.Client {
	tb.Helper()
	client, err := fullstory.New(fullstory.Options{Endpoint: "https://fullstory.test", APIKey: fullstorytest.APIKey, Transport: saying(body)})
	if err != nil {
		tb.Fatal(err)
	}
	return client
}

// wantShowable wants a text of the server's that no terminal minds.
func wantShowable(t *testing.T, text string) {
	t.Helper()
	if !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsGraphic(r) }) {
		t.Errorf("%q would reach a terminal", text)
	}
	if strings.Contains(text, fullstorytest.APIKey) {
		t.Errorf("%q holds the key", text)
	}
}

func FuzzOperation(f *testing.F) {
	for _, body := range []string{
		`{"id":"x","type":"SEARCH_EXPORT","state":"PENDING","estimatePctComplete":42,"step":"Collecting","createdAt":"2026-01-31T00:00:00.123456789Z"}`,
		`{"id":"x","state":"completed","estimatePctComplete":"1e400","results":{"searchExportId":"s","expires":"2026-02-07T00:00:00+25:00"}}`,
		`{"id":"x","state":"FAILED","errorDetails":"` + "\x7f" + `no \u001b[2J ` + fullstorytest.APIKey + `","results":{"downloadUrl":"https://s.test/?Signature=a"}}`,
		`{"state":"UNSET","estimatePctComplete":null,"results":[],"createdAt":7,"finishedAt":""}`,
		`{"state":"RUNNING","estimatePctComplete":-5,"results":"none","details":{}}`,
		`{"operations":[{"id":"x","state":"PENDING"},7,{"id":null},{"id":"y","estimatePctComplete":"NaN"}]}`,
		`{"state":""}`, `{}`, `[]`, `null`, `"`, ``, `{"state":{}}`, `{"STATE":"x","State":"y"}`,
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		client := clientTold(t, body)
		seen, err := client.GetOperation(t.Context(), "x")
		switch {
		case err == nil && (!json.Valid([]byte(body)) || seen.ID != "x" || seen.State == ""):
			t.Errorf("it is taken for %+v", seen)
		case err != nil && (strings.Contains(err.Error(), fullstorytest.APIKey) || seen.ID != ""):
			t.Errorf("%v, with %+v", err, seen)
		}
		wantOperation(t, seen)
		for seen, err := range client.ListOperations(t.Context(), fullstory.OperationFilter{}) {
			if err == nil && seen.ID == "" {
				t.Errorf("a row without an id: %+v", seen)
			}
			wantOperation(t, seen)
		}
	})
}

func wantOperation(t *testing.T, seen fullstory.Operation) {
	t.Helper()
	if seen.PercentComplete < 0 || seen.PercentComplete > 100 || !seen.PercentTold && seen.PercentComplete != 0 {
		t.Errorf("%d %%, told: %t", seen.PercentComplete, seen.PercentTold)
	}
	wantShowable(t, seen.Step)
	wantShowable(t, seen.ErrorDetails)
	if printed := fmt.Sprintf("%v %+v %#v %s", seen, seen, seen, seen.DownloadURL); !seen.DownloadURL.IsZero() && len(seen.DownloadURL.Reveal()) > 20 &&
		strings.Contains(printed, seen.DownloadURL.Reveal()) {
		t.Errorf("it prints its link: %s", printed)
	}
}

func FuzzSegment(f *testing.F) {
	for _, body := range []string{
		`{"id":"everyone","name":"Everyone","creator":"","url":"https://app.fullstory.com/ui/1/segments/everyone/people/0"}`,
		`{"id":"s","name":"` + "é\x00" + `","created":"2026-01-31T00:00:00Z"}`,
		`{"segments":[{"id":"a","created":"never"},{"name":"no id"},null,[]],"nextPaginationToken":""}`,
		`{"segments":{},"nextPaginationToken":7}`, `{"segments":[{"id":7}]}`, `{}`, `null`, `[`,
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		client := clientTold(t, body)
		if segment, err := client.GetSegment(t.Context(), "asked"); err == nil && segment.ID == "" || err != nil && segment != (fullstory.Segment{}) {
			t.Errorf("%+v, %v", segment, err)
		}
		for segment, err := range client.ListSegments(t.Context(), "") {
			if err == nil && segment.ID == "" {
				t.Errorf("a row without an id: %+v", segment)
			}
		}
	})
}

func FuzzRetryAfter(f *testing.F) {
	for _, text := range []string{
		"0", "7", " 7 ", "+7", "-7", "007", "1.5", "1e3", "9223372036854775807", "9223372036854775808", "99999999999999999999", "",
		"Sat, 01 Jan 2000 00:00:30 GMT", "Saturday, 01-Jan-00 00:00:30 GMT", "Sat Jan  1 00:00:30 2000", "Fri, 31 Dec 1999 23:59:59 GMT",
		"Fri, 31 Dec 9999 23:59:59 GMT", "soon",
	} {
		f.Add(text)
	}
	now := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		after, given := fullstory.RetryAfter(http.Header{"Retry-After": {text}}, now)
		if after < 0 || !given && after != 0 {
			t.Errorf("%q is %s, given: %t", text, after, given)
		}
		trimmed := strings.TrimSpace(text)
		if seconds, err := strconv.Atoi(trimmed); err == nil && seconds >= 0 && seconds < 1<<30 && after != time.Duration(seconds)*time.Second {
			t.Errorf("%q is %s", text, after)
		}
		if date, err := http.ParseTime(trimmed); err == nil && (!given || after != max(0, date.Sub(now))) {
			t.Errorf("%q is %s, given: %t, want the time until %s", text, after, given, date)
		}
	})
}

// FuzzRedact wants that no neighbours of a secret keep it from being found.
func FuzzRedact(f *testing.F) {
	f.Add("Authorization: Basic ", "\r\n")
	f.Add("https://s.test/?a=b&X-Goog-", "&c=d")
	f.Add("%", "%3d")
	f.Add(`\`, `"`)
	client := clientTold(f, "")
	const sign = "51gn3dByN0b0dy"
	f.Fuzz(func(t *testing.T, before, after string) {
		if strings.Contains(before+after, sign) {
			return
		}
		for secret, text := range map[string]string{
			fullstorytest.APIKey: before + fullstorytest.APIKey + after,
			sign:                 before + "Signature=" + sign + after,
		} {
			if redacted := fullstory.Redact(client, text); strings.Contains(redacted, secret) {
				t.Errorf("%q leaves %q", text, redacted)
			}
		}
	})
}
