package segmentexport_test

import (
	"encoding/base64"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// An argument that replaces an export only because it is unknown has a warning;
// one that differs in what is known has none.
func TestUnit_SegmentExport_UnknownArgumentWarnsOfTheReplacement(t *testing.T) {
	unknown := tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
	limits := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"start": tftypes.String, "end": tftypes.String}}
	period := func(start, end tftypes.Value) tftypes.Value {
		return tftypes.NewValue(limits, map[string]tftypes.Value{"start": start, "end": end})
	}
	triggers := func(values map[string]tftypes.Value) tftypes.Value {
		return tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, values)
	}
	january, february := providertest.String("2026-01-01T00:00:00Z"), providertest.String("2026-02-01T00:00:00Z")
	server := newServer(t)
	session := providertest.NewSession(t, server)
	config := events(map[string]tftypes.Value{
		"segment_id": providertest.String("s1"), "time_range": period(january, february), "triggers": triggers(map[string]tftypes.Value{"run": providertest.String("1")}),
	})
	export := session.Resource(resourceType)
	expectSuccess(t, export.Apply(t.Context(), config).Diagnostics)
	for name, c := range map[string]struct {
		argument string
		value    tftypes.Value
		warns    bool
	}{
		"unknown":                            {"segment_id", unknown, true},
		"an argument that was left out":      {"format", unknown, true},
		"unknown range":                      {"time_range", tftypes.NewValue(limits, tftypes.UnknownValue), true},
		"unknown bound":                      {"time_range", period(unknown, providertest.String("2026-02-01T01:00:00+01:00")), true},
		"unknown bound, and another differs": {"time_range", period(unknown, january), false},
		"unknown element":                    {"triggers", triggers(map[string]tftypes.Value{"run": unknown}), true},
		"another key":                        {"triggers", triggers(map[string]tftypes.Value{"walk": unknown}), false},
		"known":                              {"segment_id", providertest.String("s"), false},
	} {
		t.Run(name, func(t *testing.T) {
			next := maps.Clone(config)
			next[c.argument] = c.value
			planned := export.Plan(t.Context(), next)
			warned := len(planned.Diagnostics) == 1 && planned.Diagnostics[0].Summary == "Unknown value replaces the segment export" &&
				planned.Diagnostics[0].Severity == tfprotov6.DiagnosticSeverityWarning &&
				planned.Diagnostics[0].Attribute.Equal(tftypes.NewAttributePath().WithAttributeName(c.argument)) &&
				strings.Contains(planned.Diagnostics[0].Detail, "The value of "+c.argument+" is not known yet")
			if warned != c.warns || !warned && len(planned.Diagnostics) > 0 || len(planned.RequiresReplace) == 0 {
				t.Errorf("got %v, replaced because of %v", planned.Diagnostics, planned.RequiresReplace)
			}
		})
	}
	// It is no replacement if there is nothing to replace, or nothing is adopted yet.
	expectSuccess(t, session.Resource(resourceType).Plan(t.Context(), events(map[string]tftypes.Value{"segment_id": unknown})).Diagnostics)
}

// A plan that could not reach FullStory says so once, after 10 s at most. So it
// does if the endpoint is to follow the reference and lacks GET /me; otherwise
// that is not a problem.
func TestUnit_SegmentExport_PlanCouldNotCheckTheKey(t *testing.T) {
	const unchecked, notFullStory = "Could not check the API key", "The endpoint does not answer like FullStory"
	for name, c := range map[string]struct {
		format  string
		fault   fullstorytest.Fault
		summary string // of the one warning; empty if there is none
	}{
		"no answer":                {"schema", fullstorytest.Stall(), unchecked},
		"502":                      {"schema", fullstorytest.ForeignPage(502), unchecked},
		"login page":               {"schema", fullstorytest.ForeignPage(200), unchecked},
		"reset":                    {"schema", fullstorytest.ResetBefore(), unchecked},
		"not offered":              {"schema", fullstorytest.Status(404), ""},
		"not offered, a text":      {"schema", fullstorytest.StatusBody(404, "text/plain", "404 page not found"), ""},
		"no reference":             {"reference", fullstorytest.Status(404), notFullStory},
		"no reference, but a text": {"reference", fullstorytest.StatusBody(404, "text/plain", "404 page not found"), notFullStory},
		"no reference, but a page": {"reference", fullstorytest.ForeignPage(404), notFullStory},
	} {
		t.Run(name, func(t *testing.T) {
			inVirtualTime(t, func(t *testing.T, v *virtual) {
				v.server.Always(fullstorytest.RouteGetMe, c.fault)
				session := providertest.NewSessionWith(t, v.server, map[string]tftypes.Value{"wire_format": providertest.String(c.format)},
					func(o *fullstory.Options) { o.Transport = v.network })
				began := time.Now()
				for i := range 2 {
					planned := session.Resource(resourceType).Plan(t.Context(), waiting())
					warned := len(planned.Diagnostics) == 1 && planned.Diagnostics[0].Summary == c.summary &&
						planned.Diagnostics[0].Severity == tfprotov6.DiagnosticSeverityWarning
					if warned != (c.summary != "" && i == 0) || !warned && len(planned.Diagnostics) > 0 {
						t.Errorf("plan %d: got %v", i, planned.Diagnostics)
					}
				}
				if took := time.Since(began); took > 10*time.Second {
					t.Errorf("the plans take %s", took)
				}
			}, fullstorytest.WithWireFormat(c.format))
		})
	}
}

// A key that cannot export fails the plan of each export, the first with the
// reason, at the price of one request.
func TestUnit_SegmentExport_PlanRejectsTheKeyForEachExport(t *testing.T) {
	inVirtualTime(t, func(t *testing.T, v *virtual) {
		v.server.Always(fullstorytest.RouteGetMe, fullstorytest.Status(401))
		session := v.session()
		for i, want := range []string{"FullStory rejected the API key", "Segment export not submitted", "Segment export not submitted"} {
			diags := session.Resource(resourceType).Plan(t.Context(), waiting()).Diagnostics
			if !providertest.HasError(diags) || len(diags) != 1 || diags[0].Summary != want {
				t.Errorf("plan %d: got %v, want %q", i, diags, want)
			}
		}
		if n := len(v.server.Requests()); n != 1 {
			t.Errorf("%d requests", n)
		}
	})
}

// The private state of earlier versions is ignored: what it said follows from
// the state.
func TestUnit_SegmentExport_PrivateStateOfEarlierVersions(t *testing.T) {
	private := func(values map[string]string) []byte {
		var members []string
		for key, value := range values {
			members = append(members, fmt.Sprintf("%q:%q", key, base64.StdEncoding.EncodeToString([]byte(value))))
		}
		return []byte("{" + strings.Join(members, ",") + "}")
	}
	t.Run("imported", func(t *testing.T) {
		inVirtualTime(t, func(t *testing.T, v *virtual) {
			v.server.AddOperation("op", "SEARCH_EXPORT", "COMPLETED")
			export := v.session().Resource(resourceType)
			export.ImportByIdentity(t.Context(), map[string]tftypes.Value{"id": providertest.String("op")})
			expectSuccess(t, export.Read(t.Context()).Diagnostics)
			export.Private = private(map[string]string{"imported": "true"})
			export = v.nextRun(export)
			adopted := events(map[string]tftypes.Value{"format": providertest.String("csv")})
			expectSuccess(t, export.Apply(t.Context(), adopted).Diagnostics)
			if format := v.attribute(export, "format"); format != "csv" {
				t.Errorf("the format is %q", format)
			}
			if planned := export.Plan(t.Context(), waiting()); len(planned.RequiresReplace) == 0 {
				t.Error("after the adoption, another format does not replace the export")
			}
			v.expectSubmissions(0)
		})
	})
	for name, lastSeen := range map[string]string{"never seen": `"0001-01-01T00:00:00Z"`, "seen": `"2026-01-01T00:00:00Z"`} {
		t.Run(name, func(t *testing.T) {
			inVirtualTime(t, func(t *testing.T, v *virtual) {
				export := v.session().Resource(resourceType)
				expectSuccess(t, export.Apply(t.Context(), notWaiting()).Diagnostics)
				export.Private = private(map[string]string{"last_seen": lastSeen})
				export = v.nextRun(export)
				expectSuccess(t, export.Read(t.Context()).Diagnostics)
				v.server.Complete(v.server.Exports()[0].ID)
				export = v.nextRun(export)
				expectSuccess(t, export.Apply(t.Context(), waiting()).Diagnostics)
				if state := v.attribute(export, "state"); state != "COMPLETED" {
					t.Errorf("the state is %s", state)
				}
				v.expectSubmissions(1)
			}, fullstorytest.WithDefaultScript(fullstorytest.Script{Running: "PENDING", Stall: true}))
		})
	}
}
