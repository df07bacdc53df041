package segmentexport_test

import (
	"strings"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// changes lists the requests that change something, in order.
func changes(server *fullstorytest.Server) string {
	var names []string
	for _, r := range server.Requests() {
		switch r.Route {
		case fullstorytest.RouteCreateExport:
			names = append(names, "submit")
		case fullstorytest.RouteCancelOperation:
			names = append(names, "cancel")
		}
	}
	return strings.Join(names, " ")
}

func TestAcc_SegmentExport_ReplacementCancelsARunningExport(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ lifecycle, changes string }{
		"destroy first": {"", "submit cancel submit"},
		"create first":  {"lifecycle {\n create_before_destroy = true\n }", "submit submit cancel"},
	} {
		t.Run(name, func(t *testing.T) {
			server, _ := stalled(t)
			cli := providertest.NewCLI(t, server, exportWith(unwaited+"\n"+c.lifecycle))
			cli.Apply()
			cli.Configure(exportWith(unwaited + "\n format = \"csv\"\n" + c.lifecycle))
			cli.Apply()
			if got := changes(server); got != c.changes {
				t.Errorf("the requests are %q, want %q", got, c.changes)
			}
			exports := server.Exports()
			if !exports[0].Cancelled || exports[1].Cancelled {
				t.Errorf("cancelled: the old one %t, the new one %t", exports[0].Cancelled, exports[1].Cancelled)
			}
		})
	}
}
