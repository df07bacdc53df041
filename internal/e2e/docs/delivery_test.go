package docs_test

import (
	"os"
	"strings"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// A file is uploaded again for another content, and not for another argument of
// its resource.
func TestAcc_Delivery_UploadsAnotherContentAlone(t *testing.T) {
	const upload = "terraform_data.google_storage_bucket_object_events"
	for _, example := range []string{"gcs", "bigquery"} {
		t.Run(example, func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(root + "/examples/delivery/" + example + "/main.tf")
			if err != nil {
				t.Fatal(err)
			}
			server := fullstorytest.New(fullstorytest.WithWireFormat("reference"))
			t.Cleanup(server.Close)
			c := providertest.NewCLI(t, server, "")
			c.Env = append(c.Env, environment()...)
			config := withStandIns(t, string(text))
			for _, step := range []struct{ from, to, want string }{
				{"", "", "create"},
				{"restore    = false", "restore    = true", "no-op"},
				{"2026-01-16", "2026-01-17", "delete create"},
			} {
				if !strings.Contains(config, step.from) {
					t.Fatalf("the example does not hold %q", step.from)
				}
				config = strings.ReplaceAll(config, step.from, step.to)
				lay(t, c.Dir, []*snippet{{files: map[string]string{"main.tf": config}}}, func(text string) string { return text })
				if actions, _ := c.Planned(upload); actions != step.want {
					t.Errorf("with %q the plan does %q to the upload, want %q", step.to, actions, step.want)
				}
				c.Apply()
			}
		})
	}
}
