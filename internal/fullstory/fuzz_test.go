package fullstory_test

import (
	"encoding/json"
	"errors"
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
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

// clientOfBody returns a client of an API that responds to everything with one
// body.
func clientOfBody(tb testing.TB, status int, body string) *fullstory.Client {
	tb.Helper()
	return fullstory.New(fullstory.Options{Options: rest.Options{
		APIKey: fullstorytest.APIKey,
		Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
		}),
	}})
}

// wantShowable fails the test unless a text can be shown in a terminal.
func wantShowable(t *testing.T, text string) {
	t.Helper()
	if !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsGraphic(r) }) {
		t.Errorf("%q has control characters", text)
	}
	if strings.Contains(text, fullstorytest.APIKey) {
		t.Errorf("%q has the key", text)
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
		client := clientOfBody(t, http.StatusOK, body)
		seen, err := client.GetOperation(t.Context(), "x")
		switch {
		case err == nil && (!json.Valid([]byte(body)) || seen.ID != "x" || seen.State == ""):
			t.Errorf("it is read as %+v", seen)
		case err != nil && (strings.Contains(err.Error(), fullstorytest.APIKey) || seen.ID != ""):
			t.Errorf("%v, with %+v", err, seen)
		}
		wantOperation(t, seen)
		for seen, err := range client.ListExports(t.Context(), "") {
			if err == nil && seen.ID == "" {
				t.Errorf("an item without an ID: %+v", seen)
			}
			wantOperation(t, seen)
		}
	})
}

func wantOperation(t *testing.T, seen fullstory.Operation) {
	t.Helper()
	if seen.PercentComplete < 0 || seen.PercentComplete > 100 {
		t.Errorf("%d %%", seen.PercentComplete)
	}
	wantShowable(t, string(seen.Step))
	wantShowable(t, string(seen.ErrorDetails))
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
		client := clientOfBody(t, http.StatusOK, body)
		if segment, err := client.GetSegment(t.Context(), "asked"); err == nil && segment.ID == "" || err != nil && segment != (fullstory.Segment{}) {
			t.Errorf("%+v, %v", segment, err)
		}
		segments, err := client.ListSegments(t.Context(), "")
		if err != nil && segments != nil {
			t.Errorf("got %+v and %v", segments, err)
		}
		for _, segment := range segments {
			if segment.ID == "" {
				t.Errorf("an item without an ID: %+v", segment)
			}
		}
	})
}

// FuzzReason checks that the text of any body can be shown: it is bounded, on
// one line, and without the key.
func FuzzReason(f *testing.F) {
	for _, body := range []string{
		`{"message":"no","code":"bad_request"}`, `{"error":{"message":{"detail":["a","b"]}}}`, `"text"`, `[1,[2,["x"]]]`,
		"<html><title>Sign in</title>", "\ufeff{}", "text\x00\x1b[2J", `{"message":"key ` + fullstorytest.APIKey + `"}`, `{"title":"a","detail":"b","status":403}`,
	} {
		f.Add(400, body)
		f.Add(200, body)
	}
	f.Fuzz(func(t *testing.T, status int, body string) {
		status = 200 + max(status, -status)%400
		_, err := clientOfBody(t, status, body).GetMe(t.Context())
		if err == nil {
			return
		}
		if len([]rune(err.Error())) > 2000 {
			t.Errorf("the error has %d bytes", len(err.Error()))
		}
		wantShowable(t, err.Error())
		if refusal, ok := errors.AsType[*rest.Error](err); ok && status >= 400 && refusal.Message == "" && !rest.IsForeign(err) && !rest.IsEmpty(err) {
			t.Errorf("the reason of %q is dropped", body)
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
		after, given := rest.RetryAfter(http.Header{"Retry-After": {text}}, now)
		if after < 0 || !given && after != 0 {
			t.Errorf("%q is %s, given: %t", text, after, given)
		}
		trimmed := strings.TrimSpace(text)
		if after > 24*time.Hour {
			t.Errorf("%q is %s", text, after)
		}
		if seconds, err := strconv.Atoi(trimmed); err == nil && seconds >= 0 && seconds <= 86400 && after != time.Duration(seconds)*time.Second {
			t.Errorf("%q is %s", text, after)
		}
		if date, err := http.ParseTime(trimmed); err == nil && date.Sub(now) <= 24*time.Hour && (!given || after != max(0, date.Sub(now))) {
			t.Errorf("%q is %s, given: %t, want the time until %s", text, after, given, date)
		}
	})
}
