//go:build unix

package soak_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// picture is what FullStory and the state hold at one time.
type picture struct {
	exports []fullstorytest.Export
	state   map[string]providertest.Instance
}

func (s *soak) look() picture {
	s.t.Helper()
	return picture{s.server.Exports(), s.cli.States()}
}

func exportAddress(segment string) string {
	return fmt.Sprintf("fullstory_segment_export.x[%q]", segment)
}

func fileAddress(segment string) string {
	return fmt.Sprintf("fullstory_segment_export_file.x[%q]", segment)
}

// held is the id and the version of an export in the state.
func (p picture) held(segment string) (id, version string) {
	values := p.state[exportAddress(segment)].Values
	id, _ = values["id"].(string)
	triggers, _ := values["triggers"].(map[string]any)
	version, _ = triggers["version"].(string)
	return id, version
}

// made are the ids of a segment's exports from a place in the books on.
func (p picture) made(segment string, from int) (ids []string) {
	for _, export := range p.exports[from:] {
		if export.SegmentID == segment {
			ids = append(ids, export.ID)
		}
	}
	return ids
}

// entry is one apply.
type entry struct {
	round         int
	done          blow
	wanted        map[string]string
	before, after picture
	output        string
}

// books are the reckoning of a run.
type books struct {
	applies           map[blow]int
	submitted, called int
	lost              []string // each with its cause
	litter, orphans   int
}

// enter checks an apply export by export: none that was not called for, none
// twice, and each in the state, unless the provider was killed before Terraform
// had its answer.
func (b *books) enter(t *testing.T, e entry) {
	t.Helper()
	if b.applies == nil {
		b.applies = map[blow]int{}
	}
	b.applies[e.done]++
	complete := e.completed()
	for segment, version := range e.wanted {
		oldID, oldVersion := e.before.held(segment)
		id, held := e.after.held(segment)
		made := e.after.made(segment, len(e.before.exports))
		calledFor := oldVersion != version
		b.submitted += len(made)
		if calledFor {
			b.called++
		}
		switch {
		case len(made) > 1, len(made) == 1 && !calledFor:
			t.Errorf("round %d: %s was submitted %d times, called for: %t", e.round, segment, len(made), calledFor)
		case len(made) == 1 && id == made[0] && held == version && !e.after.state[exportAddress(segment)].Tainted:
			// as it should be
		case len(made) == 1 && e.done == killed && !slices.Contains(complete, exportAddress(segment)):
			b.lost = append(b.lost, fmt.Sprintf("%s of %s: round %d killed the provider before Terraform had the answer", made[0], segment, e.round))
		case len(made) == 1:
			t.Errorf("round %d (%s): %s was made for %s and is lost: the state holds %q for version %q", e.round, e.done, made[0], segment, id, held)
		case id != oldID && id != "" || id == "" && oldID != "" && !calledFor:
			t.Errorf("round %d (%s): the state of %s went from %q to %q, and nothing was submitted", e.round, e.done, segment, oldID, id)
		}
	}
}

// completed are the addresses that Terraform said it was done with.
func (e entry) completed() (addresses []string) {
	lines := bufio.NewScanner(strings.NewReader(e.output))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var line struct {
			Type string `json:"type"`
			Hook struct {
				Action   string `json:"action"`
				Resource struct {
					Addr string `json:"addr"`
				} `json:"resource"`
			} `json:"hook"`
		}
		if json.Unmarshal(lines.Bytes(), &line) == nil && line.Type == "apply_complete" && line.Hook.Action == "create" {
			addresses = append(addresses, line.Hook.Resource.Addr)
		}
	}
	return addresses
}

func (b *books) String() string {
	var text strings.Builder
	fmt.Fprintf(&text, "applies: %d interrupted, %d with the provider killed, %d undisturbed\n", b.applies[interrupt], b.applies[killed], b.applies[none])
	fmt.Fprintf(&text, "exports: %d submitted, %d of them lost to SIGKILL\n", b.submitted, len(b.lost))
	for _, lost := range b.lost {
		fmt.Fprintf(&text, "  %s\n", lost)
	}
	fmt.Fprintf(&text, "left by SIGKILL alone: %d temporary files, %d whole files that the state does not know\n", b.litter, b.orphans)
	return text.String()
}
