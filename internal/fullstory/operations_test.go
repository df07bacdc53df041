package fullstory_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
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
			fullstory.Operation{ID: "x", Type: "SEARCH_EXPORT", State: "COMPLETED", PercentComplete: 100, PercentTold: true, SearchExportID: "s/1",
				CreatedAt: at("2026-02-01T00:00:00Z"), FinishedAt: at("2026-02-01T01:00:00Z"), ExpiresAt: at("2026-02-08T00:00:00.123456789Z")},
		},
		"schema's family, a link": {
			`{"id":"x","state":"completed","results":{"downloadUrl":"https://store.test/f?Signature=s"},"unheardOf":{"a":[1]}}`,
			fullstory.Operation{ID: "x", State: "COMPLETED", DownloadURL: fullstory.NewSignedURL("https://store.test/f?Signature=s")},
		},
		"percent as text":          {`{"state":"RUNNING","estimatePctComplete":"42"}`, fullstory.Operation{ID: "x", State: "RUNNING", PercentComplete: 42, PercentTold: true}},
		"percent with a fraction":  {`{"state":"RUNNING","estimatePctComplete":42.9}`, fullstory.Operation{ID: "x", State: "RUNNING", PercentComplete: 42, PercentTold: true}},
		"percent out of range":     {`{"state":"RUNNING","estimatePctComplete":1e9}`, fullstory.Operation{ID: "x", State: "RUNNING", PercentComplete: 100, PercentTold: true}},
		"percent of another type":  {`{"state":"RUNNING","estimatePctComplete":{}}`, fullstory.Operation{ID: "x", State: "RUNNING"}},
		"an unknown state":         {`{"state":"UNSET"}`, fullstory.Operation{ID: "x", State: "UNSET"}},
		"times of another form":    {`{"state":"FAILED","createdAt":1,"finishedAt":"yesterday","errorDetails":"why"}`, fullstory.Operation{ID: "x", State: "FAILED", ErrorDetails: "why"}},
		"results of another type":  {`{"state":"COMPLETED","type":"X","results":[1]}`, fullstory.Operation{ID: "x", State: "COMPLETED", Type: "X"}},
		"null for all but a state": {`{"id":null,"type":null,"state":"PENDING","results":null,"createdAt":null,"estimatePctComplete":null,"step":null}`, fullstory.Operation{ID: "x", State: "PENDING"}},
		"details of another form":  {`{"state":"FAILED","step":["a",1],"errorDetails":{"code":5,"message":"too large"},"type":7}`, fullstory.Operation{ID: "x", Type: "7", State: "FAILED", Step: `["a",1]`, ErrorDetails: `{"code":5,"message":"too large"}`}},
		"empty details":            {`{"state":"FAILED","step":[],"errorDetails":{}}`, fullstory.Operation{ID: "x", State: "FAILED"}},
		"details that are a word":  {`{"state":"FAILED","step":7,"errorDetails":true}`, fullstory.Operation{ID: "x", State: "FAILED", Step: "7", ErrorDetails: "true"}},
		"a link in the details":    {`{"state":"FAILED","errorDetails":{"at":"https://s.test/o?Signature\u003dabc"}}`, fullstory.Operation{ID: "x", State: "FAILED", ErrorDetails: `{"at":"https://s.test/o?Signature\u003d[redacted]"}`}},
		"results that are numbers": {`{"state":"COMPLETED","results":{"searchExportId":17,"expires":1,"downloadUrl":{}}}`, fullstory.Operation{ID: "x", State: "COMPLETED", SearchExportID: "17"}},
		"a key in the details":     {`{"state":"FAILED","errorDetails":"bad ` + fullstorytest.APIKey + ` \u001b[31m"}`, fullstory.Operation{ID: "x", State: "FAILED", ErrorDetails: `bad [redacted] \x1b[31m`}},
	} {
		t.Run(name, func(t *testing.T) {
			server := fullstorytest.New()
			defer server.Close()
			server.Inject(fullstorytest.RouteGetOperation, fullstorytest.StatusBody(200, "application/json", c.body))
			got, err := newClient(t, server).GetOperation(t.Context(), "x")
			if err != nil {
				t.Fatal(err)
			}
			for _, instant := range []*time.Time{&got.CreatedAt, &got.FinishedAt, &got.ExpiresAt} {
				*instant = instant.UTC()
			}
			if got != c.want {
				t.Errorf("got %+v\nwant %+v", got, c.want)
			}
		})
	}
}

func TestUnit_State_Phase(t *testing.T) {
	for state, want := range map[fullstory.State]struct {
		phase fullstory.Phase
		over  bool
	}{
		"PENDING": {fullstory.PhaseUnfinished, false}, "RUNNING": {fullstory.PhaseUnfinished, false},
		"COMPLETED": {fullstory.PhaseCompleted, true}, "FAILED": {fullstory.PhaseFailed, true},
		"UNKNOWN": {fullstory.PhaseUnknown, false}, "UNSET": {fullstory.PhaseUnknown, false},
		"QUEUED": {fullstory.PhaseUnknown, false}, "": {fullstory.PhaseUnknown, false},
	} {
		if got := state.Phase(); got != want.phase || state.Over() != want.over {
			t.Errorf("%q is %v, over = %t", state, got, state.Over())
		}
	}
}

func TestUnit_ListOperations_ReadsAllPages(t *testing.T) {
	for _, spelling := range []string{"camel", "snake"} {
		server := fullstorytest.New(fullstorytest.WithPaginationTokenSpelling(spelling))
		for i := range 250 {
			server.AddOperation(fmt.Sprintf("op%d", i), "SEARCH_EXPORT", "COMPLETED")
		}
		server.AddOperation("other", "BULK_IMPORT", "COMPLETED")
		server.AddOperationJSON(`{"id":"odd","type":"SEARCH_EXPORT","state":"UNSET","results":[1],"createdAt":5,"step":7,"errorDetails":{"code":5}}`)
		seen := map[string]bool{}
		for operation, err := range newClient(t, server).ListOperations(t.Context(), fullstory.OperationFilter{Type: "SEARCH_EXPORT"}) {
			if err != nil {
				t.Fatal(err)
			}
			seen[operation.ID] = true
		}
		if len(seen) != 251 || !seen["odd"] || seen["other"] {
			t.Errorf("%s: %d operations, want 251", spelling, len(seen))
		}
		if got := server.Count(fullstorytest.RouteListOperations); got != 3 {
			t.Errorf("%s: %d requests, want 3", spelling, got)
		}
		server.Close()
	}
}

func TestUnit_ListOperations_FetchesNoPageBeforeItIsWanted(t *testing.T) {
	server := fullstorytest.New()
	defer server.Close()
	for i := range 150 {
		server.AddOperation(fmt.Sprintf("op%d", i), "SEARCH_EXPORT", "COMPLETED")
	}
	for _, err := range newClient(t, server).ListOperations(t.Context(), fullstory.OperationFilter{}) {
		if err != nil {
			t.Fatal(err)
		}
		break
	}
	if got := server.Count(fullstorytest.RouteListOperations); got != 1 {
		t.Errorf("%d requests for one row, want 1", got)
	}
}

func TestUnit_List_EndsWhereATokenRepeats(t *testing.T) {
	server := fullstorytest.New()
	defer server.Close()
	server.Always(fullstorytest.RouteListSegments, fullstorytest.StatusBody(200, "application/json",
		`{"segments":[{"id":"a"},{"name":"no id"},7],"nextPaginationToken":"t"}`))
	rows, failed := 0, error(nil)
	for _, err := range newClient(t, server).ListSegments(t.Context(), "") {
		if err != nil {
			failed = err
			continue
		}
		rows++
	}
	if failed == nil || !strings.Contains(failed.Error(), "same next page twice") || rows != 2 {
		t.Errorf("%d rows and %v", rows, failed)
	}
	if got := server.Count(fullstorytest.RouteListSegments); got != 2 {
		t.Errorf("%d requests, want 2", got)
	}
}

func TestUnit_ExportsSince_LeavesOutOldAndOwn(t *testing.T) {
	server := fullstorytest.New()
	defer server.Close()
	now := time.Now()
	row := func(id, created string) {
		server.AddOperationJSON(fmt.Sprintf(`{"id":%q,"type":"SEARCH_EXPORT","state":"PENDING"%s}`, id, created))
	}
	row("old", `,"createdAt":"`+now.Add(-2*time.Minute).Format(time.RFC3339)+`"`)
	row("skewed", `,"createdAt":"`+now.Add(-50*time.Second).Format(time.RFC3339)+`"`)
	row("untold", "")
	server.AddOperation("import", "BULK_IMPORT", "PENDING")
	client := newClient(t, server)
	own, err := client.CreateExport(t.Context(), everyone)
	if err != nil {
		t.Fatal(err)
	}
	strays, err := client.ExportsSince(t.Context(), now)
	var ids []string
	for _, stray := range strays {
		ids = append(ids, stray.ID)
	}
	if got := strings.Join(ids, " "); err != nil || (got != "untold skewed" && got != "skewed untold") {
		t.Errorf("got %q (%v), want those that may be lost; %q is the client's own", got, err, own.ID)
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
