package providertest

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// Gunzip returns the content of a gzip file.
func Gunzip(t testing.TB, stored []byte) []byte {
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

// ExpectFile checks the content and the permissions of a file, and that no
// partial file is beside it.
func ExpectFile(t testing.TB, path string, want []byte, mode os.FileMode) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s has %d bytes, want %d others: %v", path, len(got), len(want), err)
	}
	if info, err := os.Stat(path); err == nil && info.Mode().Perm() != mode {
		t.Errorf("%s has %v, want %v", path, info.Mode().Perm(), mode)
	}
	if partial, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".fullstory-*")); len(partial) > 0 {
		t.Errorf("partial files: %v", partial)
	}
}
