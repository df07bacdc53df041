package exportfile

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// disk has the operations that change what is on disk, so that tests can stop
// or fail each of them.
var disk = struct {
	create       func(dir, pattern string) (*os.File, error)
	chmod        func(*os.File, fs.FileMode) error
	sync         func(*os.File) error
	link, rename func(from, to string) error
	remove       func(path string) error
}{os.CreateTemp, (*os.File).Chmod, (*os.File).Sync, os.Link, os.Rename, os.Remove}

// partial is a file that is being written, beside its target. Its name is its
// own: no other process or resource ever opens it.
type partial struct {
	*os.File
	target string // resolved
}

// partialPrefix begins the names of the partial files of a target. It is a hash
// because the name may be as long as the file system allows.
func partialPrefix(target string) string {
	sum := sha256.Sum256([]byte(filepath.Base(target)))
	return ".fullstory-" + hex.EncodeToString(sum[:6]) + "-"
}

const partialSuffix = ".part"

// createPartial creates a partial file for a target, and missing directories.
// Only its owner can read it until it is complete.
func createPartial(target string) (*partial, error) {
	dir := filepath.Dir(target)
	if err := os.MkdirAll(dir, 0o755); err != nil { //nolint:gosec // as mkdir does; the file has its own mode
		return nil, fmt.Errorf("its directory cannot be created: %w", err)
	}
	if err := checkTarget(target); err != nil { // a name that is too long is only noticed now
		return nil, err
	}
	file, err := disk.create(dir, partialPrefix(target)+"*"+partialSuffix)
	if err != nil {
		return nil, err
	}
	return &partial{File: file, target: target}, nil
}

// empty removes what was written to the file.
func (p *partial) empty() error {
	_, err := p.Seek(0, io.SeekStart)
	return errors.Join(err, p.Truncate(0))
}

// commit writes the file to disk and moves it to its target: readers find the
// old file or the new one, whole. It returns the modification time, and why the
// file does not have the mode, which is no reason to do without the file.
func (p *partial) commit(ctx context.Context, mode fs.FileMode, mayReplace replaceRule) (modified time.Time, modeErr, err error) {
	info, err := p.Stat()
	if err != nil {
		return time.Time{}, nil, err
	}
	if info.Mode().Perm() != mode { // some file systems refuse even what would change nothing
		modeErr = disk.chmod(p.File, mode)
	}
	// Some file systems cannot sync. Those that can report here, or when the file
	// is closed, that its content was not stored.
	if err := disk.sync(p.File); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, errors.ErrUnsupported) {
		return time.Time{}, nil, err
	}
	if err := p.Close(); err != nil {
		return time.Time{}, nil, err
	}
	if info, err = os.Lstat(p.Name()); err != nil {
		return time.Time{}, nil, err
	}
	err = install(ctx, p.Name(), p.target, linkNew, mayReplace)
	if err == nil {
		syncDirectory(filepath.Dir(p.target))
	}
	return info.ModTime(), modeErr, err
}

// discard removes the file, unless it was committed.
func (p *partial) discard() {
	_ = p.Close()
	_ = disk.remove(p.Name()) // after a commit, the name is gone
}

// staleAfter is the age at which a partial file was certainly left by a process
// that was killed: a download ends if no byte arrives for minutes.
const staleAfter = 24 * time.Hour

// removeStale removes partial files of a target that killed processes left.
// Such a name may be a second one of the finished file, so it is only unlinked.
func removeStale(target string) {
	dir, prefix := filepath.Dir(target), partialPrefix(target)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return // a directory may be writable but not readable
	}
	for _, entry := range entries {
		if !entry.Type().IsRegular() || !strings.HasPrefix(entry.Name(), prefix) || !strings.HasSuffix(entry.Name(), partialSuffix) {
			continue
		}
		if info, err := entry.Info(); err == nil && time.Since(info.ModTime()) > staleAfter {
			_ = disk.remove(filepath.Join(dir, entry.Name()))
		}
	}
}

// syncDirectory writes a directory's entries to disk, as far as that is
// possible: Windows cannot, and a directory may be writable but not readable.
func syncDirectory(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}
