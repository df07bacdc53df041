package fullstory_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

const fileRetries = 3

// store is a fake with one completed export.
type store struct {
	*fullstorytest.Server
	client    *fullstory.Client
	operation fullstory.Operation
	content   []byte
	// partial replaces headers of responses to range requests.
	partial map[string]string
}

// RoundTrip implements [http.RoundTripper].
func (s *store) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := s.Transport().RoundTrip(r)
	if err == nil && response.StatusCode == http.StatusPartialContent {
		for name, value := range s.partial {
			response.Header.Set(name, value)
		}
	}
	return response, err
}

// newStore returns a fake whose export has a length.
func newStore(t *testing.T, length int, opts ...fullstorytest.Option) *store {
	t.Helper()
	s := &store{Server: newServer(t, opts...)}
	s.AddOperation("x", "SEARCH_EXPORT", "COMPLETED")
	s.replace(length, "0123456789abcde")
	s.client = newClient(t, s.Server, func(o *fullstory.Options) { o.MaxRetries, o.MaxConcurrentRequests, o.Transport = fileRetries, 1, s })
	var err error
	if s.operation, err = s.client.GetOperation(t.Context(), "x"); err != nil {
		t.Fatal(err)
	}
	s.operation.FinishedAt = s.operation.FinishedAt.Add(-time.Hour) // nothing lags behind
	return s
}

// replace puts another file in the store.
func (s *store) replace(length int, text string) {
	s.content = []byte(strings.Repeat(text, length/len(text)+1)[:length])
	s.SetFile("x", bytes.NewReader(s.content), int64(length))
}

// download reads the whole file and checks it, however often it has to be read
// from its first byte.
func (s *store) download(t *testing.T) error {
	t.Helper()
	file, err := s.client.OpenFile(t.Context(), s.operation)
	if err != nil {
		return err
	}
	defer file.Close()
	got, err := io.ReadAll(file)
	for errors.Is(err, fullstory.ErrRestart) {
		if err := file.Restart(); err != nil {
			return err
		}
		got, err = io.ReadAll(file)
	}
	if err == nil && !bytes.Equal(got, s.content) {
		t.Errorf("read %d bytes, want %d others", len(got), len(s.content))
	}
	return err
}

// inStore runs a subtest in a synctest bubble.
func inStore(t *testing.T, name string, test func(t *testing.T)) {
	t.Helper()
	t.Run(name, func(t *testing.T) { synctest.Test(t, test) })
}

// ranges returns the Range headers of the requests to the store, "-" for none.
func (s *store) ranges() string {
	var all []string
	for _, r := range s.RequestsTo(fullstorytest.RouteDownload) {
		value := "-"
		if after, ok := strings.CutPrefix(r.Header.Get("Range"), "bytes="); ok {
			value = after
		}
		all = append(all, value)
	}
	return strings.Join(all, " ")
}

func TestUnit_File_ContinuesWhereItWasInterrupted(t *testing.T) {
	const length, cuts = 100_000, 20
	for name, c := range map[string]struct {
		opts    []fullstorytest.Option
		expires bool // the link expires with each interruption
		route   fullstorytest.Route
	}{
		"same link":              {route: fullstorytest.RouteGetResults},
		"expired links":          {route: fullstorytest.RouteGetResults, expires: true},
		"links of the operation": {opts: []fullstorytest.Option{fullstorytest.WithDownloadURL()}, route: fullstorytest.RouteGetOperation, expires: true},
	} {
		inStore(t, name, func(t *testing.T) {
			s := newStore(t, length, c.opts...)
			want, before := []string{"-"}, int64(0)
			for i := range int64(cuts) {
				at := (i+1)*length/(cuts+1) + i%3 // not only at even offsets
				s.Inject(fullstorytest.RouteDownload, fullstorytest.CutAfter(at-before))
				before = at
				if c.expires {
					s.Inject(fullstorytest.RouteDownload, fullstorytest.Status([]int{400, 403, 410}[i%3]))
					want = append(want, fmt.Sprintf("%d-", at))
				}
				want = append(want, fmt.Sprintf("%d-", at))
			}
			if err := s.download(t); err != nil {
				t.Fatal(err)
			}
			if got := s.ranges(); got != strings.Join(want, " ") {
				t.Errorf("requested\n%s, want\n%s", got, strings.Join(want, " "))
			}
			links := 1
			if c.expires {
				links += cuts
			}
			if n := s.Count(c.route); n != links {
				t.Errorf("%d links, want %d", n, links)
			}
		})
	}
}

func TestUnit_File_StartsAgain(t *testing.T) {
	for name, c := range map[string]struct {
		opts   []fullstorytest.Option
		etag   string            // empty: the store's own
		header map[string]string // of responses to range requests
		change bool              // another file takes the place
		cuts   int
		ranges string
		err    error
	}{
		"the store ignores ranges":      {opts: []fullstorytest.Option{fullstorytest.WithoutRanges()}, cuts: 1, ranges: "- 400-"},
		"as often as a retry":           {opts: []fullstorytest.Option{fullstorytest.WithoutRanges()}, cuts: fileRetries, ranges: "- 400- 400- 400-"},
		"too often":                     {opts: []fullstorytest.Option{fullstorytest.WithoutRanges()}, cuts: fileRetries + 1, ranges: "- 400- 400- 400- 400-", err: fullstory.ErrRestart},
		"the file changed":              {change: true, cuts: 1, ranges: "- 400-"},
		"nothing identifies the file":   {etag: "none", cuts: 1, ranges: "- -"},
		"nothing shows that it changed": {etag: "none", change: true, cuts: 1, ranges: "- -"},
		"a weak ETag":                   {etag: `W/"1"`, cuts: 1, ranges: "- -"},
		"another version":               {header: map[string]string{"ETag": `"other"`}, cuts: 1, ranges: "- 400- -"},
		"an unknown total size":         {header: map[string]string{"Content-Range": "bytes 400-999/*"}, cuts: 1, ranges: "- 400-"},
		"another total size":            {header: map[string]string{"Content-Range": "bytes 400-999/1001"}, cuts: 1, ranges: "- 400- -"},
		"another range":                 {header: map[string]string{"Content-Range": "bytes 0-599/1000"}, cuts: 1, ranges: "- 400- -"},
		"an unreadable Content-Range":   {header: map[string]string{"Content-Range": "bytes */1000"}, cuts: 1, ranges: "- 400- -"},
	} {
		inStore(t, name, func(t *testing.T) {
			var s *store
			requests := 0
			s = newStore(t, 1000, append(c.opts, fullstorytest.WithArrivalHook(func(r fullstorytest.Request) {
				if r.Route == fullstorytest.RouteDownload {
					if requests++; c.change && requests == 2 {
						s.replace(1200, "other")
					}
				}
			}))...)
			s.partial = c.header
			if c.etag != "" {
				s.SetStoreHeader("ETag", strings.TrimPrefix(c.etag, "none"))
			}
			s.Inject(fullstorytest.RouteDownload, repeated(c.cuts, fullstorytest.CutAfter(400))...)
			if err := s.download(t); !errors.Is(err, c.err) {
				t.Errorf("got %v, want %v", err, c.err)
			}
			if got := s.ranges(); got != c.ranges {
				t.Errorf("requested %s, want %s", got, c.ranges)
			}
		})
	}
}

func TestUnit_File_GivesUp(t *testing.T) {
	refused := func(status int) func(error) bool {
		return func(err error) bool {
			refusal, ok := errors.AsType[*fullstory.StoreError](err)
			return ok && refusal.Status == status && refusal.IsRedirect() == (status == 307)
		}
	}
	contains := func(text string) func(error) bool {
		return func(err error) bool { return err != nil && strings.Contains(err.Error(), text) }
	}
	for name, c := range map[string]struct {
		faults   []fullstorytest.Fault
		is       func(error) bool
		requests int
	}{
		"refused with a fresh link, too": {repeated(9, fullstorytest.Status(403)), refused(403), 2},
		"no such object":                 {repeated(9, fullstorytest.Status(404)), refused(404), 1},
		"a redirect":                     {repeated(9, fullstorytest.Redirect("https://elsewhere.test/?Signature=abc")), contains("307 Temporary Redirect to https://elsewhere.test"), 1},
		"unavailable":                    {repeated(9, fullstorytest.Status(503)), refused(503), 1 + fileRetries},
		"a long Retry-After":             {repeated(9, fullstorytest.Unavailable("3600")), contains("retry after 1h0m0s"), 1},
		"never connected":                {repeated(9, fullstorytest.ResetBefore()), contains("connection reset"), 1 + fileRetries},
		"stalled before the response":    {repeated(9, fullstorytest.Stall()), contains("no byte arrived for 1m0s"), 1 + fileRetries},
		"interrupted at the same byte":   {append(repeated(1, fullstorytest.CutAfter(5)), repeated(9, fullstorytest.CutAfter(0))...), contains("interrupted after 5 bytes"), 1 + fileRetries},
		"shorter than announced":         {repeated(9, fullstorytest.WrongLength(7)), contains("changed"), 2 * (1 + fileRetries)},
	} {
		inStore(t, name, func(t *testing.T) {
			s := newStore(t, 1000)
			s.Inject(fullstorytest.RouteDownload, c.faults...)
			err := s.download(t)
			if !c.is(err) {
				t.Errorf("got %v", err)
			}
			if n := s.Count(fullstorytest.RouteDownload); n != c.requests {
				t.Errorf("%d requests to the store, want %d: %v", n, c.requests, s.ranges())
			}
			if err != nil && (strings.Contains(err.Error(), "Signature") || strings.Contains(err.Error(), "/download/")) {
				t.Errorf("the error contains the link: %v", err)
			}
		})
	}
}

// The pause that the store asked for is not repeated after another failure.
func TestUnit_File_RetryAfterCountsOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStore(t, 1000)
		s.Inject(fullstorytest.RouteDownload, fullstorytest.Unavailable("60"), fullstorytest.ResetBefore())
		began := time.Now()
		if err := s.download(t); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took < time.Minute || took > 70*time.Second {
			t.Errorf("it took %s", took)
		}
	})
}

func TestUnit_File_StallIsResumedWithAFreshLink(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStore(t, 1000, fullstorytest.WithLinkLifetime(30*time.Second))
		s.Inject(fullstorytest.RouteDownload, fullstorytest.StallBody())
		began := time.Now()
		if err := s.download(t); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took < time.Minute || took > 65*time.Second {
			t.Errorf("it took %s, want a minute", took)
		}
		if got := s.ranges(); got != "- 500- 500-" {
			t.Errorf("requested %s", got)
		}
	})
}

func TestUnit_File_UnusableLinks(t *testing.T) {
	for name, location := range map[string]string{
		"http": "http://store.test/x?Signature=abc", "not a URL": "https://store.test:port/x?Signature=abc", "empty": "",
		"relative": "/x?Signature=abc", "without a scheme": "store.test/x?Signature=abc",
	} {
		inStore(t, name, func(t *testing.T) {
			s := newStore(t, 100)
			s.Always(fullstorytest.RouteGetResults, fullstorytest.StatusBody(http.StatusOK, "application/json", `{"location":"`+location+`"}`))
			err := s.download(t)
			if _, link := errors.AsType[*fullstory.LinkError](err); !link || strings.Contains(err.Error(), "abc") {
				t.Errorf("got %v", err)
			}
			if links, n := s.Count(fullstorytest.RouteGetResults), s.Count(fullstorytest.RouteDownload); links != map[bool]int{true: 4, false: 1}[location == ""] || n != 0 { // a response without a link is repeated
				t.Errorf("%d links, and %d requests to the store", links, n)
			}
		})
	}
}
