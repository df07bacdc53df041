package segmentexport_test

import (
	"maps"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

var identityType = tftypes.Object{AttributeTypes: map[string]tftypes.Type{"id": tftypes.String}}

// wantIdentity checks that an identity has an ID, and nothing else.
func wantIdentity(t *testing.T, after string, identity *tfprotov6.ResourceIdentityData, id string) {
	t.Helper()
	if identity == nil || identity.IdentityData == nil {
		t.Errorf("%s: there is no identity", after)
		return
	}
	got, err := identity.IdentityData.Unmarshal(identityType)
	want := tftypes.NewValue(identityType, map[string]tftypes.Value{"id": providertest.String(id)})
	if err != nil || !got.Equal(want) {
		t.Errorf("%s: the identity is %s (%v), want the id %q", after, got, err, id)
	}
}

// events is the configuration of an export of events.
func events(further map[string]tftypes.Value) map[string]tftypes.Value {
	config := map[string]tftypes.Value{"segment_id": providertest.String("everyone"), "type": providertest.String("events"),
		"wait_for_completion": providertest.Bool(true), "replace_on_expiry": providertest.Bool(false)}
	maps.Copy(config, further)
	return config
}

// succeeded checks that a call returned no error, and returns its identity.
func succeeded(t *testing.T, diags []*tfprotov6.Diagnostic, identity *tfprotov6.ResourceIdentityData) *tfprotov6.ResourceIdentityData {
	t.Helper()
	if providertest.HasError(diags) {
		t.Fatal(diags[0].Summary, diags[0].Detail)
	}
	return identity
}

func apply(t *testing.T, export *providertest.Resource, config map[string]tftypes.Value) *tfprotov6.ResourceIdentityData {
	t.Helper()
	applied := export.Apply(t.Context(), config)
	return succeeded(t, applied.Diagnostics, applied.NewIdentity)
}

func read(t *testing.T, export *providertest.Resource) *tfprotov6.ResourceIdentityData {
	t.Helper()
	read := export.Read(t.Context())
	return succeeded(t, read.Diagnostics, read.NewIdentity)
}

// The framework requires an identity even if the CLI does not support it.
func TestUnit_SegmentExport_ReturnsItsIdentity(t *testing.T) {
	for name, without := range map[string]bool{"a CLI with identity support": false, "a CLI without identity support": true} {
		t.Run(name, func(t *testing.T) {
			inVirtualTime(t, func(t *testing.T, v *virtual) {
				server, session := v.server, v.session()
				export := session.Resource(resourceType)
				export.WithoutIdentity = without
				unwaited := events(map[string]tftypes.Value{"wait_for_completion": providertest.Bool(false)})
				created := apply(t, export, unwaited)
				id := server.Exports()[0].ID
				wantIdentity(t, "create", created, id)
				wantIdentity(t, "a read of a running export", read(t, export), id)
				server.Complete(id)
				wantIdentity(t, "an update that waits", apply(t, export, events(nil)), id)
				wantIdentity(t, "a read of a completed export", read(t, export), id)

				export = session.Resource(resourceType)
				export.WithoutIdentity = without
				apply(t, export, unwaited)
				id = server.Exports()[1].ID
				read(t, export)
				server.Forget(id)
				export = v.nextRun(export) // without the status in the cache
				export.WithoutIdentity = without
				wantIdentity(t, "a read that removes it from the state", read(t, export), id)
				if export.Exists() {
					t.Error("an export that no longer exists stays in the state")
				}
			}, fullstorytest.WithDefaultScript(fullstorytest.Script{Stall: true}))
		})
	}
}

func TestUnit_SegmentExport_ImportByIdentity(t *testing.T) {
	server := newServer(t)
	server.AddOperation(odd, "SEARCH_EXPORT", "COMPLETED")
	session := providertest.NewSession(t, server)
	export := session.Resource(resourceType)
	imported := export.ImportByIdentity(t.Context(), map[string]tftypes.Value{"id": providertest.String(odd)})
	if len(imported.Diagnostics) > 0 || len(imported.ImportedResources) != 1 {
		t.Fatalf("import: %+v", imported)
	}
	wantIdentity(t, "import", export.Identity, odd)

	wantIdentity(t, "the refresh after it", read(t, export), odd)
	got := export.Attributes()
	for name, want := range map[string]tftypes.Value{"id": providertest.String(odd), "state": providertest.String("COMPLETED"), "segment_id": tftypes.NewValue(tftypes.String, nil)} {
		if !got[name].Equal(want) {
			t.Errorf("after the import %s is %s, want %s", name, got[name], want)
		}
	}
	if got["search_export_id"].IsNull() || got["expires_at"].IsNull() {
		t.Errorf("the state lacks attributes: %v", got)
	}

	config := events(map[string]tftypes.Value{"format": providertest.String("csv")})
	wantIdentity(t, "the first apply", apply(t, export, config), odd)
	wantIdentity(t, "a later refresh", read(t, export), odd)
	wantRequests(t, server, fullstorytest.RouteCreateExport, 0)
}
