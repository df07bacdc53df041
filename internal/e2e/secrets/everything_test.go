package secrets_test

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"net/url"
	"path/filepath"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

const (
	exportType = "fullstory_segment_export"
	// endless is a segment with exports that never complete.
	endless = "endless"
)

// arguments returns the arguments of everything that the provider serves. The
// fake has the operations that they name.
func arguments(dir string) map[string]map[string]tftypes.Value {
	path := providertest.String(filepath.Join(dir, "file"))
	return map[string]map[string]tftypes.Value{
		"resource fullstory_segment_export": {
			"segment_id": providertest.String("everyone"), "type": providertest.String("events"), "wait_for_completion": providertest.Bool(true), "replace_on_expiry": providertest.Bool(false),
		},
		"resource fullstory_segment_export_file": {
			"export_id": providertest.String("done"), "path": path, "decompress": providertest.Bool(true), "file_permission": providertest.String("0600"), "restore": providertest.Bool(true),
		},
		"data fullstory_segment":                     {"name": providertest.String("Everyone")},
		"data fullstory_segments":                    {},
		"data fullstory_segment_export":              {"id": providertest.String("done")},
		"data fullstory_segment_exports":             {},
		"data fullstory_caller_identity":             {},
		"ephemeral fullstory_segment_export_results": {"export_id": providertest.String("done")},
		"list fullstory_segment_export":              {},
		"action fullstory_segment_export":            {"segment_id": providertest.String("everyone"), "type": providertest.String("events"), "output_path": path},
	}
}

// exercise uses everything that the provider serves once.
type exercise struct {
	t          *testing.T
	session    *providertest.Session
	transcript *transcript
	// newContext returns the context of a call.
	newContext  func() (context.Context, context.CancelFunc)
	arguments   map[string]map[string]tftypes.Value
	links       []string // queries of the links that were returned
	diagnostics int
}

// wantArguments checks, once for all exercises, that everything in the schema
// has arguments.
func wantArguments(t *testing.T) {
	t.Helper()
	server := fullstorytest.New()
	defer server.Close()
	schemas := providertest.NewSession(t, server).Schemas
	given := arguments(t.TempDir())
	for kind, names := range map[string]iter.Seq[string]{
		"data": maps.Keys(schemas.DataSourceSchemas), "resource": maps.Keys(schemas.ResourceSchemas), "ephemeral": maps.Keys(schemas.EphemeralResourceSchemas),
		"list": maps.Keys(schemas.ListResourceSchemas), "action": maps.Keys(schemas.ActionSchemas),
	} {
		for name := range names {
			if _, ok := given[kind+" "+name]; !ok {
				t.Errorf("%s %s is not tested: add its arguments", kind, name)
			}
		}
	}
	if t.Failed() {
		t.FailNow()
	}
}

// run uses all that the schema lists.
func (e *exercise) run() {
	e.t.Helper()
	schemas := e.session.Schemas
	for _, name := range slices.Sorted(maps.Keys(schemas.DataSourceSchemas)) {
		e.call(func(ctx context.Context) {
			read := e.session.DataSource(ctx, name, e.config("data", name))
			e.record(read.Diagnostics, read.State)
		})
	}
	for _, name := range slices.Sorted(maps.Keys(schemas.ResourceSchemas)) {
		e.resource(name, e.config("resource", name))
	}
	// A running export, which the destroy cancels.
	running := maps.Clone(e.config("resource", exportType))
	running["segment_id"], running["wait_for_completion"] = providertest.String(endless), providertest.Bool(false)
	e.resource(exportType, running)
	for _, name := range slices.Sorted(maps.Keys(schemas.EphemeralResourceSchemas)) {
		e.call(func(ctx context.Context) { e.ephemeral(ctx, name) })
	}
	for _, name := range slices.Sorted(maps.Keys(schemas.ListResourceSchemas)) {
		e.call(func(ctx context.Context) {
			for _, result := range e.session.Query(ctx, name, e.config("list", name), 100, true, nil) {
				e.record(result.Diagnostics, result.Resource)
				e.transcript.add(result.DisplayName)
			}
		})
	}
	for _, name := range slices.Sorted(maps.Keys(schemas.ActionSchemas)) {
		e.call(func(ctx context.Context) {
			result := e.session.Invoke(ctx, name, e.config("action", name), nil)
			e.record(result.Diagnostics)
			e.transcript.add(result.Progress...)
		})
	}
}

func (e *exercise) config(kind, name string) map[string]tftypes.Value {
	return e.arguments[kind+" "+name]
}

// recordPrivate records a private state, whose values are in base64.
func (e *exercise) recordPrivate(private []byte) {
	e.t.Helper()
	if len(private) == 0 {
		return
	}
	var values map[string][]byte
	if err := json.Unmarshal(private, &values); err != nil {
		e.t.Errorf("the private state %q: %v", private, err)
	}
	for key, value := range values {
		e.transcript.add(key + string(value))
	}
}

func (e *exercise) call(use func(ctx context.Context)) {
	ctx, cancel := e.newContext()
	defer cancel()
	use(ctx)
}

func (e *exercise) ephemeral(ctx context.Context, name string) {
	opened := e.session.Open(ctx, name, e.config("ephemeral", name))
	e.record(opened.Diagnostics)
	e.recordPrivate(opened.Private)
	if opened.Result == nil {
		return
	}
	// The result may contain the link. Everything else must not.
	var location string
	if value := e.session.Attributes(e.session.Schemas.EphemeralResourceSchemas[name], opened.Result)["location"]; value.IsKnown() && !value.IsNull() && value.As(&location) == nil {
		if parsed, err := url.Parse(location); err == nil {
			e.links = append(e.links, parsed.RawQuery)
		}
	}
}

// resource creates, reads and destroys a resource, as far as that succeeds, and
// imports an export.
func (e *exercise) resource(name string, config map[string]tftypes.Value) {
	resource := e.session.Resource(name)
	e.call(func(ctx context.Context) {
		planned := resource.Plan(ctx, config)
		e.record(planned.Diagnostics, planned.PlannedState)
	})
	for _, change := range []func(context.Context) *tfprotov6.ApplyResourceChangeResponse{
		func(ctx context.Context) *tfprotov6.ApplyResourceChangeResponse { return resource.Apply(ctx, config) },
		resource.Destroy,
	} {
		e.call(func(ctx context.Context) {
			applied := change(ctx)
			e.record(applied.Diagnostics, applied.NewState)
			e.recordPrivate(applied.Private)
		})
		if !resource.Exists() {
			break // the create failed, or the destroy succeeded
		}
		e.call(func(ctx context.Context) {
			read := resource.Read(ctx)
			e.record(read.Diagnostics, read.NewState)
		})
	}
	if name != exportType {
		return // the others cannot be imported
	}
	e.call(func(ctx context.Context) {
		imported := e.session.Resource(name)
		e.record(imported.Import(ctx, "done").Diagnostics, imported.State)
		if imported.Exists() {
			e.record(imported.Read(ctx).Diagnostics, imported.State)
		}
	})
}

// record adds what a CLI would show or store to the transcript.
func (e *exercise) record(diags []*tfprotov6.Diagnostic, values ...*tfprotov6.DynamicValue) {
	for _, diagnostic := range diags {
		e.diagnostics++
		e.transcript.add(fmt.Sprintf("%s: %s\n%s", diagnostic.Severity, diagnostic.Summary, diagnostic.Detail))
	}
	for _, value := range values {
		if value != nil {
			e.transcript.add(string(value.MsgPack))
		}
	}
}
