package segmentexportfile_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// The whole life of an export and its file, with every documented or observed
// form of the API that is unusual.
func TestAcc_SegmentExportFile_LifecycleInEveryFamily(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		format  string
		options []fullstorytest.Option
	}{
		"reference": {"reference", []fullstorytest.Option{
			fullstorytest.WithWireFormat("reference"), fullstorytest.WithAwkwardIDs(), fullstorytest.WithStrictQuery(), fullstorytest.WithOffsetTokens(),
			fullstorytest.WithPaginationTokenSpelling("camel"), fullstorytest.WithPercentages("string"), fullstorytest.WithBOM(),
		}},
		"reference in other spellings": {"reference", []fullstorytest.Option{
			fullstorytest.WithWireFormat("reference"), fullstorytest.WithAwkwardIDs(), fullstorytest.WithStrictQuery(),
			fullstorytest.WithPaginationTokenSpelling("snake"), fullstorytest.WithPercentages("float"), fullstorytest.WithOperationType("SOMETHING_NEW"),
			fullstorytest.WithIntegerErrorCodes(), fullstorytest.WithNotFoundLag(time.Second),
		}},
		"schema": {"schema", []fullstorytest.Option{
			fullstorytest.WithAwkwardIDs(), fullstorytest.WithStrictQuery(), fullstorytest.WithPaginationTokenSpelling("schema"),
			fullstorytest.WithOperationType(""), fullstorytest.WithOperationIDResponse(), fullstorytest.WithBOM(),
		}},
		"schema only": {"schema", []fullstorytest.Option{fullstorytest.WithSchemaFamilyOnly(), fullstorytest.WithAwkwardIDs()}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options := append(c.options, fullstorytest.WithDefaultScript(fullstorytest.Script{Running: "PENDING", Polls: 2}))
			server := newServer(t, options...)
			for i := range 150 { // two pages
				server.AddSegment(fullstorytest.Segment{ID: fmt.Sprint("another", i), Name: "Another"})
			}
			server.AddSegment(fullstorytest.Segment{ID: "last+one/=", Name: "The last one"})
			cli := providertest.NewCLI(t, server, `
data "fullstory_segment" "x" {
  name = "The last one"
}

resource "fullstory_segment_export" "x" {
  segment_id = data.fullstory_segment.x.id
  type       = "events"
}

data "fullstory_segment_export" "x" {
  id = fullstory_segment_export.x.id
}

resource "fullstory_segment_export_file" "x" {
  export_id = data.fullstory_segment_export.x.id
  path      = "events.json"
}
`)
			cli.Env = append(cli.Env, "FULLSTORY_WIRE_FORMAT="+c.format)
			cli.Apply()
			cli.ExpectEmptyPlan()
			exports := server.Exports()
			if len(exports) != 1 || exports[0].SegmentID != "last+one/=" {
				t.Fatalf("the exports are %v", exports)
			}
			providertest.ExpectFile(t, filepath.Join(cli.Dir, "events.json"), providertest.Gunzip(t, server.File(exports[0].ID)), 0o600)
			if state, _ := cli.State(fileAddress); state["row_count"] != 25.0 {
				t.Errorf("the state is %v", state)
			}
			if result := cli.Run("destroy", "-auto-approve", "-json"); result.ExitCode != 0 || len(result.Errors()) > 0 || len(cli.States()) > 0 {
				t.Errorf("destroy: %s", result.Output)
			}
			wantNoFile(t, filepath.Join(cli.Dir, "events.json"))
		})
	}
}
