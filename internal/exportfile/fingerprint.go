package exportfile

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"syscall"
	"time"
)

// Fingerprint identifies the content of a file.
type Fingerprint struct {
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"` // hexadecimal
	// Modified is the modification time, which saves reading the file again.
	Modified time.Time `json:"modified"`
}

// Status is how a file compares with its fingerprint.
type Status int

// The statuses of a file.
const (
	Missing Status = iota
	Changed
	Unchanged
)

// Compare compares the file at a path with f. It reads the file only if the
// size is the same and the modification time is not. For an unchanged file it
// returns the fingerprint with the present modification time.
func (f Fingerprint) Compare(path string) (Status, Fingerprint, error) {
	path = resolve(path)
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return Missing, f, nil
	case err != nil:
		return Changed, f, err
	case !info.Mode().IsRegular(), info.Size() != f.Size:
		return Changed, f, nil
	case info.ModTime().Equal(f.Modified):
		return Unchanged, f, nil
	}
	now, err := read(path)
	if err != nil || now.Size != f.Size || now.SHA256 != f.SHA256 {
		return Changed, f, err
	}
	return Unchanged, now, nil
}

// read returns the fingerprint of a regular file.
func read(path string) (Fingerprint, error) {
	file, err := os.Open(path)
	if err != nil {
		return Fingerprint{}, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return Fingerprint{}, err
	}
	sum := sha256.New()
	size, err := io.Copy(sum, file)
	return Fingerprint{Size: size, SHA256: hex.EncodeToString(sum.Sum(nil)), Modified: info.ModTime()}, err
}
