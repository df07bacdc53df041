package segmentexport_test

import (
	"context"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

const resourceType = "fullstory_segment_export"

func text(s string) tftypes.Value { return tftypes.NewValue(tftypes.String, s) }

// whenStopped runs a call that waits, once for each way in which a CLI ends it:
// StopProvider on Ctrl-C, and a cancelled call if the CLI dies. It is stopped
// after the first poll.
func whenStopped(t *testing.T, call func(t *testing.T, ctx context.Context, server *fullstorytest.Server, p *providertest.Protocol)) {
	for name, stop := range map[string]func(*providertest.Protocol, context.CancelFunc){
		"StopProvider": func(p *providertest.Protocol, _ context.CancelFunc) {
			if _, err := p.Server.StopProvider(context.Background(), &tfprotov6.StopProviderRequest{}); err != nil {
				t.Error(err)
			}
		},
		"a cancelled call": func(_ *providertest.Protocol, cancel context.CancelFunc) { cancel() },
	} {
		t.Run(name, func(t *testing.T) {
			server, polled := stalled(t)
			p := providertest.NewProtocol(t, server)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			go func() {
				<-polled
				stop(p, cancel)
			}()
			call(t, ctx, server, p)
		})
	}
}

func TestUnit_SegmentExport_StopKeepsTheExport(t *testing.T) {
	whenStopped(t, func(t *testing.T, ctx context.Context, server *fullstorytest.Server, p *providertest.Protocol) {
		schema := p.Resource(resourceType)
		applied := p.Create(ctx, resourceType, p.Value(schema, map[string]tftypes.Value{
			"segment_id": text("everyone"), "type": text("events"),
			"wait_for_completion": tftypes.NewValue(tftypes.Bool, true), "replace_on_expiry": tftypes.NewValue(tftypes.Bool, false),
		}))
		if len(applied.Diagnostics) != 1 || applied.Diagnostics[0].Severity != tfprotov6.DiagnosticSeverityWarning ||
			!strings.Contains(applied.Diagnostics[0].Summary, "Interrupted while waiting") {
			t.Errorf("got %+v, want one warning of the interruption", applied.Diagnostics)
		}
		exports := server.Exports()
		got := p.Attributes(schema, applied.NewState)
		if len(exports) != 1 || !got["id"].Equal(text(exports[0].ID)) || !got["state"].Equal(text("PENDING")) {
			t.Errorf("%d exports, and the state has %s, %s", len(exports), got["id"], got["state"])
		}
		wantIdentity(t, "an interrupted create", applied.NewIdentity, exports[0].ID)
	})
}
