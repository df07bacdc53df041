package fullstory_test

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
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

// stored is a fake with one completed export, whose file has a length.
func stored(t *testing.T, length int, opts ...fullstorytest.Option) (*fullstorytest.Server, *fullstory.Client, fullstory.Operation, []byte) {
	t.Helper()
	server := fullstorytest.New(opts...)
	t.Cleanup(server.Close)
	client := newClient(t, server)
	made, err := client.CreateExport(t.Context(), everyone)
	if err != nil {
		t.Fatal(err)
	}
	operation, err := client.GetOperation(t.Context(), made.ID)
	if err != nil {
		t.Fatal(err)
	}
	content := make([]byte, length)
	for i := range content {
		content[i] = byte(i * i >> 3)
	}
	server.SetFile(operation.ID, bytes.NewReader(content), int64(length))
	return server, client, operation, content
}

// download reads an export's file to its end.
func download(ctx context.Context, client *fullstory.Client, operation fullstory.Operation) ([]byte, error) {
	d, err := client.Download(ctx, operation)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	return io.ReadAll(d)
}

// ranges are the Range headers that the store saw, "-" for none.
func ranges(server *fullstorytest.Server) (seen []string) {
	for _, r := range server.RequestsTo(fullstorytest.RouteDownload) {
		if value := r.Header.Get("Range"); value != "" {
			seen = append(seen, value)
		} else {
			seen = append(seen, "-")
		}
	}
	return seen
}

func TestUnit_Download_GoesOnWhereItBroke(t *testing.T) {
	const length, cuts = 100_000, 20
	for name, c := range map[string]struct {
		opts    []fullstorytest.Option
		expires bool // the link dies with each cut
		ranges  bool
	}{
		"with ranges":              {ranges: true},
		"with ranges, dying links": {ranges: true, expires: true},
		"without ranges":           {opts: []fullstorytest.Option{fullstorytest.WithoutRanges()}},
		"without, dying links":     {opts: []fullstorytest.Option{fullstorytest.WithoutRanges()}, expires: true},
		"links of the operation":   {opts: []fullstorytest.Option{fullstorytest.WithDownloadURL()}, ranges: true, expires: true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server, client, operation, content := stored(t, length, c.opts...)
				want := []string{"-"}
				before := int64(0)
				for i := range int64(cuts) {
					at := (i+1)*length/(cuts+1) + i%3 // not all at even places
					if c.ranges {
						server.Inject(fullstorytest.RouteDownload, fullstorytest.CutAfter(at-before))
					} else {
						server.Inject(fullstorytest.RouteDownload, fullstorytest.CutAfter(at))
					}
					before = at
					asked := fmt.Sprintf("bytes=%d-", at)
					if c.expires {
						server.Inject(fullstorytest.RouteDownload, fullstorytest.Status([]int{400, 403, 410}[i%3]))
						want = append(want, asked)
					}
					want = append(want, asked)
				}
				got, err := download(t.Context(), client, operation)
				if err != nil || !bytes.Equal(got, content) {
					t.Fatalf("got %d bytes, right = %t, and %v", len(got), bytes.Equal(got, content), err)
				}
				if got := ranges(server); strings.Join(got, " ") != strings.Join(want, " ") {
					t.Errorf("asked for\n%v, want\n%v", got, want)
				}
				// The first link is the look's own where the operation carries it.
				route, links := fullstorytest.RouteGetResults, 1
				if name == "links of the operation" {
					route = fullstorytest.RouteGetOperation
				}
				if c.expires {
					links += cuts
				}
				if n := server.Count(route); n != links {
					t.Errorf("%d links, want %d", n, links)
				}
			})
		})
	}
}

func TestUnit_Download_EndsWhereItCannotGoOn(t *testing.T) {
	several := func(f fullstorytest.Fault) []fullstorytest.Fault { return times(10, f) }
	for name, c := range map[string]struct {
		faults   []fullstorytest.Fault
		is       func(error) bool
		requests int // to the store
	}{
		"refused, also with a fresh link": {several(fullstorytest.Status(403)), isStore(403), 2},
		"no such object":                  {several(fullstorytest.Status(404)), isStore(404), 1},
		"a redirect":                      {several(fullstorytest.Redirect("https://elsewhere.test/")), isStore(307), 1},
		"out of order":                    {several(fullstorytest.Status(503)), isStore(503), 4},
		"never connected":                 {several(fullstorytest.ResetBefore()), isConnection, 4},
		"stalled":                         {several(fullstorytest.Stall()), says("no byte came for 1m0s"), 4},
		"cut at the same place":           {append([]fullstorytest.Fault{fullstorytest.CutAfter(5)}, several(fullstorytest.CutAfter(0))...), says("broke off after 5 bytes"), 4},
		"shorter than announced":          {several(fullstorytest.WrongLength(7)), isChanged, 2},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server, client, operation, content := stored(t, 1000)
				server.Inject(fullstorytest.RouteDownload, c.faults...)
				got, err := download(t.Context(), client, operation)
				if !c.is(err) || bytes.Equal(got, content) && err == nil {
					t.Errorf("got %d bytes and %v", len(got), err)
				}
				if n := server.Count(fullstorytest.RouteDownload); n != c.requests {
					t.Errorf("%d requests to the store, want %d: %v", n, c.requests, ranges(server))
				}
				if err != nil && (strings.Contains(err.Error(), "Signature") || strings.Contains(err.Error(), "/download/")) {
					t.Errorf("the error holds the link: %v", err)
				}
			})
		})
	}
}

func isStore(status int) func(error) bool {
	return func(err error) bool {
		refusal, ok := errors.AsType[*fullstory.StoreError](err)
		return ok && refusal.Status == status && refusal.Redirect == (status == 307)
	}
}

func says(text string) func(error) bool {
	return func(err error) bool { return err != nil && strings.Contains(err.Error(), text) }
}

func isConnection(err error) bool {
	_, store := errors.AsType[*fullstory.StoreError](err)
	return err != nil && !store
}

func isUnknown(err error) bool { return errors.Is(err, fullstory.ErrNotResumable) }

func isChanged(err error) bool { return errors.Is(err, fullstory.ErrDownloadChanged) }

// A stall is a cut; by the time it is noticed, the link has died of old age.
func TestUnit_Download_OutlivesAStallAndItsLink(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, client, operation, content := stored(t, 1000, fullstorytest.WithLinkLifetime(30*time.Second))
		server.Inject(fullstorytest.RouteDownload, fullstorytest.StallBody())
		began := time.Now()
		got, err := download(t.Context(), client, operation)
		if err != nil || !bytes.Equal(got, content) {
			t.Fatalf("got %d bytes and %v", len(got), err)
		}
		if took := time.Since(began); took < time.Minute || took > 65*time.Second {
			t.Errorf("the stall was noticed after %s, want a minute", took)
		}
		if want := "- bytes=500- bytes=500-"; strings.Join(ranges(server), " ") != want {
			t.Errorf("asked for %v, want %s", ranges(server), want)
		}
	})
}

// A transfer that takes its time is not cut as long as bytes come.
func TestUnit_Download_TakesItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, client, operation, content := stored(t, 1000)
		server.Inject(fullstorytest.RouteDownload, fullstorytest.Trickle(50*time.Second))
		got, err := download(t.Context(), client, operation)
		if err != nil || !bytes.Equal(got, content) || server.Count(fullstorytest.RouteDownload) != 1 {
			t.Errorf("got %d bytes and %v in %d requests", len(got), err, server.Count(fullstorytest.RouteDownload))
		}
	})
}

func TestUnit_Download_NoticesAnotherFile(t *testing.T) {
	for name, opts := range map[string][]fullstorytest.Option{"with ranges": nil, "without": {fullstorytest.WithoutRanges()}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server, client, operation, content := stored(t, 1000, opts...)
				server.Inject(fullstorytest.RouteDownload, fullstorytest.CutAfter(400))
				d, err := client.Download(t.Context(), operation)
				if err != nil {
					t.Fatal(err)
				}
				defer d.Close()
				if _, err := io.ReadFull(d, make([]byte, 400)); err != nil {
					t.Fatal(err)
				}
				server.SetFile(operation.ID, bytes.NewReader(append(content[:999:999], 'x')), 1000)
				if rest, err := io.ReadAll(d); !isChanged(err) {
					t.Errorf("got %d more bytes and %v", len(rest), err)
				}
			})
		})
	}
}

// A store that begins at the beginning must tell that it is the same file.
func TestUnit_Download_GoesOnWithAFileThatItKnows(t *testing.T) {
	for name, c := range map[string]struct {
		before, after map[string]string // headers, of the answer that broke off and of the next
		is            func(error) bool
	}{
		"the same tag":               {nil, nil, nil},
		"nothing told":               {map[string]string{"ETag": ""}, nil, says("broke off after 400 bytes: the store sends files from the beginning only")},
		"a weak tag":                 {map[string]string{"ETag": `W/"1"`}, nil, isUnknown},
		"a tag at first":             {nil, map[string]string{"ETag": ""}, isUnknown},
		"another tag":                {nil, map[string]string{"ETag": `"2"`}, isChanged},
		"the same time":              {map[string]string{"ETag": "", "Last-Modified": "Sat, 01 Jan 2000 00:00:00 GMT"}, nil, nil},
		"the same content":           {map[string]string{"ETag": "", "X-Goog-Hash": "other=AAAA"}, nil, nil},
		"the same, of another place": {map[string]string{"X-Goog-Hash": "other=AAAA"}, map[string]string{"ETag": `"2"`}, nil},
		"another content":            {map[string]string{"ETag": "", "X-Goog-Hash": "other=AAAA"}, map[string]string{"X-Goog-Hash": "other=BBBB"}, isChanged},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server, client, operation, content := stored(t, 1000, fullstorytest.WithoutRanges())
				server.Inject(fullstorytest.RouteDownload, fullstorytest.CutAfter(400))
				for name, value := range c.before {
					server.SetStoreHeader(name, value)
				}
				d, err := client.Download(t.Context(), operation)
				if err != nil {
					t.Fatal(err)
				}
				defer d.Close()
				for name, value := range c.after {
					server.SetStoreHeader(name, value)
				}
				got, err := io.ReadAll(d)
				if c.is != nil {
					if !c.is(err) {
						t.Errorf("got %d bytes and %v", len(got), err)
					}
				} else if err != nil || !bytes.Equal(got, content) {
					t.Errorf("got %d bytes and %v, want the file", len(got), err)
				}
			})
		})
	}
}

func TestUnit_Download_VerifiesTheStoresChecksums(t *testing.T) {
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
			for fault, damages := range map[string]bool{"": false, "flip": true, "cut": false, "cut and flip": true} {
				server, client, operation, content := stored(t, 1000)
				server.SetStoreHeader(header(content))
				if strings.Contains(fault, "cut") {
					server.Inject(fullstorytest.RouteDownload, fullstorytest.CutAfter(300))
				}
				if strings.Contains(fault, "flip") {
					server.Inject(fullstorytest.RouteDownload, fullstorytest.FlippedBit(77))
				}
				_, err := download(t.Context(), client, operation)
				if _, corrupt := errors.AsType[*fullstory.CorruptError](err); corrupt != damages || err != nil != damages {
					t.Errorf("%q: %v", fault, err)
				}
			}
		})
	}
}

func TestUnit_Download_KeepsTheKeyFromTheStore(t *testing.T) {
	server, client, operation, _ := stored(t, 10)
	if _, err := download(t.Context(), client, operation); err != nil {
		t.Fatal(err)
	}
	for _, r := range server.RequestsTo(fullstorytest.RouteDownload) {
		for name, values := range r.Header {
			if strings.Contains(strings.Join(values, " "), fullstorytest.APIKey) {
				t.Errorf("%s holds the key", name)
			}
		}
	}
}

// What is wrong with a link is no fault of the store, and no other connection
// makes it better.
func TestUnit_Download_TakesNoLinkThatCannotBeUsed(t *testing.T) {
	for name, location := range map[string]string{
		"in clear text": "http://store.test/x?Signature=abc",
		"no address":    "https://store.test:port/x?Signature=abc",
		"empty":         "",
	} {
		server, client, operation, _ := stored(t, 10)
		server.Always(fullstorytest.RouteGetResults,
			fullstorytest.StatusBody(http.StatusOK, "application/json", `{"location":"`+location+`"}`))
		_, err := download(t.Context(), client, operation)
		if _, link := errors.AsType[*fullstory.LinkError](err); !link || strings.Contains(err.Error(), "abc") {
			t.Errorf("%s: got %v", name, err)
		}
		if links, n := server.Count(fullstorytest.RouteGetResults), server.Count(fullstorytest.RouteDownload); links != 1 || n != 0 {
			t.Errorf("%s: %d links, and %d requests to the store", name, links, n)
		}
	}
}

func TestUnit_Download_NeedsResults(t *testing.T) {
	server := fullstorytest.New()
	defer server.Close()
	_, err := download(t.Context(), newClient(t, server), fullstory.Operation{ID: "x", State: fullstory.StateCompleted})
	if _, link := errors.AsType[*fullstory.LinkError](err); !link || !errors.Is(err, fullstory.ErrNoResults) || len(server.Requests()) != 0 {
		t.Errorf("got %v after %d requests", err, len(server.Requests()))
	}
}
