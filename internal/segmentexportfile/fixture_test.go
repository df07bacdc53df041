package segmentexportfile_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

const (
	fileType    = "fullstory_segment_export_file"
	fileAddress = fileType + ".x"
)

// fileWith is a configuration of an export and its file, with more arguments for
// each.
func fileWith(file string, export ...string) string {
	return "resource \"fullstory_segment_export\" \"x\" {\n  segment_id = \"everyone\"\n  type = \"events\"\n" + strings.Join(export, "\n") + "\n}\n" +
		"resource \"fullstory_segment_export_file\" \"x\" {\n  export_id = fullstory_segment_export.x.id\n" + file + "\n}\n"
}

func packed(text string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = io.WriteString(w, text) // a buffer takes everything
	_ = w.Close()
	return b.Bytes()
}

func unpacked(t *testing.T, stored []byte) []byte {
	t.Helper()
	reader, err := gzip.NewReader(bytes.NewReader(stored))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	return plain
}

func sha(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// wantFile checks a file's content and permissions, and that nothing partial is
// beside it.
func wantFile(t *testing.T, path string, want []byte, mode os.FileMode) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s has %d bytes, want %d others: %v", path, len(got), len(want), err)
	}
	if info, err := os.Stat(path); err == nil && info.Mode().Perm() != mode {
		t.Errorf("%s has %v, want %v", path, info.Mode().Perm(), mode)
	}
	if partial, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".fullstory-*")); len(partial) > 0 {
		t.Errorf("partial files: %v", partial)
	}
}

// wantNoFile checks that a file does not exist.
func wantNoFile(t *testing.T, path string) {
	t.Helper()
	if _, err := os.Lstat(path); err == nil {
		t.Errorf("%s exists", path)
	}
}

// tree lists everything below a directory.
func tree(t *testing.T, root string) (paths []string) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		if path != root {
			paths = append(paths, strings.TrimPrefix(path, root+"/"))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// wantOne checks that there is one diagnostic, with all of the texts.
func wantOne(t *testing.T, diags []providertest.Diagnostic, texts ...string) {
	t.Helper()
	if len(diags) != 1 {
		t.Fatalf("%d diagnostics, want 1: %+v", len(diags), diags)
	}
	for _, text := range texts {
		if got := diags[0].Summary + "\n" + diags[0].Detail; !strings.Contains(got, text) {
			t.Errorf("it lacks %q:\n%s", text, got)
		}
	}
}

func text(s string) tftypes.Value { return tftypes.NewValue(tftypes.String, s) }
func flag(b bool) tftypes.Value   { return tftypes.NewValue(tftypes.Bool, b) }
func number(n int) tftypes.Value  { return tftypes.NewValue(tftypes.Number, n) }

// session is one resource under a CLI that runs in process.
type session struct {
	t       *testing.T
	p       *providertest.Protocol
	state   *tfprotov6.DynamicValue
	private []byte
}

func newSession(t *testing.T, p *providertest.Protocol) *session {
	t.Helper()
	return &session{t: t, p: p, state: p.Null(p.Resource(fileType))}
}

// apply plans and applies a configuration, and returns the diagnostics of both.
func (s *session) apply(config map[string]tftypes.Value) []*tfprotov6.Diagnostic {
	s.t.Helper()
	schema := s.p.Resource(fileType)
	proposed := map[string]tftypes.Value{}
	prior := map[string]tftypes.Value{}
	if !s.p.IsNull(schema, s.state) {
		prior = s.p.Attributes(schema, s.state)
	}
	for _, attribute := range schema.Block.Attributes {
		if value, found := config[attribute.Name]; found {
			proposed[attribute.Name] = value
		} else if value, found := prior[attribute.Name]; found && attribute.Computed {
			proposed[attribute.Name] = value
		} else if attribute.Computed {
			proposed[attribute.Name] = tftypes.NewValue(attribute.Type, tftypes.UnknownValue)
		}
	}
	planned, err := s.p.Server.PlanResourceChange(s.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: fileType, PriorState: s.state, ProposedNewState: s.p.Value(schema, proposed), Config: s.p.Value(schema, config), PriorPrivate: s.private,
	})
	if err != nil {
		s.t.Fatal(err)
	}
	if len(planned.Diagnostics) > 0 {
		return planned.Diagnostics
	}
	return s.change(planned.PlannedState, s.p.Value(schema, config), planned.PlannedPrivate)
}

func (s *session) destroy() []*tfprotov6.Diagnostic {
	s.t.Helper()
	null := s.p.Null(s.p.Resource(fileType))
	return s.change(null, null, s.private)
}

func (s *session) change(planned, config *tfprotov6.DynamicValue, private []byte) []*tfprotov6.Diagnostic {
	s.t.Helper()
	applied, err := s.p.Server.ApplyResourceChange(s.t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: fileType, PriorState: s.state, PlannedState: planned, Config: config, PlannedPrivate: private,
	})
	if err != nil {
		s.t.Fatal(err)
	}
	s.state, s.private = applied.NewState, applied.Private
	return applied.Diagnostics
}

func (s *session) refresh() []*tfprotov6.Diagnostic {
	s.t.Helper()
	read, err := s.p.Server.ReadResource(s.t.Context(), &tfprotov6.ReadResourceRequest{TypeName: fileType, CurrentState: s.state, Private: s.private})
	if err != nil {
		s.t.Fatal(err)
	}
	s.state, s.private = read.NewState, read.Private
	return read.Diagnostics
}

func (s *session) attributes() map[string]tftypes.Value {
	s.t.Helper()
	return s.p.Attributes(s.p.Resource(fileType), s.state)
}

// summaries returns the summaries of diagnostics.
func summaries(diags []*tfprotov6.Diagnostic) string {
	var all []string
	for _, d := range diags {
		all = append(all, d.Summary)
	}
	return strings.Join(all, "; ")
}

// exported is a fake with one completed export of some content, and a session
// for its file, without sockets.
func exported(t *testing.T, stored []byte, opts ...fullstorytest.Option) (*fullstorytest.Server, *session) {
	t.Helper()
	server := fullstorytest.New(opts...)
	server.AddOperation(exportID, "SEARCH_EXPORT", "COMPLETED")
	server.SetFile(exportID, bytes.NewReader(stored), int64(len(stored)))
	network := server.Network()
	t.Cleanup(network.CloseIdleConnections)
	p := providertest.NewProtocol(t, server, func(o *fullstory.Options) { o.Transport = network })
	return server, newSession(t, p)
}

const exportID = "export/1="

// fileAt is the configuration of the export's file.
func fileAt(path string) map[string]tftypes.Value {
	return map[string]tftypes.Value{"export_id": text(exportID), "path": text(path)}
}

// with adds arguments to a configuration.
func with(config map[string]tftypes.Value, name string, value tftypes.Value) map[string]tftypes.Value {
	config[name] = value
	return config
}

// run is a subtest in virtual time.
func run(t *testing.T, name string, test func(t *testing.T)) {
	t.Helper()
	t.Run(name, func(t *testing.T) { synctest.Test(t, test) })
}
