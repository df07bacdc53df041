package localfile

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

// Content tells a file's bytes from any other.
type Content struct {
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"` // hexadecimal
	// Modified is when the file was last written to, by its file system.
	Modified time.Time `json:"modified"`
}

// Same tells whether two files hold the same bytes.
func (c Content) Same(other Content) bool { return c.Size == other.Size && c.SHA256 == other.SHA256 }

// Read reads a file's content; the error is [fs.ErrNotExist] where there is
// none.
func Read(path string) (Content, error) {
	file, err := os.Open(path)
	if err != nil {
		return Content{}, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return Content{}, err
	}
	if !info.Mode().IsRegular() {
		return Content{}, &fs.PathError{Op: "read", Path: path, Err: errors.New("it is not a regular file")}
	}
	sum := sha256.New()
	size, err := io.Copy(sum, file)
	if err != nil {
		return Content{}, err
	}
	return Content{Size: size, SHA256: hex.EncodeToString(sum.Sum(nil)), Modified: info.ModTime()}, nil
}

// Standing tells whether a file still holds a content. Size and time of
// modification answer where they can; else the file is read. The content that
// is returned has the present time of modification.
func Standing(path string, was Content) (Content, bool, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return Content{}, false, nil
	case err != nil:
		return Content{}, false, err
	case !info.Mode().IsRegular(), info.Size() != was.Size:
		return Content{}, false, nil
	case info.ModTime().Equal(was.Modified):
		return was, true, nil
	}
	now, err := Read(path)
	return now, err == nil && now.Same(was), err
}
