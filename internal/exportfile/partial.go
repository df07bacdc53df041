package exportfile

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

// partial is a file that is being written, beside its target.
type partial struct {
	*os.File
	target  string // resolved
	mode    fs.FileMode
	created []string // directories
	done    bool
}

// partialName returns the path of the partial file of a target. It is always
// the same one, so that the next download, update or destroy finds what a
// killed process left.
func partialName(target string) string {
	sum := sha256.Sum256([]byte(filepath.Base(target)))
	return filepath.Join(filepath.Dir(target), ".fullstory-"+hex.EncodeToString(sum[:6])+".part")
}

// createPartial creates the partial file of a target, and missing directories.
// Only its owner can read it until it is complete.
func createPartial(target string, mode fs.FileMode) (*partial, error) {
	created, err := createDirectories(filepath.Dir(target))
	if err != nil {
		return nil, err
	}
	file, err := openPartial(partialName(target))
	if err != nil {
		removeDirectories(created)
		return nil, err
	}
	return &partial{File: file, target: target, mode: mode, created: created}, nil
}

// restart empties the file.
func (p *partial) restart() error {
	_, err := p.Seek(0, io.SeekStart)
	return errors.Join(err, p.Truncate(0))
}

// commit writes the file to disk and moves it to its target: readers find the
// old file or the new one, whole. It returns the modification time.
func (p *partial) commit(ctx context.Context, mayReplace replaceRule) (time.Time, error) {
	if err := errors.Join(p.Chmod(p.mode), p.Sync()); err != nil {
		return time.Time{}, err
	}
	info, err := p.Stat()
	if err != nil {
		return time.Time{}, err
	}
	if runtime.GOOS == "windows" { // elsewhere it stays locked until it is in place
		_ = p.Close()
	}
	if err := place(ctx, p.Name(), p.target, mayReplace); err != nil {
		return time.Time{}, err
	}
	p.done = true
	_ = p.Close()
	syncDirectory(filepath.Dir(p.target))
	return info.ModTime(), nil
}

// discard removes a file that was not committed, and the directories that were
// created for it.
func (p *partial) discard() {
	if p.done {
		return
	}
	p.done = true
	if runtime.GOOS == "windows" {
		_ = p.Close()
	}
	_ = os.Remove(p.Name())
	_ = p.Close()
	removeDirectories(p.created)
}

// removeStale removes a partial file that a killed process left.
func removeStale(target string) {
	name := partialName(target)
	if info, err := os.Lstat(name); err != nil || !info.Mode().IsRegular() {
		return
	}
	if file, err := openPartial(name); err == nil {
		(&partial{File: file}).discard()
	}
}

// replaceRule reports whether the file at a path may be replaced.
type replaceRule func(path string) (bool, error)

const (
	// vacateTimeout is how long a file waits for another one to leave its place:
	// a resource of the same configuration may be about to move or remove it.
	vacateTimeout  = 5 * time.Second
	vacateInterval = 100 * time.Millisecond
)

// place moves a file to its target. The error is [ErrExists] if another file is
// there, stays there, and may not be replaced.
func place(ctx context.Context, from, to string, mayReplace replaceRule) error {
	var checked fs.FileInfo
	for end := time.Now().Add(vacateTimeout); ; {
		err := moveNew(from, to)
		if !errors.Is(err, ErrExists) {
			return err
		}
		info, statErr := os.Lstat(to)
		switch {
		case errors.Is(statErr, fs.ErrNotExist):
			info = nil // it has just left
		case statErr != nil:
			return statErr
		case !info.Mode().IsRegular():
			return &NotRegularError{kindOf(info.Mode())}
		}
		if info != nil && (checked == nil || !os.SameFile(info, checked) || !info.ModTime().Equal(checked.ModTime()) || info.Size() != checked.Size()) {
			if replace, err := mayReplace(to); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			} else if replace {
				return os.Rename(from, to)
			}
			checked = info
		}
		if !time.Now().Before(end) {
			return err
		}
		if !rest.Sleep(ctx, vacateInterval) {
			return ctx.Err()
		}
	}
}

// moveNew renames a file to a name that must be free. A hard link does it in
// one step, where the file system has them.
func moveNew(from, to string) error {
	switch err := os.Link(from, to); {
	case err == nil:
		if err = os.Remove(from); err != nil {
			err = errors.Join(err, os.Remove(to)) // as if nothing had happened
		}
		return err
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
