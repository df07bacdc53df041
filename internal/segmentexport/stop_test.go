package segmentexport_test

import (
	"context"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

const resourceType = "fullstory_segment_export"

// whenStopped runs a call that waits, once for each way in which a CLI cancels
// it after the first poll: StopProvider on Ctrl-C, and a cancelled call if the
// CLI dies.
func whenStopped(t *testing.T, call func(t *testing.T, ctx context.Context, server *fullstorytest.Server, session *providertest.Session)) {
	for name, stop := range map[string]func(*providertest.Session, context.CancelFunc){
		"StopProvider": func(session *providertest.Session, _ context.CancelFunc) {
			if _, err := session.Server.StopProvider(context.Background(), &tfprotov6.StopProviderRequest{}); err != nil {
				t.Error(err)
			}
		},
		"a cancelled call": func(_ *providertest.Session, cancel context.CancelFunc) { cancel() },
	} {
		t.Run(name, func(t *testing.T) {
			server, polled := stalled(t)
			session := providertest.NewSession(t, server)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			go func() {
				<-polled
				stop(session, cancel)
			}()
			call(t, ctx, server, session)
		})
	}
}

func TestUnit_SegmentExport_CancelKeepsTheExport(t *testing.T) {
	whenStopped(t, func(t *testing.T, ctx context.Context, server *fullstorytest.Server, session *providertest.Session) {
		export := session.Resource(resourceType)
		applied := export.Apply(ctx, events(nil))
		if len(applied.Diagnostics) != 1 || applied.Diagnostics[0].Severity != tfprotov6.DiagnosticSeverityWarning ||
			!strings.Contains(applied.Diagnostics[0].Summary, "Interrupted while waiting") {
			t.Errorf("got %+v, want one warning of the interruption", applied.Diagnostics)
		}
		exports := server.Exports()
		got := export.Attributes()
		if len(exports) != 1 || !got["id"].Equal(providertest.String(exports[0].ID)) || !got["state"].Equal(providertest.String("PENDING")) {
			t.Errorf("%d exports, and the state has %s, %s", len(exports), got["id"], got["state"])
		}
		wantIdentity(t, "an interrupted create", applied.NewIdentity, exports[0].ID)
		wantRequests(t, server, fullstorytest.RouteCancelOperation, 0)
	})
}
