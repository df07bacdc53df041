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
	want := tftypes.NewValue(identityType, map[string]tftypes.Value{"id": text(id)})
	if err != nil || !got.Equal(want) {
		t.Errorf("%s: the identity is %s (%v), want the id %q", after, got, err, id)
	}
}

func flag(b bool) tftypes.Value { return tftypes.NewValue(tftypes.Bool, b) }

// events is the configuration of an export of events.
func events(further map[string]tftypes.Value) map[string]tftypes.Value {
	config := map[string]tftypes.Value{"segment_id": text("everyone"), "type": text("events"),
		"wait_for_completion": flag(true), "replace_on_expiry": flag(false)}
	maps.Copy(config, further)
	return config
}

// The framework requires an identity even if the CLI knows none.
func TestUnit_SegmentExport_ReturnsItsIdentity(t *testing.T) {
	for name, old := range map[string]bool{"a CLI that keeps it": false, "a CLI without identities": true} {
		t.Run(name, func(t *testing.T) {
			server, _ := stalled(t)
			p := providertest.NewProtocol(t, server)
			k := &kept{t: t, p: p, state: p.Null(p.Resource(resourceType)), old: old}
			unwaited := events(map[string]tftypes.Value{"wait_for_completion": flag(false)})
			created := k.apply(unwaited)
			id := server.Exports()[0].ID
			wantIdentity(t, "create", created.NewIdentity, id)
			wantIdentity(t, "a read of a running export", k.read().NewIdentity, id)
			server.Complete(id)
			wantIdentity(t, "an update that waits", k.apply(events(nil)).NewIdentity, id)
			wantIdentity(t, "a read of one that has completed", k.read().NewIdentity, id)

			k = &kept{t: t, p: p, state: p.Null(p.Resource(resourceType)), old: old}
			k.apply(unwaited)
			id = server.Exports()[1].ID
			k.read()
			server.Forget(id)
			k.p = providertest.NewProtocol(t, server) // of the next run, which has no cached status
			gone := k.read()
			if !p.IsNull(p.Resource(resourceType), gone.NewState) {
				t.Error("an export that no longer exists stays in the state")
			}
			wantIdentity(t, "a read that removes it from the state", gone.NewIdentity, id)
		})
	}
}

func importByIdentity(t *testing.T, p *providertest.Protocol, id string) *tfprotov6.ImportResourceStateResponse {
	t.Helper()
	data, err := tfprotov6.NewDynamicValue(identityType, tftypes.NewValue(identityType, map[string]tftypes.Value{"id": text(id)}))
	if err != nil {
		t.Fatal(err)
	}
	imported, err := p.Server.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{
		TypeName: resourceType, Identity: &tfprotov6.ResourceIdentityData{IdentityData: &data},
	})
	if err != nil {
		t.Fatal(err)
	}
	return imported
}

func TestUnit_SegmentExport_ImportByIdentity(t *testing.T) {
	server := fullstorytest.New()
	defer server.Close()
	server.AddOperation(odd, "SEARCH_EXPORT", "COMPLETED")
	p := providertest.NewProtocol(t, server)
	schema := p.Resource(resourceType)
	imported := importByIdentity(t, p, odd)
	if len(imported.Diagnostics) > 0 || len(imported.ImportedResources) != 1 {
		t.Fatalf("import: %+v", imported)
	}
	one := imported.ImportedResources[0]
	wantIdentity(t, "import", one.Identity, odd)
	k := &kept{t: t, p: p, state: one.State, private: one.Private, identity: one.Identity}

	wantIdentity(t, "the refresh after it", k.read().NewIdentity, odd)
	got := p.Attributes(schema, k.state)
	for name, want := range map[string]tftypes.Value{"id": text(odd), "state": text("COMPLETED"), "segment_id": tftypes.NewValue(tftypes.String, nil)} {
		if !got[name].Equal(want) {
			t.Errorf("after the import %s is %s, want %s", name, got[name], want)
		}
	}
	if got["search_export_id"].IsNull() || got["expires_at"].IsNull() {
		t.Errorf("the state lacks attributes: %v", got)
	}

	config := events(map[string]tftypes.Value{"format": text("csv")})
	wantIdentity(t, "the first apply", k.apply(config).NewIdentity, odd)
	got = p.Attributes(schema, k.state)
	if !got["id"].Equal(text(odd)) || !got["segment_id"].Equal(text("everyone")) || !got["format"].Equal(text("csv")) {
		t.Errorf("the first apply did not adopt the arguments: %v", got)
	}
	wantIdentity(t, "a later refresh", k.read().NewIdentity, odd)
	second := k.plan(config)
	planned, prior := p.Attributes(schema, second.PlannedState), p.Attributes(schema, k.state)
	for name, value := range planned {
		if !value.Equal(prior[name]) {
			t.Errorf("the second plan changes %s from %s to %s", name, prior[name], value)
		}
	}
	if len(second.RequiresReplace) > 0 {
		t.Errorf("the second plan replaces it for %v", second.RequiresReplace)
	}
	if later := k.plan(events(map[string]tftypes.Value{"format": text("json")})); len(later.RequiresReplace) == 0 {
		t.Error("a later change of an argument does not replace it")
	}
	if n := server.Count(fullstorytest.RouteCreateExport); n != 0 {
		t.Errorf("%d POSTs, want none", n)
	}
}

func TestUnit_SegmentExport_ImportByIdentityRefusals(t *testing.T) {
	server := fullstorytest.New()
	defer server.Close()
	p := providertest.NewProtocol(t, server)
	wantOneError(t, importByIdentity(t, p, "").Diagnostics, "Import ID missing", "as the identity { id = ... }")
	if n := len(server.Requests()); n != 0 {
		t.Errorf("%d requests for no id", n)
	}
}
