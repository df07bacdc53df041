//go:build unix

package soak_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// files checks that each file is whole, and that nothing else lies beside them.
// What a SIGKILL leaves is counted and cleared away, as its user would.
func (s *soak) files(done blow, after picture) {
	s.t.Helper()
	folder := filepath.Join(s.cli.Dir, "out")
	entries, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		s.t.Fatal(err)
	}
	for _, file := range entries {
		path := filepath.Join(folder, file.Name())
		if strings.HasPrefix(file.Name(), ".") {
			if done != killed {
				s.t.Errorf("%s: %s was left behind", done, file.Name())
			}
			s.books.litter++
			s.remove(path)
			continue
		}
		if !s.isWhole(file.Name(), path, after) {
			s.t.Errorf("%s: the file of %s is no export of it", done, file.Name())
		}
		if _, known := after.state[fileAddress(file.Name())]; !known {
			if done != killed {
				s.t.Errorf("%s: the state does not know the file of %s", done, file.Name())
			}
			s.books.orphans++
			s.remove(path)
		}
	}
}

func (s *soak) remove(path string) {
	s.t.Helper()
	if err := os.Remove(path); err != nil {
		s.t.Fatal(err)
	}
}

// isWhole tells whether a file is what one of its segment's exports holds.
func (s *soak) isWhole(segment, path string, after picture) bool {
	s.t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, id := range after.made(segment, 0) {
		if bytes.Equal(content, s.stored(id)) {
			return true
		}
	}
	return false
}

// stored is what an export's file holds, unpacked.
func (s *soak) stored(id string) []byte {
	s.t.Helper()
	packed, err := gzip.NewReader(bytes.NewReader(s.server.File(id)))
	if err != nil {
		s.t.Fatal(err)
	}
	plain, err := io.ReadAll(packed)
	if err != nil {
		s.t.Fatal(err)
	}
	return plain
}

// end wants that all has come to what the configuration says, that nothing is
// left to do, and that a destroy leaves nothing.
func (s *soak) end() {
	s.t.Helper()
	last := s.look()
	for segment, version := range s.version {
		id, held := last.held(segment)
		if held != version || last.state[exportAddress(segment)].Values["state"] != "COMPLETED" {
			s.t.Errorf("%s is of version %q, want %q: %v", segment, held, version, last.state[exportAddress(segment)].Values)
			continue
		}
		content, err := os.ReadFile(filepath.Join(s.cli.Dir, "out", segment))
		if err != nil || !bytes.Equal(content, s.stored(id)) {
			s.t.Errorf("the file of %s is not that of %s: %v", segment, id, err)
		}
	}
	if result := s.cli.Run("plan", "-detailed-exitcode"); result.ExitCode != 0 {
		s.t.Errorf("the last plan is not empty:\n%s", result.Output)
	}
	if result := s.cli.Run("destroy", "-auto-approve"); result.ExitCode != 0 {
		s.t.Errorf("destroy failed:\n%s", result.Output)
	}
	if left, _ := filepath.Glob(filepath.Join(s.cli.Dir, "out", "*")); len(left) > 0 || len(s.server.Exports()) != len(last.exports) {
		s.t.Errorf("a destroy leaves %v, and made %d exports", left, len(s.server.Exports())-len(last.exports))
	}
}
