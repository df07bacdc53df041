package secrets_test

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"path/filepath"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

func text(s string) tftypes.Value { return tftypes.NewValue(tftypes.String, s) }

func yes(b bool) tftypes.Value { return tftypes.NewValue(tftypes.Bool, b) }

const (
	exportType = "fullstory_segment_export"
	// endless is a segment whose exports do not end.
	endless = "endless"
)

// arguments are what each thing that the provider serves is driven with. The
// fake holds the operations that they name.
func arguments(folder string) map[string]map[string]tftypes.Value {
	path := text(filepath.Join(folder, "file"))
	return map[string]map[string]tftypes.Value{
		"resource fullstory_segment_export": {
			"segment_id": text("everyone"), "type": text("events"), "wait_for_completion": yes(true), "replace_on_expiry": yes(false),
		},
		"resource fullstory_segment_export_file": {
			"export_id": text("done"), "path": path, "decompress": yes(true), "file_permission": text("0600"), "restore": yes(true),
		},
		"data fullstory_segment":                     {"name": text("Everyone")},
		"data fullstory_segments":                    {},
		"data fullstory_segment_export":              {"id": text("done")},
		"data fullstory_segment_exports":             {},
		"data fullstory_caller_identity":             {},
		"ephemeral fullstory_segment_export_results": {"export_id": text("done")},
		"list fullstory_segment_export":              {},
		"action fullstory_segment_export":            {"segment_id": text("everyone"), "type": text("events"), "output_path": path},
	}
}

// drive is one use of everything that the provider serves.
type drive struct {
	t    *testing.T
	p    *providertest.Protocol
	seen *evidence
	// patience is the context of a call.
	patience func() (context.Context, context.CancelFunc)
	schemas  *tfprotov6.GetProviderSchemaResponse
	with     map[string]map[string]tftypes.Value
	links    []string // queries of the links that were given out
	errors   int      // diagnostics
}

// everything uses all that the schema lists, so that what is new is searched
// or makes the test fail.
func (d *drive) everything() {
	d.t.Helper()
	ctx := d.t.Context()
	var err error
	if d.schemas, err = d.p.Server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{}); err != nil {
		d.t.Fatal(err)
	}
	for _, name := range slices.Sorted(maps.Keys(d.schemas.DataSourceSchemas)) {
		d.call(func(ctx context.Context) { d.dataSource(ctx, name) })
	}
	for _, name := range slices.Sorted(maps.Keys(d.schemas.ResourceSchemas)) {
		d.resource(name, d.config("resource", name))
	}
	// One that still runs when it is destroyed, and so is cancelled.
	running := maps.Clone(d.config("resource", exportType))
	running["segment_id"], running["wait_for_completion"] = text(endless), yes(false)
	d.resource(exportType, running)
	for _, name := range slices.Sorted(maps.Keys(d.schemas.EphemeralResourceSchemas)) {
		d.call(func(ctx context.Context) { d.ephemeral(ctx, name) })
	}
	for _, name := range slices.Sorted(maps.Keys(d.schemas.ListResourceSchemas)) {
		for _, row := range d.p.QueryIn(d.logged(), name, d.config("list", name), 100, true, nil) {
			d.tell(row.Diagnostics, row.Resource)
			d.seen.add(row.DisplayName)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(d.schemas.ActionSchemas)) {
		d.call(func(ctx context.Context) {
			got := d.p.Invoke(ctx, name, d.config("action", name), nil)
			d.tell(got.Diagnostics)
			d.seen.add(got.Progress...)
		})
	}
}

func (d *drive) config(kind, name string) map[string]tftypes.Value {
	d.t.Helper()
	config, ok := d.with[kind+" "+name]
	if !ok {
		d.t.Fatalf("%s %s is not driven: give it arguments", kind, name)
	}
	return config
}

func (d *drive) call(use func(ctx context.Context)) {
	ctx, cancel := d.patience()
	defer cancel()
	use(ctx)
}

func (d *drive) logged() context.Context {
	ctx, cancel := d.patience()
	d.t.Cleanup(cancel)
	return ctx
}

func (d *drive) dataSource(ctx context.Context, name string) {
	resp, err := d.p.Server.ReadDataSource(ctx, &tfprotov6.ReadDataSourceRequest{
		TypeName: name, Config: d.p.Value(d.schemas.DataSourceSchemas[name], d.config("data", name)),
	})
	d.must(err)
	d.tell(resp.Diagnostics, resp.State)
}

func (d *drive) ephemeral(ctx context.Context, name string) {
	schema := d.schemas.EphemeralResourceSchemas[name]
	resp, err := d.p.Server.OpenEphemeralResource(ctx, &tfprotov6.OpenEphemeralResourceRequest{
		TypeName: name, Config: d.p.Value(schema, d.config("ephemeral", name)),
	})
	d.must(err)
	d.tell(resp.Diagnostics)
	d.seen.add(string(resp.Private))
	if resp.Result == nil {
		return
	}
	// The link is what it is for; what it gives out is searched for elsewhere.
	var location string
	if value := d.p.Attributes(schema, resp.Result)["location"]; value.IsKnown() && !value.IsNull() && value.As(&location) == nil {
		if parsed, err := url.Parse(location); err == nil {
			d.links = append(d.links, parsed.RawQuery)
		}
	}
}

// resource goes through a whole life, as far as it gets.
func (d *drive) resource(name string, arguments map[string]tftypes.Value) {
	schema := d.schemas.ResourceSchemas[name]
	null, config := d.p.Null(schema), d.p.Value(schema, arguments)
	state, private := null, []byte(nil)
	for _, wanted := range []*tfprotov6.DynamicValue{config, null} {
		d.call(func(ctx context.Context) {
			planned, err := d.p.Server.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
				TypeName: name, PriorState: state, ProposedNewState: wanted, Config: wanted, PriorPrivate: private,
			})
			d.must(err)
			d.tell(planned.Diagnostics, planned.PlannedState)
			applied, err := d.p.Server.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
				TypeName: name, PriorState: state, PlannedState: planned.PlannedState, Config: wanted,
				PlannedPrivate: planned.PlannedPrivate, PlannedIdentity: planned.PlannedIdentity,
			})
			d.must(err)
			d.tell(applied.Diagnostics, applied.NewState)
			d.seen.add(string(applied.Private))
			state, private = applied.NewState, applied.Private
		})
		if d.isNull(schema, state) {
			break // it was not made, or is gone
		}
		d.call(func(ctx context.Context) {
			read, err := d.p.Server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{TypeName: name, CurrentState: state, Private: private})
			d.must(err)
			d.tell(read.Diagnostics, read.NewState)
		})
	}
	if name != exportType {
		return // the others cannot be imported
	}
	d.call(func(ctx context.Context) {
		imported, err := d.p.Server.ImportResourceState(ctx, &tfprotov6.ImportResourceStateRequest{TypeName: name, ID: "done"})
		d.must(err)
		d.tell(imported.Diagnostics)
		for _, one := range imported.ImportedResources {
			read, err := d.p.Server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{TypeName: name, CurrentState: one.State, CurrentIdentity: one.Identity})
			d.must(err)
			d.tell(read.Diagnostics, one.State, read.NewState)
		}
	})
}

func (d *drive) isNull(schema *tfprotov6.Schema, value *tfprotov6.DynamicValue) bool {
	d.t.Helper()
	object, err := value.Unmarshal(schema.ValueType())
	d.must(err)
	return object.IsNull()
}

func (d *drive) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

// tell adds what a CLI would show or keep.
func (d *drive) tell(diags []*tfprotov6.Diagnostic, values ...*tfprotov6.DynamicValue) {
	for _, diagnostic := range diags {
		d.errors++
		d.seen.add(fmt.Sprintf("%s: %s\n%s", diagnostic.Severity, diagnostic.Summary, diagnostic.Detail))
	}
	for _, value := range values {
		if value != nil {
			d.seen.add(string(value.MsgPack))
		}
	}
}
