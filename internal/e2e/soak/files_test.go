//go:build unix

package soak_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// auditFiles checks that each file is complete, and that there are no others.
// What only an unsurvivable event may leave is counted and removed: partial
// files would stay for a day.
func (s *soak) auditFiles(event event, after snapshot) {
	s.t.Helper()
	directory := filepath.Join(s.cli.Dir, "out")
	entries, err := os.ReadDir(directory)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		s.t.Fatal(err)
	}
	survivable := event == none || events[event]
	for _, file := range entries {
		path := filepath.Join(directory, file.Name())
		if strings.HasPrefix(file.Name(), ".") {
			if survivable {
				s.t.Errorf("%s: %s was left behind", event, file.Name())
			}
			s.ledger.partial[event]++
			s.remove(path)
			continue
		}
		if !s.isComplete(file.Name(), path, after) {
			s.t.Errorf("%s: the file of %s is not one of its exports", event, file.Name())
		}
		if _, known := after.state[fileAddress(file.Name())]; !known {
			if survivable {
				s.t.Errorf("%s: the state does not have the file of %s", event, file.Name())
			}
			s.ledger.orphans[event]++
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

// isComplete reports whether a file is that of one of its segment's exports.
func (s *soak) isComplete(segment, path string, after snapshot) bool {
	s.t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, id := range slices.Backward(after.created(segment, 0)) { // it is most likely the latest
		if bytes.Equal(content, s.stored(id)) {
			return true
		}
	}
	return false
}

// stored returns an export's file, decompressed.
func (s *soak) stored(id string) []byte {
	s.t.Helper()
	return providertest.Gunzip(s.t, s.server.File(id))
}

// end checks that the last apply led to what the configuration texts, that the
// plan is empty, and that a destroy leaves nothing.
func (s *soak) end() {
	s.t.Helper()
	last := s.snapshot()
	for segment, version := range s.version {
		id, got := last.inState(segment)
		if got != version || last.state[exportAddress(segment)].AttributeValues["state"] != "COMPLETED" {
			s.t.Errorf("%s has version %q, want %q: %v", segment, got, version, last.state[exportAddress(segment)].AttributeValues)
			continue
		}
		content, err := os.ReadFile(filepath.Join(s.cli.Dir, "out", segment))
		if err != nil || !bytes.Equal(content, s.stored(id)) {
			s.t.Errorf("the file of %s is not that of %s: %v", segment, id, err)
		}
	}
	s.cli.ExpectEmptyPlan()
	if result := s.cli.Run("destroy", "-auto-approve"); result.ExitCode != 0 {
		s.t.Errorf("destroy failed:\n%s", result.Output)
	}
	left, err := os.ReadDir(filepath.Join(s.cli.Dir, "out"))
	if err == nil && len(left) > 0 || len(s.server.Exports()) != len(last.exports) {
		s.t.Errorf("a destroy leaves %v, and %d more exports", left, len(s.server.Exports())-len(last.exports))
	}
}
