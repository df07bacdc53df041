package exportfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
)

// PathRule says what PathPattern requires.
const PathRule = "must be the path of a file, neither blank nor ending in a slash"

// PathPattern matches what can be the path of a file.
var PathPattern = regexp.MustCompile(`(?s)(\S.*[^/\\]|[^\s/\\])$`)

// CheckPath reports, without changing anything, why a file cannot be put at a
// path, such as that a directory is there.
func CheckPath(path string) error { return checkTarget(resolve(path)) }

func checkTarget(target string) error {
	info, err := os.Lstat(target)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil && !info.Mode().IsRegular() {
		err = &NotRegularError{kindOf(info.Mode())}
	}
	return err
}

// CheckWritable reports why a file cannot be written at a path. It creates the
// file's directories, and a partial file that it removes again.
func CheckWritable(path string) error {
	part, err := createPartial(resolve(path))
	if err == nil {
		part.discard()
	}
	return err
}

// SamePath reports whether two paths lead to the same name in the same
// directory.
func SamePath(a, b string) bool {
	a, b = absolute(a), absolute(b)
	if a == b {
		return true
	}
	if filepath.Base(a) != filepath.Base(b) {
		return false
	}
	inA, errA := os.Stat(filepath.Dir(a))
	inB, errB := os.Stat(filepath.Dir(b))
	return errA == nil && errB == nil && os.SameFile(inA, inB)
}

// resolve returns the absolute path of the file itself: if path is a symbolic
// link, the file that it leads to, whether that exists or not. The link stays.
func resolve(path string) string {
	path = absolute(path)
	for range 40 { // as many as Linux follows
		target, err := os.Readlink(path)
		if err != nil {
			break // not a link
		}
		if !filepath.IsAbs(target) {
			target = filepath.Join(filepath.Dir(path), target)
		}
		path = target
	}
	return path
}

// absolute cleans a path as Terraform's own functions do.
func absolute(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return filepath.Clean(path)
}

func kindOf(mode fs.FileMode) string {
	switch {
	case mode.IsDir():
		return "a directory"
	case mode&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	case mode&fs.ModeDevice != 0:
		return "a device"
	case mode&fs.ModeSymlink != 0:
		return "a symbolic link that leads nowhere"
	}
	return "something other than a file"
}
