package segment_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// terraform test replaces the lists of data sources by mock data, without a
// request.
func TestAcc_Segments_MockProvider(t *testing.T) {
	t.Parallel()
	server := newServer(t)
	cli := providertest.NewCLI(t, server, `
data "fullstory_segments" "all" {}

data "fullstory_segment_exports" "all" {}

output "names" {
  value = [for s in data.fullstory_segments.all.segments : s.name]
}

output "states" {
  value = [for e in data.fullstory_segment_exports.all.exports : e.state]
}
`)
	err := os.WriteFile(filepath.Join(cli.Dir, "mock.tftest.hcl"), []byte(`
mock_provider "fullstory" {
  mock_data "fullstory_segments" {
    defaults = {
      segments = [{ id = "a", name = "Ada", creator = null, created = null, url = null }]
    }
  }

  mock_data "fullstory_segment_exports" {
    defaults = {
      exports = [{
        id = "op", state = "COMPLETED", created_at = null, finished_at = null, expires_at = null,
        search_export_id = null, error_details = null, estimate_pct_complete = null
      }]
    }
  }
}

run "mocked" {
  command = apply

  assert {
    condition     = output.names[0] == "Ada" && output.states[0] == "COMPLETED"
    error_message = "The lists are not the mock data."
  }
}
`), 0o600)
	if err != nil {
		t.Fatal(err)
	}
	if result := cli.Run("test"); result.ExitCode != 0 || len(server.Requests()) > 0 {
		t.Errorf("%d requests, and:\n%s", len(server.Requests()), result.Output)
	}
}
