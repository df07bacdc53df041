package segmentexport_test

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

// BenchmarkDownload brings the same export to disk as the provider does, with
// checksum and sync, and as the plainest program would, which has neither.
func BenchmarkDownload(b *testing.B) {
	const size = 256 << 20
	folder := b.TempDir()
	stored, err := os.Create(filepath.Join(folder, "stored"))
	if err != nil {
		b.Fatal(err)
	}
	defer stored.Close()
	store(b, stored, rows(), size)
	info, err := stored.Stat()
	if err != nil {
		b.Fatal(err)
	}
	server, p, id := exportedTo(b, stored, info.Size())

	b.Run("provider", func(b *testing.B) {
		b.SetBytes(size)
		for n := 0; b.Loop(); n++ {
			path := filepath.Join(folder, fmt.Sprintf("provider-%d", n)) // one path is for one file in a run
			if _, diags := createFile(b.Context(), p, id, path, true); diags != nil {
				b.Fatal(diags[0])
			}
			_ = os.Remove(path)
		}
	})
	b.Run("plain", func(b *testing.B) {
		b.SetBytes(size)
		client, err := fullstory.New(fullstory.Options{Endpoint: server.URL(), APIKey: fullstorytest.APIKey})
		if err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			operation, err := client.GetOperation(b.Context(), id)
			if err != nil {
				b.Fatal(err)
			}
			link, err := client.DownloadLink(b.Context(), operation)
			if err != nil {
				b.Fatal(err)
			}
			path := filepath.Join(folder, "plain")
			if err := plainDownload(link.Location.Reveal(), path); err != nil {
				b.Fatal(err)
			}
			_ = os.Remove(path)
		}
	})
}

func plainDownload(link, path string) error {
	response, err := http.Get(link) //nolint:noctx // the plainest program
	if err != nil {
		return err
	}
	defer response.Body.Close()
	data, err := gzip.NewReader(response.Body)
	if err != nil {
		return err
	}
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, data)
	return errors.Join(err, file.Close())
}

// rows fills blocks with what an export looks like.
func rows() func([]byte) {
	n := uint64(1)
	return func(block []byte) {
		for at := 0; at < len(block); {
			n = n*6364136223846793005 + 1442695040888963407
			at += copy(block[at:], fmt.Sprintf("2026-01-15T%02d:%02d:%02d.000Z,click,Add to cart,%d,https://example.com/p/%d\n",
				n>>60, n>>58&31, n>>56&31, n>>8, n>>50))
		}
	}
}
