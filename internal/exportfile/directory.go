package exportfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// createDirectories creates a directory and those above it, with 0755 before
// the umask. It returns the ones that it created, the innermost first.
func createDirectories(dir string) (created []string, err error) {
	var missing []string
	for at := dir; ; at = filepath.Dir(at) {
		if _, err := os.Stat(at); !errors.Is(err, fs.ErrNotExist) || at == filepath.Dir(at) {
			break
		}
		missing = append(missing, at)
	}
	for i := len(missing) - 1; i >= 0; i-- {
		err := os.Mkdir(missing[i], 0o755) //nolint:gosec // what mkdir creates; the file has its own mode
		switch {
		case err == nil:
			created = append([]string{missing[i]}, created...)
		case !isDirectory(missing[i]): // else another process was faster
			removeDirectories(created)
			return nil, fmt.Errorf("its directory cannot be created: %w", err)
		}
	}
	return created, nil
}

// removeDirectories removes the directories that createDirectories created, up
// to the first that is not empty.
func removeDirectories(created []string) {
	for _, dir := range created {
		if info, err := os.Lstat(dir); err != nil || !info.IsDir() || os.Remove(dir) != nil {
			return
		}
	}
}

func isDirectory(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// syncDirectory writes a directory's entries to disk, as far as that is
// possible: Windows cannot, and a directory may be writable but not readable.
func syncDirectory(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}
