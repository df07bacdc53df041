//go:build unix

package soak_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

// snapshot is what FullStory and the state have at one time.
type snapshot struct {
	exports []fullstorytest.Export
	state   map[string]tfjson.StateResource
}

func (s *soak) snapshot() snapshot {
	s.t.Helper()
	return snapshot{s.server.Exports(), s.cli.States()}
}

func exportAddress(segment string) string {
	return fmt.Sprintf("fullstory_segment_export.x[%q]", segment)
}

func fileAddress(segment string) string {
	return fmt.Sprintf("fullstory_segment_export_file.x[%q]", segment)
}

// inState returns the ID and the version of a segment's export in the state.
func (p snapshot) inState(segment string) (id, version string) {
	values := p.state[exportAddress(segment)].AttributeValues
	id, _ = values["id"].(string)
	triggers, _ := values["triggers"].(map[string]any)
	version, _ = triggers["version"].(string)
	return id, version
}

// created returns the IDs of a segment's exports after the first so many.
func (p snapshot) created(segment string, first int) (ids []string) {
	for _, export := range p.exports[first:] {
		if export.SegmentID == segment {
			ids = append(ids, export.ID)
		}
	}
	return ids
}

// record is one apply.
type record struct {
	round         int
	event         event
	want          map[string]string // versions by segment
	before, after snapshot
	output        string // of Terraform, as JSON
}

// terraformEnded reports whether the event ends Terraform itself, which may
// then not have written the state.
func (r record) terraformEnded() bool {
	return r.event != none && !events[r.event] && r.event.target != provider
}

// ledger is the accounting of a run.
type ledger struct {
	applies          map[event]int
	submitted        map[event]int
	lost             map[event][]string
	partial, orphans map[event]int // files
}

func newLedger() ledger {
	return ledger{map[event]int{}, map[event]int{}, map[event][]string{}, map[event]int{}, map[event]int{}}
}

// audit checks an apply export by export: none without need, none twice, and
// each in the state, unless the event is one that no provider survives.
func (l *ledger) audit(t *testing.T, r record) {
	t.Helper()
	l.applies[r.event]++
	completed := r.completed()
	for segment, version := range r.want {
		oldID, oldVersion := r.before.inState(segment)
		id, got := r.after.inState(segment)
		created := r.after.created(segment, len(r.before.exports))
		needed := oldVersion != version
		l.submitted[r.event] += len(created)
		switch {
		case len(created) > 1, len(created) == 1 && !needed:
			t.Errorf("round %d (%s): %s was submitted %d times, needed: %t", r.round, r.event, segment, len(created), needed)
		case len(created) == 1 && id == created[0] && got == version && !r.after.state[exportAddress(segment)].Tainted:
			// in the state
		case len(created) == 1 && (r.terraformEnded() || r.event != none && !events[r.event] && !slices.Contains(completed, exportAddress(segment))):
			// Even after it has reported a creation, Terraform may end before it has
			// written the state. If only the provider is killed, it has.
			l.lost[r.event] = append(l.lost[r.event], fmt.Sprintf("%s of %s in round %d", created[0], segment, r.round))
		case len(created) == 1:
			t.Errorf("round %d (%s): %s of %s is lost: the state has %q with version %q", r.round, r.event, created[0], segment, id, got)
		case id == "" && oldID != "" && !needed && r.terraformEnded():
			// Terraform truncates the state file before it writes it.
			l.lost[r.event] = append(l.lost[r.event], fmt.Sprintf("%s of %s in round %d, with the state", oldID, segment, r.round))
		case id != oldID && id != "" || id == "" && oldID != "" && !needed:
			t.Errorf("round %d (%s): the state of %s changed from %q to %q without a submission", r.round, r.event, segment, oldID, id)
		}
	}
}

// completed returns the addresses whose creation Terraform reported.
func (r record) completed() (addresses []string) {
	for line := range strings.Lines(r.output) {
		var message struct {
			Type string `json:"type"`
			Hook struct {
				Action   string `json:"action"`
				Resource struct {
					Addr string `json:"addr"`
				} `json:"resource"`
			} `json:"hook"`
		}
		if json.Unmarshal([]byte(line), &message) == nil && message.Type == "apply_complete" && message.Hook.Action == "create" {
			addresses = append(addresses, message.Hook.Resource.Addr)
		}
	}
	return addresses
}

func (l *ledger) String() string {
	var lines []string
	for event, n := range l.applies {
		line := fmt.Sprintf("%-28s %d applies, %d exports submitted, %d lost", event.String()+":", n, l.submitted[event], len(l.lost[event]))
		if l.partial[event]+l.orphans[event] > 0 {
			line += fmt.Sprintf(", %d partial files, %d files that the state does not have", l.partial[event], l.orphans[event])
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}
