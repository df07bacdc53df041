package exportfile

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// Move moves an unchanged file to another path and returns its fingerprint
// there. Between file systems it copies.
//
// If another file is at the new path, the old path is vacated while waiting for
// that one to leave: two resources can swap their paths.
func (f Fingerprint) Move(ctx context.Context, from, to string, mode fs.FileMode) (Fingerprint, error) {
	from, to = resolve(from), resolve(to)
	removeStale(from)
	created, err := createDirectories(filepath.Dir(to))
	if err != nil {
		return f, err
	}
	err = moveNew(from, to)
	if errors.Is(err, ErrExists) {
		err = f.moveOver(ctx, from, to)
	}
	if errors.Is(err, syscall.EXDEV) {
		err = f.copy(ctx, from, to, mode)
	}
	if err != nil {
		removeDirectories(created)
		return f, err
	}
	syncDirectory(filepath.Dir(to))
	syncDirectory(filepath.Dir(from))
	_, now, err := f.Compare(to)
	return now, err
}

// moveOver moves a file to a path that is taken. Meanwhile the file is locked,
// so that it is not taken for a partial file that a killed process left.
func (f Fingerprint) moveOver(ctx context.Context, from, to string) error {
	parked := partialName(from)
	release, err := lockExisting(from)
	if err != nil {
		return err
	}
	defer release()
	if err := os.Rename(from, parked); err != nil {
		return err
	}
	err = place(ctx, parked, to, f.replaces)
	if err != nil {
		err = errors.Join(err, moveNew(parked, from))
	}
	return err
}

// copy copies a file to a path on another file system and removes it.
func (f Fingerprint) copy(ctx context.Context, from, to string, mode fs.FileMode) error {
	in, err := os.OpenFile(from, os.O_RDONLY|openFlags, 0)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := createPartial(to, mode)
	if err != nil {
		return err
	}
	defer out.discard()
	if _, err := io.Copy(out, in); err != nil {
		return err
	}
	if _, err := out.commit(ctx, f.replaces); err != nil {
		return err
	}
	return os.Remove(from)
}

// replaces is a [replaceRule]: a file with the same content may be replaced.
func (f Fingerprint) replaces(path string) (bool, error) {
	status, _, err := f.Compare(path)
	return status == Unchanged, err
}

// Remove removes the file at a path if it still has the size and modification
// time of f, and reports whether another file was left there. A file that was
// written again after the last refresh may belong to another resource by now,
// even if its content is the same.
func (f Fingerprint) Remove(path string) (left bool, err error) {
	path = resolve(path)
	removeStale(path)
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return false, nil
	case err != nil:
		return true, err
	case !info.Mode().IsRegular() || info.Size() != f.Size || !info.ModTime().Equal(f.Modified):
		return true, nil
	}
	return false, os.Remove(path)
}
