package exportfile_test

import (
	"bytes"
	"context"
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
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

// store is a fake with one completed export.
type store struct {
	*fullstorytest.Server
	client    *fullstory.Client
	operation fullstory.Operation
	content   []byte
}

// newStore returns a fake whose export is a CSV file of a length.
func newStore(t *testing.T, length int, opts ...fullstorytest.Option) *store {
	t.Helper()
	s := &store{Server: fullstorytest.New(opts...)}
	t.Cleanup(s.Close)
	s.AddOperation("x", "SEARCH_EXPORT", "COMPLETED")
	s.replace(length, "0123456789,\"a\"\n")
	var err error
	s.client = fullstory.New(fullstory.Options{Options: rest.Options{
		Endpoint: "https://fullstory.test", APIKey: fullstorytest.APIKey, MaxRetries: 3, MaxConcurrentRequests: 1, Transport: s.Transport(),
	}})
	if s.operation, err = s.client.GetOperation(t.Context(), "x"); err != nil {
		t.Fatal(err)
	}
	s.operation.FinishedAt = s.operation.FinishedAt.Add(-time.Hour) // nothing lags behind
	return s
}

// replace puts another file in the store.
func (s *store) replace(length int, line string) {
	s.content = []byte(strings.Repeat(line, length/len(line)+1)[:length-1] + "\n")
	s.SetFile("x", bytes.NewReader(s.content), int64(length))
}

// to returns a download of the file.
func (s *store) to(path string) exportfile.Download {
	return exportfile.Download{Path: path, Mode: 0o600, Decompress: true}
}

// download downloads the file and checks what is on disk.
func (s *store) download(ctx context.Context, t *testing.T, dir string) error {
	t.Helper()
	path := filepath.Join(dir, "f")
	_, err := s.to(path).Run(ctx, s.client, s.operation)
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

// run runs a subtest with a directory in a synctest bubble.
func run(t *testing.T, name string, test func(t *testing.T, dir string)) {
	t.Helper()
	t.Run(name, func(t *testing.T) {
		dir := t.TempDir()
		synctest.Test(t, func(t *testing.T) { test(t, dir) })
	})
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

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Error(err)
	}
	return string(text)
}
