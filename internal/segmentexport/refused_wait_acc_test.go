package segmentexport_test

import (
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// No response to a poll loses the ID or submits a second export. All faults are
// in TestUnit_Faults_Provider, without a CLI.
func TestAcc_SegmentExport_WaitSurvivesFailedPolls(t *testing.T) {
	for name, c := range map[string]struct {
		faults []fullstorytest.Fault
		warns  []string // nil where the wait goes on
	}{
		"what may pass": {[]fullstorytest.Fault{
			fullstorytest.TooManyRequests("0"), fullstorytest.ResponseLost(), fullstorytest.Status(502),
			fullstorytest.StatusBody(200, "text/html", "<html>"), fullstorytest.TruncatedBody(), fullstorytest.Status(404),
		}, nil},
		"401": {[]fullstorytest.Fault{fullstorytest.Status(401)}, []string{
			"Could not read the status of the segment export", "it submits nothing", "FullStory rejected the API key"}},
		"403": {[]fullstorytest.Fault{fullstorytest.Status(403)}, []string{
			"Could not read the status of the segment export", "it submits nothing", "lacks the permission"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := fullstorytest.New(fullstorytest.WithDefaultScript(fullstorytest.Script{Polls: 1}))
			defer server.Close()
			server.Inject(fullstorytest.RouteGetOperation, c.faults...)
			cli := providertest.NewCLI(t, server, least)
			result := cli.Apply()
			want := "COMPLETED"
			if c.warns != nil {
				want = "PENDING"
				providertest.ExpectDiagnostic(t, result.Warnings(), c.warns...)
			} else if told := result.Warnings(); len(told) > 0 {
				t.Errorf("it warns: %v", told)
			}
			wantKept(t, cli, server, want)
			cli.Apply() // waits for the rest, where there is any
			wantKept(t, cli, server, "COMPLETED")
		})
	}
}
