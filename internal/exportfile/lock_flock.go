//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package exportfile

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// openFlags keep opening from following a link, and from waiting for the other
// end of a pipe that took the file's place.
const openFlags = syscall.O_NOFOLLOW | syscall.O_NONBLOCK

// openAttempts limits how often a partial file may be replaced while it is
// opened, and ends the search where no file keeps its inode.
const openAttempts = 100

// openPartial creates a partial file, or takes over one that a killed process
// left, and locks it until it is closed. File systems without locks are used
// without.
func openPartial(name string) (*os.File, error) {
	for range openAttempts {
		if info, err := os.Lstat(name); err == nil && !info.Mode().IsRegular() {
			return nil, &fs.PathError{Op: "create", Path: name, Err: &NotRegularError{kindOf(info.Mode())}}
		}
		file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|openFlags, 0o600)
		if errors.Is(err, fs.ErrPermission) && os.Remove(name) == nil {
			continue // it was left with another mode
		}
		if err != nil {
			return nil, err
		}
		if err := lock(file); err != nil {
			_ = file.Close()
			return nil, err
		}
		// Until it was locked, its owner may have renamed or removed it.
		opened, err := file.Stat()
		if current, lost := os.Lstat(name); err == nil && lost == nil && os.SameFile(opened, current) {
			return file, file.Truncate(0)
		}
		_ = file.Close()
	}
	return nil, ErrBusy
}

func lock(file *os.File) error {
	err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return ErrBusy
	}
	return nil // also for a file system without locks
}

// lockExisting locks an existing file until it is released.
func lockExisting(path string) (release func(), err error) {
	file, err := os.OpenFile(path, os.O_RDONLY|openFlags, 0)
	if err != nil {
		return nil, err
	}
	if err := lock(file); err != nil {
		_ = file.Close()
		return nil, err
	}
	return func() { _ = file.Close() }, nil
}
