package exportfile

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"sync"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

// replaceRule reports whether the file at a path may be replaced.
type replaceRule func(path string) (bool, error)

const (
	// occupiedTimeout is how long a file waits for another one to leave its
	// place: a resource of the same configuration may be about to move or remove
	// it.
	occupiedTimeout  = 5 * time.Second
	occupiedInterval = 100 * time.Millisecond
)

// placing lets one file at a time take a new name, so that no two resources
// find the same name free.
var placing sync.Mutex

// install moves a file to its target by renameTo. The error is [ErrExists] if
// another file is there, stays there, and may not be replaced.
func install(ctx context.Context, from, to string, renameTo func(from, to string) error, mayReplace replaceRule) error {
	for end := time.Now().Add(occupiedTimeout); ; {
		placing.Lock()
		err := renameTo(from, to)
		placing.Unlock()
		if !errors.Is(err, ErrExists) {
			return err
		}
		info, statErr := os.Lstat(to)
		switch {
		case errors.Is(statErr, fs.ErrNotExist): // it has just left
		case statErr != nil:
			return statErr
		case !info.Mode().IsRegular():
			return &NotRegularError{kindOf(info.Mode())}
		default:
			if replace, err := mayReplace(to); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			} else if replace {
				return disk.rename(from, to)
			}
		}
		if !time.Now().Before(end) {
			return err
		}
		if !rest.Sleep(ctx, occupiedInterval) {
			return ctx.Err()
		}
	}
}

// renameNew renames a file to a name that must be free. There is no portable
// call for this: another program could take the name between the check and the
// rename. A process that is killed leaves the file with one name or the other.
func renameNew(from, to string) error {
	switch info, err := os.Lstat(to); {
	case err == nil:
		if own, err := os.Lstat(from); err != nil || !os.SameFile(info, own) { // the file itself, if the case does not matter
			return ErrExists
		}
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	return disk.rename(from, to)
}

// linkNew renames a partial file to a name that must be free. Where the file
// system has hard links, no other program can take the name meanwhile. A
// process that is killed between the two steps leaves a second name of the
// finished file. That is harmless, because a partial file is never opened
// again, only removed.
func linkNew(from, to string) error {
	switch err := disk.link(from, to); {
	case err == nil:
		if err = disk.remove(from); err != nil {
			err = errors.Join(err, disk.remove(to)) // undo the link
		}
		return err
	case errors.Is(err, fs.ErrExist):
		return ErrExists
	}
	return renameNew(from, to)
}
