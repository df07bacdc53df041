package exportfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
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

// Occupied reports whether a file is at a path.
func Occupied(path string) bool {
	info, err := os.Lstat(resolve(path))
	return err == nil && info.Mode().IsRegular()
}

// BeginsAtHome reports whether a shell would expand a path to one below the
// home directory.
func BeginsAtHome(path string) bool {
	return path == "~" || strings.HasPrefix(path, "~/") || strings.HasPrefix(path, `~\`)
}

var (
	packedName = regexp.MustCompile(`(?i)\.(gz|gzip|tgz)$`)
	plainName  = regexp.MustCompile(`(?i)\.(csv|json|jsonl|ndjson|tsv|txt)$`)
)

// Misnamed reports whether the name of a file promises that it is compressed if
// it is not, or the reverse. An unknown extension promises nothing.
func Misnamed(path string, decompressed bool) bool {
	if decompressed {
		return packedName.MatchString(path)
	}
	return plainName.MatchString(path)
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
	a, b = Absolute(a), Absolute(b)
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
	path = Absolute(path)
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

// Absolute cleans a path as Terraform's own functions do.
func Absolute(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return filepath.Clean(path)
}

func kindOf(mode fs.FileMode) string {
	switch {
	case mode.IsDir():
		return "a directory"
	case mode&fs.ModeSymlink != 0:
		return "a symbolic link that leads nowhere"
	}
	return "something other than a file"
}
