package segmentexport_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"testing"
)

// unpacked returns the content of a gzip file.
func unpacked(t *testing.T, stored []byte) []byte {
	t.Helper()
	reader, err := gzip.NewReader(bytes.NewReader(stored))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	return plain
}

// wantFile checks the content and the permissions of a file.
func wantFile(t *testing.T, path string, want []byte, mode os.FileMode) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s has %d bytes, want %d others: %v", path, len(got), len(want), err)
	}
	if info, err := os.Stat(path); err == nil && info.Mode().Perm() != mode {
		t.Errorf("%s has %v, want %v", path, info.Mode().Perm(), mode)
	}
}
