// Package localfile puts a file on disk whole or not at all: what is written
// stands beside its place under a name of its own, and is moved there once it
// is complete and on the disk.
package localfile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// ErrExists says that another file stands where one was to go.
var ErrExists = errors.New("another file stands there already")

// File is a file in the making. Write to it, then [File.Commit] it; or
// [File.Discard] it, which is harmless afterwards.
type File struct {
	// Modified is when it was last written to, once it is committed.
	Modified time.Time

	file *os.File
	path string
	made string // topmost folder that was made for it; empty: none
	done bool

	unsynced int // bytes
	syncing  sync.Mutex
	syncErr  error // of a sync meanwhile, which the system tells once
}

// syncEvery is how many bytes gather before they are sent to the disk.
const syncEvery = 16 << 20

// Create begins a file that is to stand at path, with a mode from its first
// byte on whatever the umask. Missing folders are made, with 0755.
func Create(path string, mode fs.FileMode) (*File, error) {
	folder := filepath.Dir(path)
	made, err := makeFolders(folder)
	if err != nil {
		return nil, err
	}
	temporary, err := os.CreateTemp(folder, "."+filepath.Base(path)+".*.partial") // made with 0600
	if err != nil {
		removeFolders(folder, made)
		return nil, err
	}
	f := &File{file: temporary, path: path, made: made}
	if err := temporary.Chmod(mode); err != nil {
		f.Discard()
		return nil, err
	}
	return f, nil
}

// Write appends to the file. What has gathered goes to the disk meanwhile, so
// that the commit of a large file does not have to wait for all of it.
func (f *File) Write(p []byte) (int, error) {
	n, err := f.file.Write(p)
	if f.unsynced += n; f.unsynced >= syncEvery && f.syncing.TryLock() {
		f.unsynced = 0
		go func() {
			defer f.syncing.Unlock()
			f.syncErr = errors.Join(f.syncErr, f.file.Sync())
		}()
	}
	return n, err
}

// Restart empties the file.
func (f *File) Restart() error {
	if _, err := f.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return f.file.Truncate(0)
}

// Commit writes the file through to the disk and moves it to its place. Where
// another stands there it is [ErrExists], unless replace is set: then readers
// find the old one or the new one, and nothing else, at any moment.
func (f *File) Commit(replace bool) error {
	f.syncing.Lock()
	defer f.syncing.Unlock()
	if err := errors.Join(f.syncErr, f.file.Sync()); err != nil {
		return err
	}
	info, err := f.file.Stat()
	if err := errors.Join(err, f.file.Close()); err != nil {
		return err
	}
	f.Modified = info.ModTime()
	if err := f.place(replace); err != nil {
		return err
	}
	f.done = true
	syncFolder(filepath.Dir(f.path))
	return nil
}

func (f *File) place(replace bool) error {
	if replace {
		return os.Rename(f.file.Name(), f.path)
	}
	return moveNew(f.file.Name(), f.path)
}

// moveNew renames a file to a name that must be free. A link does it in one
// step; not every file system has links.
func moveNew(from, to string) error {
	switch err := os.Link(from, to); {
	case err == nil:
		return os.Remove(from)
	case errors.Is(err, fs.ErrExist):
		return ErrExists
	}
	switch _, err := os.Lstat(to); {
	case err == nil:
		return ErrExists
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	return os.Rename(from, to)
}

// Discard removes a file that was not committed, and the folders that were
// made for it.
func (f *File) Discard() {
	f.syncing.Lock()
	defer f.syncing.Unlock()
	if f.done {
		return
	}
	f.done = true
	_ = f.file.Close() // nothing in it is wanted
	_ = os.Remove(f.file.Name())
	removeFolders(filepath.Dir(f.path), f.made)
}

// makeFolders makes a folder and those above it, and returns the topmost one
// that was not there before.
func makeFolders(folder string) (made string, err error) {
	for above := folder; ; above = filepath.Dir(above) {
		if _, err := os.Stat(above); err == nil || !errors.Is(err, fs.ErrNotExist) || above == filepath.Dir(above) {
			break
		}
		made = above
	}
	if err := os.MkdirAll(folder, 0o755); err != nil { //nolint:gosec // what a shell's mkdir makes; the file has its own mode
		removeFolders(folder, made)
		return "", fmt.Errorf("its folder cannot be made: %w", err)
	}
	return made, nil
}

// removeFolders removes what makeFolders made, as far as it is empty.
func removeFolders(folder, made string) {
	if made == "" {
		return
	}
	for ; ; folder = filepath.Dir(folder) {
		_ = os.Remove(folder) // one that holds something stays
		if folder == made || folder == filepath.Dir(folder) {
			return
		}
	}
}

// syncFolder writes a folder's entries through to the disk, where that can be
// done: Windows cannot, and a folder may be written to but not read. The file
// is there all the same.
func syncFolder(folder string) {
	if d, err := os.Open(folder); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}
