package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// Settings that come from what does not exist yet are unknown in the plan that
// makes it, which is when data sources are read.
func TestAcc_DataSources_UnknownProviderSettings(t *testing.T) {
	for source, c := range map[string]struct{ arguments, doing string }{
		"fullstory_segment":         {`name = "Everyone"`, "list segments"},
		"fullstory_segments":        {"", "list segments"},
		"fullstory_segment_export":  {`id = "op"`, "read a segment export"},
		"fullstory_segment_exports": {"", "list segment exports"},
		"fullstory_caller_identity": {"", "look up the owner of the API key"},
	} {
		t.Run(source, func(t *testing.T) {
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
data %q "x" {
  %s
  %s
}
`, server.URL(), source, c.arguments, more)
			}
			cli := providertest.NewCLI(t, server, config(""))
			cli.WantRefused("The provider is not configured yet", "The provider cannot "+c.doing, "depends_on",
				"Unknown settings: max_retries, endpoint")
			if n := len(server.Requests()); n != 0 {
				t.Errorf("%d requests", n)
			}
			// As the error says.
			cli.Configure(config("depends_on = [terraform_data.settings]"))
			cli.Apply()
			if got, _ := cli.State("data." + source + ".x"); got == nil || len(server.Requests()) != 1 {
				t.Errorf("after %d requests the state says %v", len(server.Requests()), got)
			}
			// And once it exists, without.
			cli.Configure(config(""))
			if result := cli.Run("plan", "-json"); result.ExitCode != 0 || strings.Contains(result.Output, "not configured yet") {
				t.Errorf("a later plan says\n%s", result.Output)
			}
		})
	}
}
