package segmentexport_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// packed is a gzip member.
func packed(text string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = io.WriteString(w, text) // a buffer takes everything
	_ = w.Close()
	return b.Bytes()
}

// exportedTo is a fake with one completed export of a content, and a provider.
func exportedTo(t testing.TB, content io.ReaderAt, size int64, opts ...fullstorytest.Option) (*fullstorytest.Server, *providertest.Protocol, string) {
	t.Helper()
	server := fullstorytest.New(opts...)
	t.Cleanup(server.Close)
	server.AddOperation("export/1=", "SEARCH_EXPORT", "COMPLETED")
	server.SetFile("export/1=", content, size)
	return server, providertest.NewProtocol(t, server), "export/1="
}

// createFile applies a new file, and returns its attributes, or what went wrong.
func createFile(ctx context.Context, p *providertest.Protocol, id, path string, decompress bool) (map[string]tftypes.Value, []*tfprotov6.Diagnostic) {
	const kind = "fullstory_segment_export_file"
	schema := p.Resource(kind)
	applied := p.Create(ctx, kind, p.Value(schema, map[string]tftypes.Value{
		"export_id": text(id), "path": text(path),
		"decompress":      tftypes.NewValue(tftypes.Bool, decompress),
		"file_permission": text("0600"), "restore": tftypes.NewValue(tftypes.Bool, true),
		"id": unknownText, "sha256": unknownText, "source_file_name": unknownText,
		"size_bytes": tftypes.NewValue(tftypes.Number, tftypes.UnknownValue),
	}))
	if len(applied.Diagnostics) > 0 {
		return nil, applied.Diagnostics
	}
	return p.Attributes(schema, applied.NewState), nil
}

var unknownText = tftypes.NewValue(tftypes.String, tftypes.UnknownValue)

func TestUnit_SegmentExportFile_UnpacksWhateverComes(t *testing.T) {
	const plain = "id,name\n9007199254740993,x\n"
	for name, c := range map[string]struct {
		stored   []byte
		encoding string
		want     string // unpacked; as stored otherwise
	}{
		"gzip":                          {packed(plain), "", plain},
		"gzip that says so":             {packed(plain), "gzip", plain},
		"plain":                         {[]byte(plain), "", plain},
		"plain that says gzip":          {[]byte(plain), "gzip", plain},
		"several members":               {append(packed(plain), packed(plain)...), "", plain + plain},
		"gzip within the encoding":      {packed(string(packed(plain))), "gzip", plain},
		"a file that is gzip itself":    {packed(string(packed(plain))), "", string(packed(plain))},
		"empty":                         {nil, "", ""},
		"one byte":                      {[]byte("x"), "", "x"},
		"gzip of nothing":               {packed(""), "", ""},
		"text that begins like nothing": {[]byte("\x1f"), "", "\x1f"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, decompress := range []bool{true, false} {
				server, p, id := exportedTo(t, bytes.NewReader(c.stored), int64(len(c.stored)))
				if c.encoding != "" {
					server.SetStoreHeader("Content-Encoding", c.encoding)
				}
				path := filepath.Join(t.TempDir(), "f")
				attributes, diags := createFile(t.Context(), p, id, path, decompress)
				if diags != nil {
					t.Fatalf("%+v", diags[0])
				}
				want := []byte(c.want)
				if !decompress {
					want = c.stored
				}
				wantFile(t, path, want, 0o600)
				if !attributes["sha256"].Equal(text(sha(want))) || !attributes["id"].Equal(text(id)) {
					t.Errorf("the state says %v", attributes)
				}
			}
		})
	}
}

func TestUnit_SegmentExportFile_KeepsNothingDamaged(t *testing.T) {
	several := func(f fullstorytest.Fault) (all []fullstorytest.Fault) {
		for range 20 {
			all = append(all, f)
		}
		return all
	}
	stored := packed(strings.Repeat("0123456789", 1000))
	elsewhere := fullstorytest.New()
	defer elsewhere.Close()
	for name, c := range map[string]struct {
		fault  fullstorytest.Fault
		header [2]string
		told   string
	}{
		"truncated for good":  {fullstorytest.WrongLength(-5), [2]string{}, "The downloaded file is damaged"},
		"a flipped bit":       {fullstorytest.FlippedBit(40), [2]string{}, "The downloaded file is damaged"},
		"a wrong Content-MD5": {fullstorytest.Fault{}, [2]string{"Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA=="}, "The downloaded file is damaged"},
		"a wrong x-goog-hash": {fullstorytest.Fault{}, [2]string{"X-Goog-Hash", "crc32c=AAAAAA=="}, "The downloaded file is damaged"},
		"longer than it is":   {fullstorytest.WrongLength(5), [2]string{}, "The downloaded file is damaged"},
		"a page":              {fullstorytest.StatusBody(200, "text/html", "<!DOCTYPE html><p>Log in"), [2]string{}, "What came is not an export"},
		"a page in disguise":  {fullstorytest.StatusBody(200, "application/gzip", "\n <html>"), [2]string{}, "What came is not an export"},
		"a redirect":          {fullstorytest.Redirect(elsewhere.URL() + "/me"), [2]string{}, "The store sends the download elsewhere"},
		"refused":             {fullstorytest.Status(403), [2]string{}, "The store refuses the download"},
		"no such object":      {fullstorytest.Status(404), [2]string{}, "The store refuses the download"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server, p, id := exportedTo(t, bytes.NewReader(stored), int64(len(stored)))
			server.Inject(fullstorytest.RouteDownload, several(c.fault)...)
			if c.header[0] != "" {
				server.SetStoreHeader(c.header[0], c.header[1])
			}
			folder := filepath.Join(t.TempDir(), "new")
			attributes, diags := createFile(t.Context(), p, id, filepath.Join(folder, "f"), true)
			if len(diags) != 1 || diags[0].Summary != c.told || diags[0].Severity != tfprotov6.DiagnosticSeverityError {
				t.Fatalf("told %+v, want %q; the state says %v", diags, c.told, attributes)
			}
			if strings.Contains(diags[0].Detail, "Signature=") || !strings.Contains(diags[0].Detail, "Operation: "+id) {
				t.Errorf("the text is\n%s", diags[0].Detail)
			}
			if _, err := os.Stat(folder); err == nil {
				t.Error("something was left behind")
			}
			if n := len(elsewhere.Requests()); n != 0 {
				t.Errorf("%d requests followed the redirect", n)
			}
		})
	}
}

func TestUnit_SegmentExportFile_BeginsAnewWhereTheFileChanges(t *testing.T) {
	first, second := packed(strings.Repeat("a", 5000)), packed(strings.Repeat("b", 7000))
	var replace func()
	server, p, id := exportedTo(t, bytes.NewReader(first), int64(len(first)),
		fullstorytest.WithArrivalHook(func(r fullstorytest.Request) {
			if r.Header.Get("Range") != "" {
				replace()
			}
		}))
	replace = func() { server.SetFile(id, bytes.NewReader(second), int64(len(second))) }
	server.Inject(fullstorytest.RouteDownload, fullstorytest.CutAfter(20))
	path := filepath.Join(t.TempDir(), "f")
	if _, diags := createFile(t.Context(), p, id, path, true); diags != nil {
		t.Fatalf("%+v", diags[0])
	}
	wantFile(t, path, []byte(strings.Repeat("b", 7000)), 0o600)
}

// A download that has to begin anew asks for the file once more, which may be
// refused by then.
func TestUnit_SegmentExportFile_MayBeRefusedAnew(t *testing.T) {
	stored := packed(strings.Repeat("a", 5000))
	server, p, id := exportedTo(t, bytes.NewReader(stored), int64(len(stored)), fullstorytest.WithoutRanges())
	server.SetStoreHeader("ETag", "")
	server.Inject(fullstorytest.RouteDownload, fullstorytest.CutAfter(20))
	server.Inject(fullstorytest.RouteGetResults, fullstorytest.Fault{}, fullstorytest.Status(403))
	path := filepath.Join(t.TempDir(), "f")
	_, diags := createFile(t.Context(), p, id, path, true)
	wantOneError(t, diags, "403", "Operation: "+id)
	if _, err := os.Stat(path); err == nil {
		t.Error("something stands at the path")
	}
	wantNoLitter(t, filepath.Dir(path))
}

// Of a store that can neither go on from the middle nor tell that a file is the
// same, it is the connections that break: max_retries counts them.
func TestUnit_SegmentExportFile_BeginsAnewWhereTheStoreCannotGoOn(t *testing.T) {
	const retries = 5 // the default of max_retries
	for name, c := range map[string]struct {
		cuts int
		told string
	}{
		"in the end": {2 * retries, ""},
		"in vain":    {2*retries + 1, "The download failed"},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			synctest.Test(t, func(t *testing.T) {
				stored := []byte(strings.Repeat("plain\n", 1000))
				const id = "export/1="
				server := fullstorytest.New(fullstorytest.WithoutRanges())
				defer server.Close()
				server.AddOperation(id, "SEARCH_EXPORT", "COMPLETED")
				server.SetFile(id, bytes.NewReader(stored), int64(len(stored)))
				server.SetStoreHeader("ETag", "")
				network := server.Network()
				defer network.CloseIdleConnections()
				p := providertest.NewProtocol(t, server, func(o *fullstory.Options) { o.Transport = network })
				// Every other answer is one that is hung up on: it may be of another file.
				for range c.cuts {
					server.Inject(fullstorytest.RouteDownload, fullstorytest.CutAfter(400))
				}
				_, diags := createFile(t.Context(), p, id, filepath.Join(folder, "f"), true)
				if c.told == "" {
					if diags != nil {
						t.Fatalf("%+v", diags[0])
					}
					wantFile(t, filepath.Join(folder, "f"), stored, 0o600)
					return
				}
				wantOneError(t, diags, c.told, "The connection to the store broke off", "Reason: the download broke off after 400 bytes: the store sends files from the beginning only")
				if n := server.Count(fullstorytest.RouteDownload); n != 2*(1+retries) {
					t.Errorf("%d requests to the store", n)
				}
			})
		})
	}
}

// Whatever the size, the memory stays the same.
func TestUnit_SegmentExportFile_MemoryDoesNotGrow(t *testing.T) {
	const size = 200 << 20
	for name, fill := range map[string]func([]byte){
		"compressible":     func(b []byte) { copy(b, bytes.Repeat([]byte("0123456789abcdef"), len(b)/16)) },
		"not compressible": randomly(),
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			stored, err := os.Create(filepath.Join(folder, "stored"))
			if err != nil {
				t.Fatal(err)
			}
			defer stored.Close()
			want := store(t, stored, fill, size)
			info, err := stored.Stat()
			if err != nil {
				t.Fatal(err)
			}
			small := packed("x")
			server, p, id := exportedTo(t, bytes.NewReader(small), int64(len(small)))
			if _, diags := createFile(t.Context(), p, id, filepath.Join(folder, "small"), true); diags != nil {
				t.Fatalf("%+v", diags[0])
			}
			before := memory()
			server.SetFile(id, stored, info.Size())
			attributes, diags := createFile(t.Context(), p, id, filepath.Join(folder, "large"), true)
			if diags != nil {
				t.Fatalf("%+v", diags[0])
			}
			if grown := memory() - before; grown > 64<<20 {
				t.Errorf("the memory grew by %d MiB", grown>>20)
			}
			if !attributes["sha256"].Equal(text(want)) || !attributes["size_bytes"].Equal(tftypes.NewValue(tftypes.Number, size)) {
				t.Errorf("the state says %v, want %s", attributes, want)
			}
		})
	}
}

func randomly() func([]byte) {
	var seed [32]byte
	source := rand.NewChaCha8(seed)
	return func(b []byte) { _, _ = source.Read(b) } // it never fails
}

// memory is what the process has taken of the system, which it never gives back.
func memory() int64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.Sys)
}

// store writes size bytes as gzip, and returns the hash of them.
func store(t testing.TB, to io.Writer, fill func([]byte), size int) string {
	t.Helper()
	zip, err := gzip.NewWriterLevel(to, gzip.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.New()
	block := make([]byte, 1<<20)
	for range size / len(block) {
		fill(block)
		if _, err := io.MultiWriter(zip, sum).Write(block); err != nil {
			t.Fatal(err)
		}
	}
	if err := zip.Close(); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%x", sum.Sum(nil))
}
