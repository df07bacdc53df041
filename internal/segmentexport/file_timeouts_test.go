package segmentexport_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

const fileType = "fullstory_segment_export_file"

var limits = tftypes.Object{AttributeTypes: map[string]tftypes.Type{"create": tftypes.String, "update": tftypes.String}}

// fileOf is the configuration of a file; an empty timeout is none.
func fileOf(p *providertest.Protocol, id, path string, decompress bool, timeout string) *tfprotov6.DynamicValue {
	config := map[string]tftypes.Value{
		"export_id": text(id), "path": text(path), "decompress": flag(decompress),
		"file_permission": text("0600"), "restore": flag(true),
		"id": unknownText, "sha256": unknownText, "source_file_name": unknownText,
		"size_bytes": tftypes.NewValue(tftypes.Number, tftypes.UnknownValue),
	}
	if timeout != "" {
		config["timeouts"] = tftypes.NewValue(limits, map[string]tftypes.Value{"create": text(timeout), "update": text(timeout)})
	}
	return p.Value(p.Resource(fileType), config)
}

// A download takes as long as bytes arrive, unless timeouts says otherwise.
func TestUnit_SegmentExportFile_KeepsToItsTimeouts(t *testing.T) {
	for name, c := range map[string]struct {
		fault fullstorytest.Fault
		limit time.Duration
	}{
		"a store that stalls":  {fullstorytest.StallBody(), 30 * time.Second},
		"a byte now and again": {fullstorytest.Trickle(50 * time.Second), 10 * time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			path := filepath.Join(folder, "new", "f")
			synctest.Test(t, func(t *testing.T) {
				server := fullstorytest.New(fullstorytest.WithLinkLifetime(time.Hour))
				defer server.Close()
				network := server.Network()
				defer network.CloseIdleConnections()
				const id = "export"
				stored := packed(strings.Repeat("0123456789", 1000))
				server.AddOperation(id, "SEARCH_EXPORT", "COMPLETED")
				server.SetFile(id, bytes.NewReader(stored), int64(len(stored)))
				run := func() *providertest.Protocol { // each claims its paths anew
					return providertest.NewProtocol(t, server, func(o *fullstory.Options) { o.Transport = network })
				}
				tooLong := func(diags []*tfprotov6.Diagnostic, began time.Time) {
					t.Helper()
					wantOneError(t, diags, "The download took too long", "within the time that timeouts sets", "Raise the timeout", "Operation: "+id)
					if took := time.Since(began); took != c.limit {
						t.Errorf("it took %s, want %s", took, c.limit)
					}
				}

				server.Inject(fullstorytest.RouteDownload, c.fault)
				p, began := run(), time.Now()
				created := p.Create(t.Context(), fileType, fileOf(p, id, path, true, c.limit.String()))
				tooLong(created.Diagnostics, began)
				if left, _ := os.ReadDir(folder); len(left) > 0 || !p.IsNull(p.Resource(fileType), created.NewState) {
					t.Errorf("a create that failed left %v", left)
				}

				server.Inject(fullstorytest.RouteDownload, c.fault)
				p = run()
				created = p.Create(t.Context(), fileType, fileOf(p, id, path, true, ""))
				if len(created.Diagnostics) > 0 {
					t.Fatalf("without a timeout: %s", created.Diagnostics[0].Summary)
				}
				wantFile(t, path, unpacked(t, stored), 0o600)

				server.Inject(fullstorytest.RouteDownload, c.fault)
				p, began = run(), time.Now()
				updated := p.Update(t.Context(), fileType, created.NewState, fileOf(p, id, path, false, c.limit.String()))
				tooLong(updated.Diagnostics, began)
				wantFile(t, path, unpacked(t, stored), 0o600)
			})
		})
	}
}
