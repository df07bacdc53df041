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
// there. If another file is at the new path, it waits some seconds for that one
// to leave, and else returns [ErrExists]. Between file systems it copies; then
// modeErr is why the copy does not have the mode.
func (f Fingerprint) Move(ctx context.Context, from, to string, mode fs.FileMode) (now Fingerprint, modeErr, err error) {
	from, to = resolve(from), resolve(to)
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil { //nolint:gosec // as mkdir does; the file has its own mode
		return f, nil, err
	}
	err = install(ctx, from, to, renameNew, f.replaces)
	if copyHelps(err) {
		modeErr, err = f.copy(ctx, from, to, mode)
	}
	if err != nil {
		return f, nil, err
	}
	syncDirectory(filepath.Dir(to))
	syncDirectory(filepath.Dir(from))
	_, now, err = f.Compare(to)
	return now, modeErr, err
}

// copyHelps reports whether a rename failed for a reason that copying does not
// have. Systems report another file system by different errors.
func copyHelps(err error) bool {
	_, renaming := errors.AsType[*os.LinkError](err)
	return renaming && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrPermission)
}

// copy copies a file to a path on another file system and removes it.
func (f Fingerprint) copy(ctx context.Context, from, to string, mode fs.FileMode) (modeErr, err error) {
	in, err := os.Open(from)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	out, err := createPartial(to)
	if err != nil {
		return nil, err
	}
	defer out.discard()
	if _, err := io.Copy(out, in); err != nil {
		return nil, err
	}
	if _, modeErr, err = out.commit(ctx, mode, f.replaces); err != nil {
		return nil, err
	}
	_ = in.Close() // Windows removes no open file
	return modeErr, disk.remove(from)
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
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return false, nil
	case err != nil:
		return true, err
	case !info.Mode().IsRegular() || info.Size() != f.Size || !info.ModTime().Equal(f.Modified):
		return true, nil
	}
	return false, disk.remove(path)
}
