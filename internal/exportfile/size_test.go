package exportfile_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/exportfile"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

// rows writes lines that look like an export's, up to a size.
func rows(w io.Writer, size int) {
	random := rand.New(rand.NewPCG(1, 2))
	line := make([]byte, 0, 256)
	for written := 0; written < size; written += len(line) {
		n := random.Uint64()
		line = fmt.Appendf(line[:0], "2026-01-15T%02d:%02d:%02d.000Z,click,\"Buy \"\"now\"\", pay later\",%d,https://example.com/p/%d\n",
			n>>60, n>>58&31, n>>56&31, n>>8, n>>50)
		_, _ = w.Write(line) // an error shows in the result
	}
}

// large is a store with one gzip file of about a size, unpacked.
func large(t testing.TB, fill func(w io.Writer, size int), size int) (*fullstory.Client, fullstory.Operation, int64) {
	t.Helper()
	stored, err := os.Create(filepath.Join(t.TempDir(), "stored"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = stored.Close() })
	zip, err := gzip.NewWriterLevel(stored, gzip.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	fill(zip, size)
	if err := zip.Close(); err != nil {
		t.Fatal(err)
	}
	info, err := stored.Stat()
	if err != nil {
		t.Fatal(err)
	}
	server := fullstorytest.New()
	t.Cleanup(server.Close)
	server.AddOperation("x", "SEARCH_EXPORT", "COMPLETED")
	server.SetFile("x", stored, info.Size())
	client := fullstory.New(fullstory.Options{Options: rest.Options{Endpoint: server.URL(), APIKey: fullstorytest.APIKey}})
	operation, err := client.GetOperation(t.Context(), "x")
	if err != nil {
		t.Fatal(err)
	}
	return client, operation, info.Size()
}

// Whatever the size, the memory stays the same.
func TestUnit_Download_MemoryIsConstant(t *testing.T) {
	const size = 48 << 20
	for name, fill := range map[string]func(w io.Writer, size int){
		"CSV": rows,
		"one long record": func(w io.Writer, size int) {
			_, _ = io.WriteString(w, "a\n\"")
			for piece := bytes.Repeat([]byte("0123456789abcdef"), 1<<16); size > 0; size -= len(piece) {
				_, _ = w.Write(piece)
			}
			_, _ = io.WriteString(w, "\"\n")
		},
	} {
		t.Run(name, func(t *testing.T) {
			client, operation, _ := large(t, fill, size)
			before := memory()
			download := exportfile.Download{Path: filepath.Join(t.TempDir(), "f"), Mode: 0o600, Decompress: true}
			result, err := download.Run(t.Context(), client, operation)
			if err != nil || result.Size < size {
				t.Fatalf("%d bytes, %v", result.Size, err)
			}
			if grown := memory() - before; grown > 32<<20 {
				t.Errorf("the memory grew by %d MiB", grown>>20)
			}
		})
	}
}

// memory is what the process has taken from the system, which it never returns.
func memory() int64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.Sys)
}

// BenchmarkDownload compares a download with what a shell would do, which
// neither verifies nor counts, nor waits for the disk.
func BenchmarkDownload(b *testing.B) {
	const size = 256 << 20
	client, operation, _ := large(b, rows, size)
	path := filepath.Join(b.TempDir(), "f")
	b.Run("download", func(b *testing.B) {
		b.SetBytes(size)
		for b.Loop() {
			if _, err := (exportfile.Download{Path: path, Mode: 0o600, Decompress: true, Overwrite: true}).Run(b.Context(), client, operation); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("curl and gzip", func(b *testing.B) {
		b.SetBytes(size)
		for b.Loop() {
			link, err := client.DownloadLink(b.Context(), operation)
			if err != nil {
				b.Fatal(err)
			}
			shell := exec.CommandContext(b.Context(), "sh", "-c", `curl -sS "$1" | gzip -d >"$2"`, "sh", link.Location.Reveal(), path)
			if out, err := shell.CombinedOutput(); err != nil {
				b.Skip("curl or gzip is missing: ", string(out))
			}
		}
	})
}
