package segmentexport_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/echoprovider"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

const linkConfig = minimal + `
ephemeral "fullstory_segment_export_results" "x" { export_id = fullstory_segment_export.x.id }
`

func TestAcc_SegmentExportResults_ReturnsADownloadLink(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		opts    []fullstorytest.Option
		expires knownvalue.Check
	}{
		"a link of the results":   {nil, aTime},
		"a link of the operation": {[]fullstorytest.Option{fullstorytest.WithDownloadURL()}, knownvalue.Null()},
	} {
		t.Run(name, func(t *testing.T) {
			server := newServer(t, c.opts...)
			factories := map[string]func() (tfprotov6.ProviderServer, error){"echo": echoprovider.NewProviderServer()}
			for name, factory := range providertest.Factories() {
				factories[name] = factory
			}
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: factories,
				Steps: []resource.TestStep{{
					Config: providertest.Config(server, linkConfig+`
provider "echo" { data = ephemeral.fullstory_segment_export_results.x }
resource "echo" "x" {}
`),
					ConfigStateChecks: []statecheck.StateCheck{
						statecheck.ExpectKnownValue("echo.x", tfjsonpath.New("data").AtMapKey("location"),
							knownvalue.StringRegexp(regexp.MustCompile("^"+regexp.QuoteMeta(server.URL())+`/download/.*Signature=`))),
						statecheck.ExpectKnownValue("echo.x", tfjsonpath.New("data").AtMapKey("expires_at"), c.expires),
					},
				}},
			})
		})
	}
}

// Link and file explain why an export has none.
func TestAcc_SegmentExportResults_ErrorsWithoutAFile(t *testing.T) {
	t.Parallel()
	server := newServer(t, fullstorytest.WithDefaultScript(fullstorytest.Script{Stall: true}))
	for id, state := range map[string]string{"pending": "PENDING", "odd": "QUEUED", "failed": "FAILED", "expired": "COMPLETED"} {
		server.AddOperation(id, "SEARCH_EXPORT", state)
	}
	server.AddOperation("other", "DELETE_USER", "COMPLETED")
	// Of an export that has just completed, the provider waits for the results.
	server.AddOperationJSON(`{"id":"bare","type":"SEARCH_EXPORT","state":"COMPLETED","finishedAt":"2026-01-01T00:00:00Z"}`)
	server.AddOperationJSON(`{"id":"lost","type":"SEARCH_EXPORT","state":"COMPLETED","finishedAt":"2026-01-01T00:00:00Z","results":{"searchExportId":"x"}}`)
	server.Expire("expired")
	for id, texts := range map[string][]string{
		"pending": {"Segment export is not complete", "wait_for_completion = true", "State: PENDING"},
		"odd":     {"Segment export is not complete", "State: QUEUED"},
		"failed":  {"Segment export failed", "it has no file"},
		"expired": {"Segment export expired", "can no longer be downloaded", "State: EXPIRED"},
		"other":   {"Operation is not a segment export", "Type: DELETE_USER"},
		"bare":    {"Segment export has no file", "names no file", "Operation: bare"},
		"none":    {"Segment export not found", "Operation: none"},
		"lost":    {"Segment export has no file", "try again in a few minutes"},
	} {
		t.Run(id, func(t *testing.T) {
			if id == "lost" {
				server.Always(fullstorytest.RouteGetResults, fullstorytest.Status(404))
				defer server.ClearFaults()
			}
			for _, config := range []string{
				`ephemeral "fullstory_segment_export_results" "x" { export_id = "` + id + `" }`,
				`resource "fullstory_segment_export_file" "x" {
				   export_id = "` + id + `"
				   path      = "f"
				 }`,
			} {
				cli := providertest.NewCLI(t, server, config)
				providertest.ExpectDiagnostic(t, cli.Run("apply", "-auto-approve", "-json").Errors(), texts...)
				if _, err := os.Stat(filepath.Join(cli.Dir, "f")); err == nil {
					t.Error("there is a file")
				}
			}
		})
	}
	wantRequests(t, server, fullstorytest.RouteDownload, 0)
}
