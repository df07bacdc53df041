package provider_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

const (
	exportType = "fullstory_segment_export"
	fileType   = "fullstory_segment_export_file"
	doneID     = "done/1="
)

// stage is where an occasion takes place: a provider whose requests go over
// connections in memory, and which is to meet a fault once begin is called.
type stage struct {
	t      *testing.T
	server *fullstorytest.Server
	p      *providertest.Protocol
	begin  func()
	path   string // of a file
	// timeout is that of a wait.
	timeout string
}

// occasion is a way for a user to meet a fault.
type occasion struct {
	name   string
	route  fullstorytest.Route
	expect func(outcome) expected
	play   func(stage) scene
}

// scene is what an occasion comes to.
type scene struct {
	diags []*tfprotov6.Diagnostic
	state string // of the export, or that there is something; empty where there is nothing
}

func text(s string) tftypes.Value { return tftypes.NewValue(tftypes.String, s) }
func yes(b bool) tftypes.Value    { return tftypes.NewValue(tftypes.Bool, b) }

var occasions = []occasion{
	{"create", fullstorytest.RouteCreateExport, outcome.creation, func(s stage) scene {
		s.begin()
		return s.created(s.create(false))
	}},
	{"wait of a create", fullstorytest.RouteGetOperation, waits("warning"), func(s stage) scene {
		s.begin()
		return s.created(s.create(true))
	}},
	{"wait of an update", fullstorytest.RouteGetOperation, waits("error"), func(s stage) scene {
		made := s.create(false)
		s.begin()
		return s.created(s.p.Update(s.t.Context(), exportType, made.NewState, s.config(true)))
	}},
	{"refresh", fullstorytest.RouteGetOperation, outcome.refresh, func(s stage) scene {
		made := s.create(false)
		s.begin()
		read := s.p.Refresh(s.t.Context(), exportType, made.NewState)
		return scene{read.Diagnostics, s.stateOf(read.NewState)}
	}},
	{"destroy", fullstorytest.RouteCancelOperation, outcome.destruction, func(s stage) scene {
		made := s.create(false)
		s.begin()
		return s.created(s.p.Destroy(s.t.Context(), exportType, made.NewState))
	}},
	{"link of a file", fullstorytest.RouteGetResults, outcome.link, stage.file},
	{"download of a file", fullstorytest.RouteDownload, outcome.download, stage.file},
	{"link", fullstorytest.RouteGetResults, outcome.link, func(s stage) scene {
		s.begin()
		opened := s.p.Open(s.t.Context(), "fullstory_segment_export_results", map[string]tftypes.Value{"export_id": text(doneID)})
		return scene{opened.Diagnostics, something(len(opened.Diagnostics) == 0)}
	}},
	{"action", fullstorytest.RouteCreateExport, outcome.invocation, func(s stage) scene {
		s.begin()
		invoked := s.p.Invoke(s.t.Context(), exportType, map[string]tftypes.Value{"segment_id": text("everyone"), "type": text("events")}, nil)
		return scene{invoked.Diagnostics, something(len(invoked.Diagnostics) == 0)}
	}},
	{"query", fullstorytest.RouteListOperations, reads("Could not list the segment exports"), func(s stage) scene {
		s.begin()
		var diags []*tfprotov6.Diagnostic
		for _, row := range s.p.Query(exportType, nil, 100, false, nil) {
			diags = append(diags, row.Diagnostics...)
		}
		return scene{diags, something(len(diags) == 0)}
	}},
	source("exports", fullstorytest.RouteListOperations, "Could not list the segment exports", "fullstory_segment_exports", nil),
	source("segments", fullstorytest.RouteListSegments, "Could not list the segments", "fullstory_segments", nil),
	source("segment", fullstorytest.RouteGetSegment, "Could not read the segment", "fullstory_segment", map[string]tftypes.Value{"id": text("everyone")}),
	source("caller", fullstorytest.RouteGetMe, "Could not look up the owner of the API key", "fullstory_caller_identity", nil),
}

func source(name string, route fullstorytest.Route, summary, kind string, config map[string]tftypes.Value) occasion {
	return occasion{name, route, reads(summary), func(s stage) scene {
		s.begin()
		read := s.p.DataSource(s.t.Context(), kind, config)
		return scene{read.Diagnostics, something(len(read.Diagnostics) == 0)}
	}}
}

func something(there bool) string {
	if there {
		return "there"
	}
	return ""
}

func (s stage) config(wait bool) *tfprotov6.DynamicValue {
	return s.p.Value(s.p.Resource(exportType), map[string]tftypes.Value{
		"segment_id": text("everyone"), "type": text("events"),
		"wait_for_completion": yes(wait), "replace_on_expiry": yes(false),
		"timeouts": tftypes.NewValue(limits, map[string]tftypes.Value{"create": text(s.timeout), "update": text(s.timeout)}),
	})
}

var limits = tftypes.Object{AttributeTypes: map[string]tftypes.Type{"create": tftypes.String, "update": tftypes.String}}

func (s stage) create(wait bool) *tfprotov6.ApplyResourceChangeResponse {
	return s.p.Create(s.t.Context(), exportType, s.config(wait))
}

func (s stage) created(applied *tfprotov6.ApplyResourceChangeResponse) scene {
	return scene{applied.Diagnostics, s.stateOf(applied.NewState)}
}

// stateOf is where the export stands by the state, which must hold the id that
// the server gave.
func (s stage) stateOf(value *tfprotov6.DynamicValue) string {
	schema := s.p.Resource(exportType)
	if s.p.IsNull(schema, value) {
		return ""
	}
	attributes := s.p.Attributes(schema, value)
	if exports := s.server.Exports(); len(exports) != 1 || !attributes["id"].Equal(text(exports[0].ID)) {
		s.t.Errorf("the state holds the id %s, and the exports are %v", attributes["id"], exports)
	}
	state := ""
	if err := attributes["state"].As(&state); err != nil {
		s.t.Error(err)
	}
	return state
}

// file creates one, which is on disk where it is in the state, and nowhere else.
func (s stage) file() scene {
	unknown := tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
	schema := s.p.Resource(fileType)
	s.begin()
	applied := s.p.Create(s.t.Context(), fileType, s.p.Value(schema, map[string]tftypes.Value{
		"export_id": text(doneID), "path": text(s.path), "decompress": yes(true), "file_permission": text("0600"), "restore": yes(true),
		"id": unknown, "sha256": unknown, "source_file_name": unknown, "size_bytes": tftypes.NewValue(tftypes.Number, tftypes.UnknownValue),
	}))
	recorded := !s.p.IsNull(schema, applied.NewState)
	left, err := os.ReadDir(filepath.Dir(s.path))
	if err != nil {
		s.t.Fatal(err)
	}
	if recorded != (len(left) == 1) {
		s.t.Errorf("on disk are %v, and in the state = %t", left, recorded)
	}
	return scene{applied.Diagnostics, something(recorded)}
}

// Every way for a user to meet a fault, with every fault: once one that stays,
// and once one that passes. Printed with -v: how many pairs there are.
func TestUnit_Faults_Provider(t *testing.T) {
	pairs := 0
	for _, named := range fullstorytest.FaultCatalogue() {
		row, ok := outcomes[named.Name]
		if !ok {
			t.Errorf("nothing says what %q comes to", named.Name)
			continue
		}
		for _, o := range occasions {
			t.Run(named.Name+"/"+o.name, func(t *testing.T) {
				t.Parallel()
				want := o.expect(row)
				if want.sent == 0 {
					t.Fatal("nothing says what this pair comes to")
				}
				want.verify(t, "where the fault stays", meet(t, o, named.Fault, -1, row.timeout))
				if want.sent > 1 { // it is repeated, and gets through
					want = want.passed(o)
					want.verify(t, "where the fault passes", meet(t, o, named.Fault, 1, ""))
				}
			})
			pairs++
		}
	}
	t.Logf("%d pairs of occasion and fault, each met where the fault stays and where it passes", pairs)
	if all := len(outcomes) * len(occasions); pairs != all {
		t.Errorf("the table has %d pairs", all)
	}
}
