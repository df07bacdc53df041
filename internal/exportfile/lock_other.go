//go:build !darwin && !dragonfly && !freebsd && !linux && !netbsd && !openbsd

package exportfile

import (
	"errors"
	"io/fs"
	"os"
)

const openFlags = 0

// openPartial creates a partial file, in place of one that a killed process
// left. Windows does not remove a file that a process has open.
func openPartial(name string) (*os.File, error) {
	if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, ErrBusy
	}
	return os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
}

// lockExisting does nothing: a file that is open cannot be renamed.
func lockExisting(string) (release func(), err error) { return func() {}, nil }
