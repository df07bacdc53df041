package localfile

import (
	"os"
	"path/filepath"
)

// Place is a path's one spelling from the root, as far as that can be told.
func Place(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return filepath.Clean(path)
}

// SamePlace tells whether two paths name one place, whatever their spelling:
// the same name in the same folder.
func SamePlace(a, b string) bool {
	a, b = Place(a), Place(b)
	if a == b {
		return true
	}
	if filepath.Base(a) != filepath.Base(b) {
		return false
	}
	inA, errA := os.Stat(filepath.Dir(a))
	inB, errB := os.Stat(filepath.Dir(b))
	return errA == nil && errB == nil && os.SameFile(inA, inB)
}

// Probe finds out whether a file could be put at a path, and leaves nothing
// behind.
func Probe(path string) error {
	file, err := Create(path, 0o600)
	if err != nil {
		return err
	}
	file.Discard()
	return nil
}
