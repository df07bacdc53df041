package docs_test

import (
	"os"
	"strings"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// example returns a prepared CLI with the main.tf of a directory below
// examples/.
func example(t *testing.T, name string) (*fullstorytest.Server, *providertest.CLI, string) {
	t.Helper()
	text, err := os.ReadFile(root + "/examples/" + name + "/main.tf")
	if err != nil {
		t.Fatal(err)
	}
	server := fullstorytest.New(fullstorytest.WithWireFormat("reference"))
	t.Cleanup(server.Close)
	addExports(server)
	c := providertest.NewCLI(t, server, "")
	c.Env = append(c.Env, environment()...)
	config := withStandIns(t, string(text))
	if missing := missingFeature(t, config); missing != "" {
		t.Skip(missing)
	}
	configure(t, c, config)
	return server, c, config
}

// configure replaces the whole configuration.
func configure(t *testing.T, c *providertest.CLI, config string) {
	t.Helper()
	writeSnippets(t, c.Dir, []*snippet{{files: map[string]string{"main.tf": config}}}, func(text string) string { return text })
}

// A file is uploaded again if its content changes, and not if another argument
// of its resource does.
func TestAcc_Delivery_UploadsChangedContentOnly(t *testing.T) {
	t.Parallel()
	const upload = "terraform_data.google_storage_bucket_object_events"
	_, c, config := example(t, "delivery/gcs")
	for _, step := range []struct{ from, to, want string }{
		{"", "", "create"},
		{`"72h"`, `"0h"`, "no-op"},
		{"2026-01-16T", "2026-01-17T", "delete create"},
	} {
		if !strings.Contains(config, step.from) {
			t.Fatalf("the example does not contain %q", step.from)
		}
		config = strings.ReplaceAll(config, step.from, step.to)
		configure(t, c, config)
		if actions, _ := c.PlannedActions(upload); actions != step.want {
			t.Errorf("with %q the plan is to %q the upload, want %q", step.to, actions, step.want)
		}
		c.Apply()
	}
}
