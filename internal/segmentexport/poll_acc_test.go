package segmentexport_test

import (
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// A failed poll that may pass ends neither the wait nor loses the ID, whether
// the client retries it or not.
func TestAcc_SegmentExport_PollRetries(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		env    string
		polls  int
		faults []fullstorytest.Fault
	}{
		"with client retries": {"", 1, []fullstorytest.Fault{
			fullstorytest.TooManyRequests("0"), fullstorytest.ResponseLost(), fullstorytest.Status(502),
			fullstorytest.StatusBody(200, "text/html", "<html>"), fullstorytest.TruncatedBody(), fullstorytest.Status(404),
		}},
		"without client retries": {"FULLSTORY_MAX_RETRIES=0", 4, []fullstorytest.Fault{
			fullstorytest.TooManyRequests("0"), fullstorytest.Unavailable(""), {}, fullstorytest.ResetBefore(), fullstorytest.ResetBefore(),
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newServer(t, fullstorytest.WithDefaultScript(fullstorytest.Script{Polls: c.polls}))
			server.Inject(fullstorytest.RouteGetOperation, c.faults...)
			cli := providertest.NewCLI(t, server, minimal)
			cli.Env = append(cli.Env, c.env)
			if warnings := cli.Apply().Warnings(); len(warnings) > 0 {
				t.Errorf("warnings: %v", warnings)
			}
			wantInState(t, cli, server, "COMPLETED")
		})
	}
}
