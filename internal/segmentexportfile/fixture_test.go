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

// newServer returns a fake that lives as long as the test.
func newServer(t *testing.T, opts ...fullstorytest.Option) *fullstorytest.Server {
	t.Helper()
	server := fullstorytest.New(opts...)
	t.Cleanup(server.Close)
	return server
}

// fileWith returns the configuration of an export and its file, with further
// arguments for each.
func fileWith(file string, export ...string) string {
	return "resource \"fullstory_segment_export\" \"x\" {\n  segment_id = \"everyone\"\n  type = \"events\"\n" + strings.Join(export, "\n") + "\n}\n" +
		"resource \"fullstory_segment_export_file\" \"x\" {\n  export_id = fullstory_segment_export.x.id\n" + file + "\n}\n"
}

// onlyExport returns the configuration of an export without a file.
func onlyExport() string {
	config := fileWith("")
	return config[:strings.Index(config, "resource \"fullstory_segment_export_file\"")]
}

func packed(text string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = io.WriteString(w, text) // a buffer returns no error
	_ = w.Close()
	return b.Bytes()
}

func sha(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
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

// summaries returns the summaries of diagnostics.
func summaries(diags []*tfprotov6.Diagnostic) string {
	var all []string
	for _, d := range diags {
		all = append(all, d.Summary)
	}
	return strings.Join(all, "; ")
}

// exported returns a fake with one completed export of some content, and a
// session that reaches it without sockets.
func exported(t *testing.T, stored []byte, opts ...fullstorytest.Option) (*fullstorytest.Server, *providertest.Session) {
	t.Helper()
	server := newServer(t, opts...)
	server.AddOperation(exportID, "SEARCH_EXPORT", "COMPLETED")
	server.SetFile(exportID, bytes.NewReader(stored), int64(len(stored)))
	network := server.Network()
	t.Cleanup(network.CloseIdleConnections)
	return server, providertest.NewSession(t, server, func(o *fullstory.Options) { o.Transport = network })
}

const exportID = "export/1="

// apply plans and applies a configuration, and returns the diagnostics of both.
func apply(t *testing.T, file *providertest.Resource, config map[string]tftypes.Value) []*tfprotov6.Diagnostic {
	t.Helper()
	return file.Apply(t.Context(), config).Diagnostics
}

// mustApply applies a configuration without diagnostics.
func mustApply(t *testing.T, file *providertest.Resource, config map[string]tftypes.Value) {
	t.Helper()
	if diags := apply(t, file, config); diags != nil {
		t.Fatalf("%+v", diags[0])
	}
}

// fileAt returns the configuration of the export's file.
func fileAt(path string) map[string]tftypes.Value {
	return map[string]tftypes.Value{"export_id": providertest.String(exportID), "path": providertest.String(path)}
}

// with adds arguments to a configuration.
func with(config map[string]tftypes.Value, name string, value tftypes.Value) map[string]tftypes.Value {
	config[name] = value
	return config
}

// run runs a subtest in virtual time.
func run(t *testing.T, name string, test func(t *testing.T)) {
	t.Helper()
	t.Run(name, func(t *testing.T) { synctest.Test(t, test) })
}
