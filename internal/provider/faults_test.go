package provider_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/provider"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

const (
	exportType = "fullstory_segment_export"
	fileType   = "fullstory_segment_export_file"
	// completedID is an export that has completed an hour ago.
	completedID = "completed/1="
)

// fixture is a provider and a fake FullStory, connected in memory.
type fixture struct {
	t       *testing.T
	server  *fullstorytest.Server
	session *providertest.Session
	path    string // of a file
	// begin begins the fault.
	begin func()
}

// result is what a user sees of an operation.
type result struct {
	requests int
	// summary is that of the only diagnostic, after its severity; empty without
	// one.
	summary, detail string
	// state is the export's in the state, or "exists" of anything else; empty
	// without it.
	state   string
	exports int
}

// operationsWithFaults are the operations of Terraform that send requests, by
// the key of their outcomes in faultOutcomes.
var operationsWithFaults = map[string]struct {
	route fullstorytest.Route
	run   func(*fixture) (diags []*tfprotov6.Diagnostic, state string)
}{
	"create": {fullstorytest.RouteCreateExport, func(f *fixture) ([]*tfprotov6.Diagnostic, string) {
		f.begin()
		return f.apply(f.session.Resource(exportType), false)
	}},
	"wait of a create": {fullstorytest.RouteGetOperation, func(f *fixture) ([]*tfprotov6.Diagnostic, string) {
		f.begin()
		return f.apply(f.session.Resource(exportType), true)
	}},
	"wait of an update": {fullstorytest.RouteGetOperation, func(f *fixture) ([]*tfprotov6.Diagnostic, string) {
		export := f.created()
		f.begin()
		return f.apply(export, true)
	}},
	"read": {fullstorytest.RouteGetOperation, func(f *fixture) ([]*tfprotov6.Diagnostic, string) {
		export := f.created()
		f.begin()
		return export.Read(f.t.Context()).Diagnostics, f.state(export)
	}},
	"destroy": {fullstorytest.RouteCancelOperation, func(f *fixture) ([]*tfprotov6.Diagnostic, string) {
		export := f.created()
		f.begin()
		diags := export.Destroy(f.t.Context()).Diagnostics
		if len(diags) == 0 || diags[0].Summary != "A running segment export will be cancelled" {
			f.t.Error("the plan has no warning")
		}
		return diags[1:], f.state(export)
	}},
	"link of a file":     {fullstorytest.RouteGetResults, (*fixture).file},
	"download of a file": {fullstorytest.RouteDownload, (*fixture).file},
	"link": {fullstorytest.RouteGetResults, func(f *fixture) ([]*tfprotov6.Diagnostic, string) {
		f.begin()
		return succeeds(f.session.Open(f.t.Context(), "fullstory_segment_export_results",
			map[string]tftypes.Value{"export_id": providertest.String(completedID)}).Diagnostics)
	}},
	"action": {fullstorytest.RouteCreateExport, func(f *fixture) ([]*tfprotov6.Diagnostic, string) {
		f.begin()
		return succeeds(f.session.Invoke(f.t.Context(), exportType, map[string]tftypes.Value{
			"segment_id": providertest.String("everyone"), "type": providertest.String("events"),
		}, nil).Diagnostics)
	}},
	"query": {fullstorytest.RouteListOperations, func(f *fixture) ([]*tfprotov6.Diagnostic, string) {
		f.begin()
		var diags []*tfprotov6.Diagnostic
		for _, listed := range f.session.Query(f.t.Context(), exportType, nil, 100, false, nil) {
			diags = append(diags, listed.Diagnostics...)
		}
		return succeeds(diags)
	}},
	"fullstory_segment_exports": {fullstorytest.RouteListOperations, dataSource("fullstory_segment_exports", nil)},
	"fullstory_segments":        {fullstorytest.RouteListSegments, dataSource("fullstory_segments", nil)},
	"fullstory_segment": {fullstorytest.RouteGetSegment, dataSource("fullstory_segment",
		map[string]tftypes.Value{"id": providertest.String("everyone")})},
	"fullstory_segment_export": {fullstorytest.RouteGetOperation, dataSource("fullstory_segment_export",
		map[string]tftypes.Value{"id": providertest.String(completedID)})},
	"fullstory_caller_identity": {fullstorytest.RouteGetMe, dataSource("fullstory_caller_identity", nil)},
}

func dataSource(typeName string, config map[string]tftypes.Value) func(*fixture) ([]*tfprotov6.Diagnostic, string) {
	return func(f *fixture) ([]*tfprotov6.Diagnostic, string) {
		f.begin()
		return succeeds(f.session.DataSource(f.t.Context(), typeName, config).Diagnostics)
	}
}

func succeeds(diags []*tfprotov6.Diagnostic) ([]*tfprotov6.Diagnostic, string) {
	if providertest.HasError(diags) {
		return diags, ""
	}
	return diags, "exists"
}

// apply applies an export, with a timeout of 10 minutes for its wait.
func (f *fixture) apply(export *providertest.Resource, wait bool) ([]*tfprotov6.Diagnostic, string) {
	limits := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"create": tftypes.String, "update": tftypes.String}}
	limit := providertest.String("10m")
	applied := export.Apply(f.t.Context(), map[string]tftypes.Value{
		"segment_id": providertest.String("everyone"), "type": providertest.String("events"),
		"wait_for_completion": providertest.Bool(wait), "replace_on_expiry": providertest.Bool(false),
		"timeouts": tftypes.NewValue(limits, map[string]tftypes.Value{"create": limit, "update": limit}),
	})
	return applied.Diagnostics, f.state(export)
}

// created returns an export that is running.
func (f *fixture) created() *providertest.Resource {
	export := f.session.Resource(exportType)
	if diags, _ := f.apply(export, false); len(diags) > 0 {
		f.t.Fatal(diags[0].Summary)
	}
	time.Sleep(time.Minute) // so that no cached status is fresh
	return export
}

// state returns the state of an export, which must have the right ID.
func (f *fixture) state(export *providertest.Resource) (state string) {
	if !export.Exists() {
		return ""
	}
	attributes := export.Attributes()
	if exports := f.server.Exports(); len(exports) != 1 || !attributes["id"].Equal(providertest.String(exports[0].ID)) {
		f.t.Errorf("the state has the ID %s, and the exports are %v", attributes["id"], exports)
	}
	if err := attributes["state"].As(&state); err != nil {
		f.t.Error(err)
	}
	return state
}

// file creates a file, which exists if and only if it is in the state.
func (f *fixture) file() ([]*tfprotov6.Diagnostic, string) {
	f.begin()
	file := f.session.Resource(fileType)
	applied := file.Apply(f.t.Context(), map[string]tftypes.Value{
		"export_id": providertest.String(completedID), "path": providertest.String(f.path),
		"decompress": providertest.Bool(true), "file_permission": providertest.String("0600"), "restore": providertest.Bool(true),
	})
	entries, err := os.ReadDir(filepath.Dir(f.path))
	if err != nil {
		f.t.Fatal(err)
	}
	if file.Exists() != (len(entries) == 1) {
		f.t.Errorf("the directory has %v, and the file is in the state: %t", entries, file.Exists())
	}
	if !file.Exists() {
		return applied.Diagnostics, ""
	}
	return applied.Diagnostics, "exists"
}

// runDuring runs an operation while all requests to its route meet a fault, or
// only the first one.
func runDuring(t *testing.T, operation string, fault fullstorytest.Fault, always bool) (got result) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	synctest.Test(t, func(t *testing.T) {
		server := fullstorytest.New(fullstorytest.WithDefaultScript(fullstorytest.Script{Running: "PENDING", After: 150 * time.Second}))
		defer server.Close()
		server.AddOperation(completedID, "SEARCH_EXPORT", "COMPLETED")
		time.Sleep(time.Hour)
		network := server.Network()
		defer network.CloseIdleConnections()
		route := operationsWithFaults[operation].route
		sent := &requestCounter{RoundTripper: network, route: route}
		f := &fixture{t: t, server: server, path: path,
			session: providertest.NewSession(t, server, func(o *fullstory.Options) { o.Transport = sent })}
		f.begin = func() {
			if server.Inject(route, fault); always {
				server.Always(route, fault)
			}
			sent.reset()
		}
		diags, state := operationsWithFaults[operation].run(f)
		got = result{requests: sent.count, state: state, exports: len(server.Exports())}
		for _, d := range diags {
			got.summary += strings.ToLower(d.Severity.String()) + ": " + d.Summary
			got.detail += d.Detail
		}
		if len(diags) > 1 {
			t.Errorf("%d diagnostics, want 1 at most", len(diags))
		}
		for _, secret := range []string{fullstorytest.APIKey, "Signature=", "Expires="} {
			if strings.Contains(got.detail, secret) {
				t.Errorf("the diagnostic has %q", secret)
			}
		}
	})
	return got
}

// requestCounter counts the requests to a route, also those that do not arrive.
type requestCounter struct {
	http.RoundTripper
	route fullstorytest.Route
	mu    sync.Mutex
	count int
}

func (c *requestCounter) reset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.count = 0
}

func (c *requestCounter) RoundTrip(r *http.Request) (*http.Response, error) {
	c.mu.Lock()
	if fullstorytest.RouteOf(r) == c.route {
		c.count++
	}
	c.mu.Unlock()
	return c.RoundTripper.RoundTrip(r)
}

// Every operation has the outcome of the table for every fault. If it is
// retried and the fault has passed, it succeeds without a diagnostic.
func TestUnit_Faults_Provider(t *testing.T) {
	for _, named := range fullstorytest.FaultCatalogue() {
		for operation := range operationsWithFaults {
			t.Run(named.Name+"/"+operation, func(t *testing.T) {
				t.Parallel()
				// Each of a hundred polls would read it, up to the limit.
				onlyOnce := named.Name == "100 MB body" && strings.HasPrefix(operation, "wait")
				i := slices.IndexFunc(faultOutcomes[operation], func(o faultOutcome) bool { return slices.Contains(o.faults, named.Name) })
				if i < 0 {
					t.Fatalf("faultOutcomes[%q] has no outcome of %q: got %+v", operation, named.Name, runDuring(t, operation, named.Fault, true))
				}
				want := faultOutcomes[operation][i]
				if !onlyOnce {
					if problem := want.compare(runDuring(t, operation, named.Fault, true)); problem != "" {
						t.Error(problem)
					}
				}
				if want.requests == 1 {
					return
				}
				if got := runDuring(t, operation, named.Fault, false); got.summary != "" || got.requests < 1 || got.state == "" && operation != "destroy" {
					t.Errorf("the fault has passed, and the operation ended with %+v", got)
				}
			})
		}
	}
}

// A new data source gets its rows in the table, too.
func TestUnit_Faults_HaveEveryDataSource(t *testing.T) {
	schema, err := provider.NewServer("test").GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil || len(schema.DataSourceSchemas) == 0 {
		t.Fatal(err)
	}
	for name := range schema.DataSourceSchemas {
		if _, ok := operationsWithFaults[name]; !ok {
			t.Errorf("operationsWithFaults lacks %s", name)
		}
	}
}

// compare returns how a result differs from the outcome.
func (o faultOutcome) compare(got result) string {
	if got.requests != o.requests && (o.requests != untilTimeout || got.requests < 3) {
		return fmt.Sprintf("%d requests, want %d: %+v", got.requests, o.requests, got)
	}
	if got.summary != o.summary || got.state != o.state || got.exports != o.exports {
		return fmt.Sprintf("got  %+v\nwant %+v", got, o)
	}
	for _, text := range o.detail {
		if !strings.Contains(got.detail, text) {
			return fmt.Sprintf("the detail lacks %q:\n%s", text, got.detail)
		}
	}
	return ""
}
