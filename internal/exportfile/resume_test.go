package exportfile_test

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/exportfile"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

const maxRetries = 3

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

// newStore returns a fake whose export is a CSV file of a length.
func newStore(t *testing.T, length int, opts ...fullstorytest.Option) *store {
	t.Helper()
	content := []byte(strings.Repeat("0123456789,\"a\"\n", length/15+1)[:length-1] + "\n")
	s := &store{Server: fullstorytest.New(opts...), content: content}
	t.Cleanup(s.Close)
	s.AddOperation("x", "SEARCH_EXPORT", "COMPLETED")
	s.SetFile("x", bytes.NewReader(content), int64(length))
	var err error
	if s.client, err = fullstory.New(fullstory.Options{
		Endpoint: "https://fullstory.test", APIKey: fullstorytest.APIKey, MaxRetries: maxRetries, MaxConcurrentRequests: 1, Transport: s,
	}); err != nil {
		t.Fatal(err)
	}
	if s.operation, err = s.client.GetOperation(t.Context(), "x"); err != nil {
		t.Fatal(err)
	}
	return s
}

// run runs a subtest with a directory in a synctest bubble.
func run(t *testing.T, name string, test func(t *testing.T, dir string)) {
	t.Helper()
	t.Run(name, func(t *testing.T) {
		dir := t.TempDir()
		synctest.Test(t, func(t *testing.T) { test(t, dir) })
	})
}

// download downloads the file and checks what is on disk.
func (s *store) download(ctx context.Context, t *testing.T, dir string) error {
	t.Helper()
	path := filepath.Join(dir, "f")
	_, err := exportfile.Download{Path: path, Mode: 0o600, Decompress: true}.Run(ctx, s.client, s.operation)
	want := []string{"f"}
	if err != nil {
		want = nil
	} else if got, _ := os.ReadFile(path); !bytes.Equal(got, s.content) {
		t.Errorf("the file has %d bytes, want %d others", len(got), len(s.content))
	}
	if got := names(t, dir); !slices.Equal(got, want) {
		t.Errorf("there are %v, want %v", got, want)
	}
	return err
}

func names(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
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

func repeat(n int, fault fullstorytest.Fault) []fullstorytest.Fault {
	return slices.Repeat([]fullstorytest.Fault{fault}, n)
}

func TestUnit_Resume_ContinuesWhereItWasInterrupted(t *testing.T) {
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
		run(t, name, func(t *testing.T, dir string) {
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
			if err := s.download(t.Context(), t, dir); err != nil {
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

func TestUnit_Resume_StartsAgain(t *testing.T) {
	for name, c := range map[string]struct {
		opts   []fullstorytest.Option
		header map[string]string // of responses to range requests
		change bool              // another file takes the place
		cuts   int
		ranges string
		err    error
	}{
		"the store ignores ranges":    {opts: []fullstorytest.Option{fullstorytest.WithoutRanges()}, cuts: 1, ranges: "- 400-"},
		"as often as a retry":         {opts: []fullstorytest.Option{fullstorytest.WithoutRanges()}, cuts: maxRetries, ranges: "- 400- 400- 400-"},
		"too often":                   {opts: []fullstorytest.Option{fullstorytest.WithoutRanges()}, cuts: maxRetries + 1, ranges: "- 400- 400- 400- 400-", err: exportfile.ErrRestart},
		"the file changed":            {change: true, cuts: 1, ranges: "- 400-"},
		"another version":             {header: map[string]string{"ETag": `"other"`}, cuts: 1, ranges: "- 400- -"},
		"an unknown total size":       {header: map[string]string{"Content-Range": "bytes 400-999/*"}, cuts: 1, ranges: "- 400-"},
		"another total size":          {header: map[string]string{"Content-Range": "bytes 400-999/1001"}, cuts: 1, ranges: "- 400- -"},
		"another range":               {header: map[string]string{"Content-Range": "bytes 0-599/1000"}, cuts: 1, ranges: "- 400- -"},
		"an unreadable Content-Range": {header: map[string]string{"Content-Range": "bytes */1000"}, cuts: 1, ranges: "- 400- -"},
	} {
		run(t, name, func(t *testing.T, dir string) {
			var s *store
			s = newStore(t, 1000, append(c.opts, fullstorytest.WithArrivalHook(func(r fullstorytest.Request) {
				if c.change && r.Header.Get("Range") != "" {
					s.content = []byte(strings.Repeat("b,c\n", 300))
					s.SetFile("x", bytes.NewReader(s.content), int64(len(s.content)))
				}
			}))...)
			s.partial = c.header
			s.Inject(fullstorytest.RouteDownload, repeat(c.cuts, fullstorytest.CutAfter(400))...)
			if err := s.download(t.Context(), t, dir); !errors.Is(err, c.err) {
				t.Errorf("got %v, want %v", err, c.err)
			}
			if got := s.ranges(); got != c.ranges {
				t.Errorf("requested %s, want %s", got, c.ranges)
			}
		})
	}
}

func TestUnit_Resume_GivesUp(t *testing.T) {
	refused := func(status int) func(error) bool {
		return func(err error) bool {
			refusal, ok := errors.AsType[*exportfile.StoreError](err)
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
		"refused with a fresh link, too": {repeat(9, fullstorytest.Status(403)), refused(403), 2},
		"no such object":                 {repeat(9, fullstorytest.Status(404)), refused(404), 1},
		"a redirect":                     {repeat(9, fullstorytest.Redirect("https://elsewhere.test/?Signature=abc")), contains("307 Temporary Redirect to https://elsewhere.test"), 1},
		"unavailable":                    {repeat(9, fullstorytest.Status(503)), refused(503), 1 + maxRetries},
		"a long Retry-After":             {repeat(9, fullstorytest.Unavailable("3600")), contains("retry after 1h0m0s"), 1},
		"never connected":                {repeat(9, fullstorytest.ResetBefore()), contains("connection reset"), 1 + maxRetries},
		"stalled before the response":    {repeat(9, fullstorytest.Stall()), contains("no byte arrived for 1m0s"), 1 + maxRetries},
		"interrupted at the same byte":   {append(repeat(1, fullstorytest.CutAfter(5)), repeat(9, fullstorytest.CutAfter(0))...), contains("interrupted after 5 bytes"), 1 + maxRetries},
		"shorter than announced":         {repeat(9, fullstorytest.WrongLength(7)), contains("changed"), 2 * (1 + maxRetries)},
	} {
		run(t, name, func(t *testing.T, dir string) {
			s := newStore(t, 1000)
			s.Inject(fullstorytest.RouteDownload, c.faults...)
			err := s.download(t.Context(), t, dir)
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
func TestUnit_Resume_RetryAfterCountsOnce(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s := newStore(t, 1000)
		s.Inject(fullstorytest.RouteDownload, fullstorytest.Unavailable("60"), fullstorytest.ResetBefore())
		began := time.Now()
		if err := s.download(t.Context(), t, dir); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took < time.Minute || took > 70*time.Second {
			t.Errorf("it took %s", took)
		}
	})
}

func TestUnit_Stall_IsResumedWithAFreshLink(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s := newStore(t, 1000, fullstorytest.WithLinkLifetime(30*time.Second))
		s.Inject(fullstorytest.RouteDownload, fullstorytest.StallBody())
		began := time.Now()
		if err := s.download(t.Context(), t, dir); err != nil {
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

func TestUnit_Download_ReadsIntoAnEmptyBuffer(t *testing.T) {
	s := newStore(t, 1000)
	source, done, err := exportfile.OpenSource(t.Context(), s.client, s.operation)
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	read := make(chan struct{})
	go func() {
		if n, err := source.Read(nil); n != 0 || err != nil {
			t.Errorf("Read(nil) returns %d, %v", n, err)
		}
		close(read)
	}()
	select {
	case <-read:
	case <-time.After(time.Minute):
		t.Fatal("Read(nil) does not return")
	}
	if got, err := io.ReadAll(source); err != nil || !bytes.Equal(got, s.content) {
		t.Errorf("then it reads %d bytes, %v", len(got), err)
	}
}

func TestUnit_Verify_Checksums(t *testing.T) {
	crc := func(b []byte) string {
		return base64.StdEncoding.EncodeToString(binary.BigEndian.AppendUint32(nil, crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli))))
	}
	sum := func(b []byte) string { s := md5.Sum(b); return base64.StdEncoding.EncodeToString(s[:]) }
	for name, header := range map[string]func([]byte) (string, string){
		"crc32c":      func(b []byte) (string, string) { return "X-Goog-Hash", "crc32c=" + crc(b) },
		"md5":         func(b []byte) (string, string) { return "X-Goog-Hash", "md5=" + sum(b) },
		"both":        func(b []byte) (string, string) { return "X-Goog-Hash", "crc32c=" + crc(b) + ",md5=" + sum(b) },
		"Content-MD5": func(b []byte) (string, string) { return "Content-MD5", sum(b) },
	} {
		t.Run(name, func(t *testing.T) {
			for faults, damaged := range map[string]bool{"": false, "flip": true, "cut": false, "cut and flip": true} {
				dir := t.TempDir()
				synctest.Test(t, func(t *testing.T) {
					s := newStore(t, 1000)
					s.SetStoreHeader(header(s.content))
					if strings.Contains(faults, "cut") {
						s.Inject(fullstorytest.RouteDownload, fullstorytest.CutAfter(300))
					}
					if strings.Contains(faults, "flip") {
						s.Inject(fullstorytest.RouteDownload, fullstorytest.FlippedBit(77))
					}
					err := s.download(t.Context(), t, dir)
					if _, corrupt := errors.AsType[*exportfile.CorruptError](err); corrupt != damaged || err != nil != damaged {
						t.Errorf("%q: %v", faults, err)
					}
				})
			}
		})
	}
}

func TestUnit_Download_UnusableLinks(t *testing.T) {
	for name, location := range map[string]string{
		"http": "http://store.test/x?Signature=abc", "not a URL": "https://store.test:port/x?Signature=abc", "empty": "",
	} {
		t.Run(name, func(t *testing.T) {
			s := newStore(t, 100)
			s.Always(fullstorytest.RouteGetResults, fullstorytest.StatusBody(http.StatusOK, "application/json", `{"location":"`+location+`"}`))
			err := s.download(t.Context(), t, t.TempDir())
			if _, link := errors.AsType[*exportfile.LinkError](err); !link || strings.Contains(err.Error(), "abc") {
				t.Errorf("got %v", err)
			}
			if links, n := s.Count(fullstorytest.RouteGetResults), s.Count(fullstorytest.RouteDownload); links != 1 || n != 0 {
				t.Errorf("%d links, and %d requests to the store", links, n)
			}
		})
	}
}
