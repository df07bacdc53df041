package segmentexport_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// The schema family answers a submission with the whole operation, which may
// have ended already. Nothing waits for it, and FullStory's clock counts.
func TestUnit_SegmentExport_SubmissionReturnsAnEndedOperation(t *testing.T) {
	const skew = -48 * time.Hour // of FullStory's clock
	for state, c := range map[string]struct {
		results string
		want    string // the summary of the only diagnostic
	}{
		"FAILED":    {`"errorDetails": "too large"`, "Segment export failed"},
		"COMPLETED": {`"results": {"searchExportId": "x", "expires": "` + time.Now().Add(skew+24*time.Hour).UTC().Format(time.RFC3339) + `"}`, ""},
	} {
		body := fmt.Sprintf(`{"id": "op", "type": "SEARCH_EXPORT", "state": %q, %s}`, state, c.results)
		for kind, submit := range map[string]func(*providertest.Session) []*tfprotov6.Diagnostic{
			"resource": func(s *providertest.Session) []*tfprotov6.Diagnostic {
				return s.Resource(resourceType).Apply(t.Context(), notWaiting()).Diagnostics
			},
			"action": func(s *providertest.Session) []*tfprotov6.Diagnostic {
				return s.Invoke(t.Context(), actionType, invocation(map[string]tftypes.Value{"wait_for_completion": providertest.Bool(false)}), nil).Diagnostics
			},
		} {
			t.Run(kind+", "+state, func(t *testing.T) {
				server := newServer(t, fullstorytest.WithDate(func() time.Time { return time.Now().Add(skew) }))
				server.Inject(fullstorytest.RouteCreateExport, fullstorytest.StatusBody(200, "application/json", body))
				diags := submit(providertest.NewSession(t, server))
				if c.want == "" {
					expectSuccess(t, diags)
					return
				}
				wantOneError(t, diags, c.want, "too large")
			})
		}
	}
}

// A state that no description of the API knows is waited for, with a warning.
func TestUnit_SegmentExport_UnknownState(t *testing.T) {
	inVirtualTime(t, func(t *testing.T, v *virtual) {
		export := v.session().Resource(resourceType)
		invoked := v.session().Invoke(t.Context(), actionType, invocation(nil), nil)
		for _, diags := range [][]*tfprotov6.Diagnostic{export.Apply(t.Context(), waiting()).Diagnostics, invoked.Diagnostics} {
			if len(diags) != 1 || providertest.HasError(diags) || diags[0].Summary != "Unknown state of the segment export" ||
				!strings.Contains(diags[0].Detail, "QUEUED") {
				t.Errorf("got %v, want a warning about the state", diags)
			}
		}
		if state := v.attribute(export, "state"); state != "COMPLETED" {
			t.Errorf("the state is %s", state)
		}
	}, fullstorytest.WithDefaultScript(fullstorytest.Script{Running: "QUEUED", Polls: 2}))
}
