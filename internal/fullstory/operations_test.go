package fullstory_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

func TestUnit_GetOperation_ReadsEveryForm(t *testing.T) {
	for name, c := range map[string]struct {
		body string
		want fullstory.Operation
	}{
		"reference, completed": {
			`{"id":"x","type":"SEARCH_EXPORT","state":"COMPLETED","details":null,"errorDetails":"","step":"",
			  "results":{"searchExportId":"s/1","expires":"2026-02-08T00:00:00.123456789Z"},
			  "createdAt":"2026-02-01T00:00:00Z","finishedAt":"2026-02-01T02:00:00+01:00","estimatePctComplete":100}`,
			fullstory.Operation{ID: "x", Type: "SEARCH_EXPORT", State: "COMPLETED", PercentComplete: 100, SearchExportID: "s/1",
				CreatedAt: at("2026-02-01T00:00:00Z"), FinishedAt: at("2026-02-01T01:00:00Z"), ExpiresAt: at("2026-02-08T00:00:00.123456789Z")},
		},
		"schema family, link": {
			`{"id":"x","state":"completed","results":{"downloadUrl":"https://store.test/f?Signature=s"},"unknown":{"a":[1]}}`,
			fullstory.Operation{ID: "x", State: "COMPLETED", DownloadURL: rest.NewSignedURL("https://store.test/f?Signature=s")},
		},
		"a prefix of enums":       {`{"id":"x","type":"TYPE_SEARCH_EXPORT","state":"STATE_COMPLETED"}`, fullstory.Operation{ID: "x", Type: "SEARCH_EXPORT", State: "COMPLETED"}},
		"percent as text":         {`{"state":"RUNNING","estimatePctComplete":"42"}`, fullstory.Operation{ID: "x", State: "RUNNING", PercentComplete: 42}},
		"percent with a fraction": {`{"state":"RUNNING","estimatePctComplete":42.9}`, fullstory.Operation{ID: "x", State: "RUNNING", PercentComplete: 42}},
		"percent out of range":    {`{"state":"RUNNING","estimatePctComplete":1e9}`, fullstory.Operation{ID: "x", State: "RUNNING", PercentComplete: 100}},
		"percent of another type": {`{"state":"RUNNING","estimatePctComplete":{}}`, fullstory.Operation{ID: "x", State: "RUNNING"}},
		"an unknown state":        {`{"state":"UNSET"}`, fullstory.Operation{ID: "x", State: "UNSET"}},
		"times of another form":   {`{"state":"FAILED","createdAt":1,"finishedAt":"yesterday","errorDetails":"why"}`, fullstory.Operation{ID: "x", State: "FAILED", ErrorDetails: "why"}},
		"lower-case t and z": {`{"state":"PENDING","createdAt":"2026-02-01t00:00:00.5z"}`,
			fullstory.Operation{ID: "x", State: "PENDING", CreatedAt: at("2026-02-01T00:00:00.5Z")}},
		"byte order mark":          {"\ufeff" + `{"state":"PENDING"}`, fullstory.Operation{ID: "x", State: "PENDING"}},
		"results of another type":  {`{"state":"COMPLETED","type":"X","results":[1]}`, fullstory.Operation{ID: "x", State: "COMPLETED", Type: "X"}},
		"null for all but a state": {`{"id":null,"type":null,"state":"PENDING","results":null,"createdAt":null,"estimatePctComplete":null,"step":null}`, fullstory.Operation{ID: "x", State: "PENDING"}},
		"details of another form":  {`{"state":"FAILED","step":["a",1],"errorDetails":{"code":5,"message":"too large"},"type":7}`, fullstory.Operation{ID: "x", Type: "7", State: "FAILED", Step: `["a",1]`, ErrorDetails: `{"code":5,"message":"too large"}`}},
		"details over lines":       {`{"state":"FAILED","errorDetails":"the segment\nis empty"}`, fullstory.Operation{ID: "x", State: "FAILED", ErrorDetails: "the segment is empty"}},
		"empty details":            {`{"state":"FAILED","step":[],"errorDetails":{}}`, fullstory.Operation{ID: "x", State: "FAILED"}},
		"details of a simple type": {`{"state":"FAILED","step":7,"errorDetails":true}`, fullstory.Operation{ID: "x", State: "FAILED", Step: "7", ErrorDetails: "true"}},
		"a link in the details":    {`{"state":"FAILED","errorDetails":{"at":"https://s.test/o?Signature\u003dabc"}}`, fullstory.Operation{ID: "x", State: "FAILED", ErrorDetails: `[redacted]`}},
		"results that are numbers": {`{"state":"COMPLETED","results":{"searchExportId":17,"expires":1,"downloadUrl":{}}}`, fullstory.Operation{ID: "x", State: "COMPLETED", SearchExportID: "17"}},
		"a key in the details":     {`{"state":"FAILED","errorDetails":"bad ` + fullstorytest.APIKey + ` \u001b[31m"}`, fullstory.Operation{ID: "x", State: "FAILED", ErrorDetails: `bad [redacted] \x1b[31m`}},
	} {
		t.Run(name, func(t *testing.T) {
			server := newServer(t)
			server.Inject(fullstorytest.RouteGetOperation, fullstorytest.StatusBody(200, "application/json", c.body))
			got, err := newClient(t, server).GetOperation(t.Context(), "x")
			if err != nil {
				t.Fatal(err)
			}
			for _, instant := range []*time.Time{&got.CreatedAt, &got.FinishedAt, &got.ExpiresAt} {
				*instant = instant.UTC()
			}
			if got.ReadAt.IsZero() {
				t.Error("ReadAt is not set")
			}
			got.ReadAt = time.Time{}
			if got != c.want {
				t.Errorf("got %+v\nwant %+v", got, c.want)
			}
		})
	}
}

func TestUnit_State_Final(t *testing.T) {
	for state, want := range map[fullstory.State]struct{ final, documented bool }{
		"PENDING": {false, true}, "RUNNING": {false, true}, "COMPLETED": {true, true}, "FAILED": {true, true},
		"EXPIRED": {true, false}, "UNKNOWN": {false, true}, "UNSET": {false, true}, "QUEUED": {false, false}, "": {false, false},
	} {
		if state.Final() != want.final || state.Documented() != want.documented {
			t.Errorf("%q: final %t, documented %t", state, state.Final(), state.Documented())
		}
	}
}

func TestUnit_DownloadLink(t *testing.T) {
	for name, server := range map[string]*fullstorytest.Server{
		"results":      fullstorytest.New(),
		"operation":    fullstorytest.New(fullstorytest.WithDownloadURL()),
		"reference":    fullstorytest.New(fullstorytest.WithWireFormat("reference")),
		"operation id": fullstorytest.New(fullstorytest.WithOperationIDResponse()),
	} {
		t.Run(name, func(t *testing.T) {
			defer server.Close()
			server.AddOperation("x=", "SEARCH_EXPORT", "COMPLETED")
			client := newClient(t, server)
			operation, err := client.GetOperation(t.Context(), "x=")
			if err != nil {
				t.Fatal(err)
			}
			link, err := client.DownloadLink(t.Context(), operation)
			if err != nil || !strings.Contains(link.Location.Reveal(), "Signature=") {
				t.Fatalf("got %q and %v", link.Location.Reveal(), err)
			}
			for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
				if text := fmt.Sprintf(verb, link) + fmt.Sprintf(verb, operation); strings.Contains(text, "Signature") {
					t.Errorf("%s prints the signed URL: %s", verb, text)
				}
			}
		})
	}
}

// The schema family does not require a type, and may add others: only the
// documented kinds that are something else are no exports.
func TestUnit_Operation_IsExport(t *testing.T) {
	for operationType, want := range map[string]bool{
		"SEARCH_EXPORT": true, "": true, "UNSET": true, "SOMETHING_NEW": true,
		"DELETE_USER": false, "DELETE_SESSION": false, "DELETE_SEGMENT_SESSIONS": false, "DELETE_SEGMENT_USERS": false,
	} {
		if got := (fullstory.Operation{Type: operationType}).IsExport(); got != want {
			t.Errorf("an operation of type %q is an export: %t, want %t", operationType, got, want)
		}
	}
}

// Times up to the Unix epoch, and an expiry that is not after the creation,
// only stand for "not set".
func TestUnit_Operation_PlaceholderTimesAreNotReported(t *testing.T) {
	for body, want := range map[string]fullstory.Operation{
		`"createdAt":"2026-01-01T00:00:00Z","finishedAt":"2026-01-01T01:00:00Z","results":{"expires":"2026-01-08T00:00:00Z"}`: {
			CreatedAt: at("2026-01-01T00:00:00Z"), FinishedAt: at("2026-01-01T01:00:00Z"), ExpiresAt: at("2026-01-08T00:00:00Z")},
		`"createdAt":"1970-01-01T00:00:00Z","finishedAt":"1969-12-31T23:00:00Z","results":{"expires":"1970-01-01T00:00:00Z"}`: {},
		`"createdAt":"0001-01-01T00:00:00Z","results":{"expires":"0001-01-01T00:00:00Z"}`:                                     {},
		`"results":{"expires":"2026-01-08T00:00:00Z"}`:                                                                        {ExpiresAt: at("2026-01-08T00:00:00Z")},
		`"createdAt":"2026-01-01T00:00:00Z","results":{"expires":"2026-01-01T00:00:00Z"}`:                                     {CreatedAt: at("2026-01-01T00:00:00Z")},
		`"createdAt":"2026-01-01T00:00:00Z","results":{"expires":"2025-12-31T00:00:00Z"}`:                                     {CreatedAt: at("2026-01-01T00:00:00Z")},
	} {
		server := newServer(t)
		server.Inject(fullstorytest.RouteGetOperation, fullstorytest.StatusBody(200, "application/json", `{"id":"x","state":"COMPLETED",`+body+`}`))
		got, err := newClient(t, server).GetOperation(t.Context(), "x")
		if err != nil || !got.CreatedAt.Equal(want.CreatedAt) || !got.FinishedAt.Equal(want.FinishedAt) || !got.ExpiresAt.Equal(want.ExpiresAt) {
			t.Errorf("%s: got %s, %s, %s and %v", body, got.CreatedAt, got.FinishedAt, got.ExpiresAt, err)
		}
	}
}

// The answer of another request is not believed: it is requested again.
func TestUnit_GetOperation_AnswerOfAnother(t *testing.T) {
	inVirtualTime(t, func(t *testing.T, server *fullstorytest.Server) {
		server.AddOperation("mine", "SEARCH_EXPORT", "RUNNING")
		other := fullstorytest.StatusBody(200, "application/json", `{"id":"another","state":"COMPLETED","results":{"searchExportId":"theirs"}}`)
		server.Inject(fullstorytest.RouteGetOperation, other)
		client := newClient(t, server)
		if got, err := client.GetOperation(t.Context(), "mine"); err != nil || got.State != fullstory.StateRunning || got.SearchExportID != "" {
			t.Errorf("got %+v and %v", got, err)
		}
		server.Always(fullstorytest.RouteGetOperation, other)
		if got, err := client.GetOperation(t.Context(), "mine"); !rest.IsTransient(err) || got.State != "" {
			t.Errorf("got %+v and %v", got, err)
		}
		server.Always(fullstorytest.RouteGetSegment, fullstorytest.StatusBody(200, "application/json", `{"id":"b2","name":"B"}`))
		if got, err := client.GetSegment(t.Context(), "a1"); !rest.IsTransient(err) || got.ID != "" {
			t.Errorf("got %+v and %v", got, err)
		}
	})
}
