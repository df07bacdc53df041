package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// Settings from a resource that does not exist yet are unknown in its plan,
// which reads a data source.
func TestAcc_DataSource_UnknownProviderSettings(t *testing.T) {
	t.Parallel()
	server := fullstorytest.New()
	defer server.Close()
	server.AddOperation("op", "SEARCH_EXPORT", "COMPLETED")
	config := func(more string) string {
		return fmt.Sprintf(`
resource "terraform_data" "settings" {
  input = { endpoint = %q, retries = 1 }
}
provider "fullstory" {
  endpoint    = terraform_data.settings.output.endpoint
  max_retries = terraform_data.settings.output.retries
}
data "fullstory_segment_export" "x" {
  id = "op"
  %s
}
`, server.URL(), more)
	}
	cli := providertest.NewCLI(t, server, config(""))
	cli.PlanFails("The provider is not configured yet", "The provider cannot read a segment export", "depends_on",
		"Unknown settings: max_retries, endpoint")
	if n := len(server.Requests()); n != 0 {
		t.Errorf("%d requests", n)
	}
	// The remedy of the error message.
	cli.Configure(config("depends_on = [terraform_data.settings]"))
	cli.Apply()
	if got, _ := cli.State("data.fullstory_segment_export.x"); got == nil || len(server.Requests()) != 1 {
		t.Errorf("after %d requests the state is %v", len(server.Requests()), got)
	}
	// Once the resource exists, depends_on is no longer needed.
	cli.Configure(config(""))
	if result := cli.Run("plan", "-json"); result.ExitCode != 0 || strings.Contains(result.Output, "not configured yet") {
		t.Errorf("a later plan fails:\n%s", result.Output)
	}
}
