package segmentexport_test

import (
	"testing"
	"testing/synctest"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// newServer returns a fake that lives as long as the test.
func newServer(t *testing.T, opts ...fullstorytest.Option) *fullstorytest.Server {
	t.Helper()
	server := fullstorytest.New(opts...)
	t.Cleanup(server.Close)
	return server
}

// wantRequests checks the number of requests to a route.
func wantRequests(t *testing.T, server *fullstorytest.Server, route fullstorytest.Route, want int) {
	t.Helper()
	if n := server.Count(route); n != want {
		t.Errorf("%d requests %s, want %d", n, route, want)
	}
}

// wantExports checks the number of exports in FullStory.
func wantExports(t *testing.T, server *fullstorytest.Server, want int) {
	t.Helper()
	if n := len(server.Exports()); n != want {
		t.Errorf("%d exports, want %d", n, want)
	}
}

// virtual is a fake FullStory in virtual time, connected in memory.
type virtual struct {
	t       *testing.T
	server  *fullstorytest.Server
	network *fullstorytest.Network
}

// inVirtualTime runs a test in virtual time.
func inVirtualTime(t *testing.T, test func(t *testing.T, v *virtual), opts ...fullstorytest.Option) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		server := newServer(t, opts...)
		network := server.Network()
		defer network.CloseIdleConnections()
		test(t, &virtual{t, server, network})
	})
}

// session configures a provider, as every run of a CLI does.
func (v *virtual) session() *providertest.Session {
	v.t.Helper()
	return providertest.NewSession(v.t, v.server, func(o *fullstory.Options) { o.Transport = v.network })
}

// nextRun returns a resource as the next run of a CLI finds it.
func (v *virtual) nextRun(export *providertest.Resource) *providertest.Resource {
	v.t.Helper()
	next := v.session().Resource(resourceType)
	next.State, next.Private, next.Identity = export.State, export.Private, export.Identity
	return next
}

// attribute returns a string attribute in the state; empty without the
// resource.
func (v *virtual) attribute(export *providertest.Resource, name string) (value string) {
	v.t.Helper()
	if !export.Exists() {
		return ""
	}
	if err := export.Attributes()[name].As(&value); err != nil {
		v.t.Fatal(err)
	}
	return value
}

// expectSubmissions checks the number of requests that create an export.
func (v *virtual) expectSubmissions(want int) {
	v.t.Helper()
	if n := v.server.Count(fullstorytest.RouteCreateExport); n != want {
		v.t.Errorf("%d submissions, want %d", n, want)
	}
}

// expectSuccess checks that there are no diagnostics.
func expectSuccess(t *testing.T, diags []*tfprotov6.Diagnostic) {
	t.Helper()
	for _, d := range diags {
		t.Errorf("%s: %s\n%s", d.Severity, d.Summary, d.Detail)
	}
}

// waiting and notWaiting are configurations of an export.
func waiting() map[string]tftypes.Value { return events(nil) }

func notWaiting() map[string]tftypes.Value {
	return events(map[string]tftypes.Value{"wait_for_completion": providertest.Bool(false)})
}
