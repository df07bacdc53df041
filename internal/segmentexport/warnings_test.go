package segmentexport_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// referenceSession configures a provider that writes requests as FullStory's
// HTTP reference says.
func referenceSession(t *testing.T, server *fullstorytest.Server) *providertest.Session {
	t.Helper()
	return providertest.NewSessionWith(t, server, map[string]tftypes.Value{"wire_format": providertest.String("reference")})
}

func columns(names ...string) tftypes.Value {
	var values []tftypes.Value
	for _, name := range names {
		values = append(values, providertest.String(name))
	}
	return tftypes.NewValue(tftypes.List{ElementType: tftypes.String}, values)
}

// A misspelled column is a warning of the plan that submits the export. One
// warning has all of them.
func TestUnit_SegmentExport_UnknownColumns(t *testing.T) {
	for name, c := range map[string]struct {
		exportType string
		detail     string // empty if there is no warning
	}{
		"EventStart":    {"events", ""},
		"evt_*":         {"events", ""},
		"user_plan_str": {"events", ""},
		"EventStrat":    {"events", `Not documented for an export of events: "EventStrat" (did you mean "EventStart"?). FullStory may add columns`},
		"EventStart ":   {"individuals", `Not documented for an export of individuals: "EventStart"`},
		"Mood":          {"events", `Not documented for an export of events: "Mood". FullStory may add columns`},
		"Mood UserID":   {"events", `Not documented for an export of events: "Mood", "UserID" (did you mean "UserId"?).`},
	} {
		t.Run(name, func(t *testing.T) {
			server := newServer(t, fullstorytest.WithWireFormat("reference"))
			export := referenceSession(t, server).Resource(resourceType)
			config := events(map[string]tftypes.Value{
				"type": providertest.String(c.exportType), "fields": columns(append([]string{"user_*"}, strings.Fields(name)...)...),
			})
			planned := export.Plan(t.Context(), config).Diagnostics
			if c.detail == "" {
				expectSuccess(t, planned)
				return
			}
			at := tftypes.NewAttributePath().WithAttributeName("fields")
			if len(planned) != 1 || planned[0].Severity != tfprotov6.DiagnosticSeverityWarning || !planned[0].Attribute.Equal(at) ||
				planned[0].Summary != "Undocumented column in fields" || !strings.Contains(planned[0].Detail, c.detail) {
				t.Errorf("got %v, want a warning at %s", planned, at)
			}
			if applied := export.Apply(t.Context(), config); providertest.HasError(applied.Diagnostics) {
				t.Fatal(applied.Diagnostics)
			}
			expectSuccess(t, export.Plan(t.Context(), config).Diagnostics)
		})
	}
}

// The widest scope has two spellings: a refusal of one names the other.
func TestUnit_SegmentExport_RefusedScope(t *testing.T) {
	const other = `set scope = "SCOPE_INDIVIDUAL".`
	for scope, want := range map[string]bool{"individuals": true, "SCOPE_INDIVIDUALS": true, "SCOPE_INDIVIDUAL": false, "sessions": false} {
		server := newServer(t, fullstorytest.WithWireFormat("reference"))
		server.Always(fullstorytest.RouteCreateExport, fullstorytest.Status(400))
		applied := referenceSession(t, server).Resource(resourceType).Apply(t.Context(), events(map[string]tftypes.Value{"scope": providertest.String(scope)}))
		wantOneError(t, applied.Diagnostics, "Could not submit the segment export", "Wire format: reference")
		if got := strings.Contains(applied.Diagnostics[0].Detail, other); got != want {
			t.Errorf("scope %s: %s", scope, applied.Diagnostics[0].Detail)
		}
	}
}
