package segmentexport_test

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/e2e/markdown"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

// BenchmarkDownload brings the same export to disk as the provider does, with
// checksums and sync, and as a shell and the plainest program would, which have
// neither.
func BenchmarkDownload(b *testing.B) {
	const size, times = 1 << 30, 5
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
	client, err := fullstory.New(fullstory.Options{Endpoint: server.URL(), APIKey: fullstorytest.APIKey})
	if err != nil {
		b.Fatal(err)
	}
	fresh := func() string {
		operation, err := client.GetOperation(b.Context(), id)
		if err != nil {
			b.Fatal(err)
		}
		link, err := client.DownloadLink(b.Context(), operation)
		if err != nil {
			b.Fatal(err)
		}
		return link.Location.Reveal()
	}

	ways := []struct {
		name string
		get  func(path string) error
	}{
		{"curl, piped into gzip -d", func(path string) error {
			return exec.CommandContext(b.Context(), "sh", "-c", `curl -sS "$1" | gzip -d >"$2"`, "sh", fresh(), path).Run()
		}},
		{"a plain Go program", func(path string) error { return plainDownload(fresh(), path) }},
		{"provider", func(path string) error {
			_, diags := createFile(b.Context(), p, id, path, true)
			if diags != nil {
				return errors.New(diags[0].Detail)
			}
			return nil
		}},
	}
	for range b.N {
		took := make([][]time.Duration, len(ways))
		for n := range times { // by turns, so that none has the quieter machine
			for i, way := range ways {
				path := filepath.Join(folder, fmt.Sprintf("%d-%d", i, n)) // one path is for one file in a run
				began := time.Now()
				if err := way.get(path); err != nil {
					b.Fatalf("%s: %v", way.name, err)
				}
				took[i] = append(took[i], time.Since(began))
				if info, err := os.Stat(path); err != nil || info.Size() != size {
					b.Fatalf("%s: %v, %v", way.name, info, err)
				}
				_ = os.Remove(path)
			}
		}
		table := markdown.NewTable(os.Stdout, "1 GiB by", "Median", "MB/s", "Best", "Median, of curl's speed")
		for i, way := range ways {
			slices.Sort(took[i])
			table.Row(way.name, fmt.Sprintf("%.2f s", took[i][times/2].Seconds()),
				fmt.Sprintf("%.0f", size/1e6/took[i][times/2].Seconds()), fmt.Sprintf("%.2f s", took[i][0].Seconds()),
				fmt.Sprintf("%.2f", took[0][times/2].Seconds()/took[i][times/2].Seconds()))
		}
		table.End()
	}
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
