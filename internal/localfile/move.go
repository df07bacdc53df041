package localfile

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// Move moves a file to a place that must be free, and makes the folders above
// it. Between file systems it copies, whole or not at all.
func Move(from, to string, mode fs.FileMode) (err error) {
	folder := filepath.Dir(to)
	made, err := makeFolders(folder)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			removeFolders(folder, made)
		}
	}()
	err = moveNew(from, to)
	if errors.Is(err, syscall.EXDEV) {
		err = copyTo(from, to, mode)
	}
	if err != nil {
		return err
	}
	syncFolder(folder)
	syncFolder(filepath.Dir(from))
	return nil
}

func copyTo(from, to string, mode fs.FileMode) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := Create(to, mode)
	if err != nil {
		return err
	}
	defer out.Discard()
	if _, err := io.Copy(out, in); err != nil {
		return err
	}
	if err := out.Commit(false); err != nil {
		return err
	}
	return os.Remove(from)
}
