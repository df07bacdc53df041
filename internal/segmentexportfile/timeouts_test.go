package segmentexportfile_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// A download takes as long as bytes arrive, unless timeouts limits it.
func TestUnit_SegmentExportFile_Timeouts(t *testing.T) {
	limits := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"create": tftypes.String, "update": tftypes.String}}
	stored := packed(strings.Repeat("0123456789,\n", 1000))
	for name, c := range map[string]struct {
		route fullstorytest.Route
		fault fullstorytest.Fault
		limit time.Duration
	}{
		"the store stalls":       {fullstorytest.RouteDownload, fullstorytest.StallBody(), 30 * time.Second},
		"the transfer is slow":   {fullstorytest.RouteDownload, fullstorytest.Trickle(50 * time.Second), 10 * time.Minute},
		"the API is unavailable": {fullstorytest.RouteGetResults, fullstorytest.Unavailable("60"), 30 * time.Second},
	} {
		run(t, name, func(t *testing.T) {
			server, session := exported(t, stored, fullstorytest.WithLinkLifetime(time.Hour))
			file := session.Resource(fileType)
			dir := t.TempDir()
			path := filepath.Join(dir, "new", "f")
			limited := func(config map[string]tftypes.Value) map[string]tftypes.Value {
				limit := providertest.String(c.limit.String())
				return with(config, "timeouts", tftypes.NewValue(limits, map[string]tftypes.Value{"create": limit, "update": limit}))
			}
			inTime := func(what string, config map[string]tftypes.Value) {
				t.Helper()
				server.Inject(c.route, c.fault)
				began := time.Now()
				diags := apply(t, file, config)
				if took := time.Since(began); len(diags) != 1 || took > c.limit {
					t.Errorf("%s took %s and reports %q", what, took, summaries(diags))
				}
			}
			inTime("create", limited(fileAt(path)))
			if left := tree(t, dir); !slices.Equal(left, []string{"new"}) {
				t.Errorf("create left %v", left)
			}
			server.ClearFaults()
			file = session.Resource(fileType)
			server.Inject(c.route, c.fault)
			if diags := apply(t, file, fileAt(path)); diags != nil {
				t.Fatalf("without a timeout: %s\n%s", diags[0].Summary, diags[0].Detail)
			}
			inTime("update", limited(with(fileAt(path), "decompress", providertest.Bool(false))))
			providertest.ExpectFile(t, path, providertest.Gunzip(t, stored), 0o600)
		})
	}
}
