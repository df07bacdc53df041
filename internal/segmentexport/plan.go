package segmentexport

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providerdata"
)

// ModifyPlan checks what only the configured provider can tell, and decides
// whether an export is replaced, waited for, or left alone.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return // destroy
	}
	if settled(req.State.Raw, time.Now()) && req.Plan.Raw.Equal(req.State.Raw) {
		return
	}
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if req.State.Raw.IsNull() { // also the second half of a replacement
		resp.Diagnostics.Append(plan.checkSubmission(r.data)...)
		return
	}
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	adopting, diags := imported(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(planExisting(ctx, plan, state, adopting, resp)...)
}

// checkSubmission finds, before the request, why it could not be made.
func (in inputs) checkSubmission(data providerdata.Data) (diags diag.Diagnostics) {
	diags.Append(in.validateFor(data.WireFormat)...)
	if data.Client != nil && data.Client.Ready() != nil {
		diags.Append(diagnose.SubmitExport.MissingAPIKey().Error())
	}
	diags.Append(warnOfFuture("time_range", in.TimeRange, time.Now())...)
	diags.Append(warnOfFuture("segment_time_range", in.SegmentTimeRange, time.Now())...)
	return diags
}

// planExisting plans for an export that is in the state. What stays as it is
// needs no word here: the computed attributes keep their values.
func planExisting(ctx context.Context, plan, state model, adopting bool, resp *resource.ModifyPlanResponse) (diags diag.Diagnostics) {
	for _, in := range plan.compareInputs(state) {
		switch {
		case adopting && in.prior.IsNull():
			// Taken over from the configuration as it is.
		case !in.same:
			resp.RequiresReplace.Append(in.path)
		case in.planned.IsNull() || in.prior.IsNull():
			// A CLI wants null as it is configured: the state follows, in place.
		case !in.planned.Equal(in.prior):
			// Another spelling of the same is no change: the state's stays.
			diags.Append(resp.Plan.SetAttribute(ctx, in.path, in.prior)...)
		}
	}
	known := state.export()
	failed := known.State == string(fullstory.StateFailed)
	if failed || known.State == stateExpired && plan.ReplaceOnExpiry.ValueBool() {
		resp.RequiresReplace.Append(path.Root("state"))
		diags.Append(resp.Plan.SetAttribute(ctx, path.Root("state"), types.StringUnknown())...)
		return diags
	}
	if known.unfinished() && (plan.WaitForCompletion.ValueBool() || plan.WaitForCompletion.IsUnknown()) {
		diags.Append(planWait(ctx, state, resp)...)
	}
	return diags
}

// planWait shows an update in place that only waits: what it may learn is
// unknown until then.
func planWait(ctx context.Context, state model, resp *resource.ModifyPlanResponse) (diags diag.Diagnostics) {
	learnt := map[string]attr.Value{
		"state":                 types.StringUnknown(),
		"estimate_pct_complete": types.Int64Unknown(),
		"error_details":         types.StringUnknown(),
		"finished_at":           types.StringUnknown(),
		"expires_at":            types.StringUnknown(),
		"search_export_id":      types.StringUnknown(),
	}
	if state.CreatedAt.IsNull() {
		learnt["created_at"] = types.StringUnknown()
	}
	for name, value := range learnt {
		diags.Append(resp.Plan.SetAttribute(ctx, path.Root(name), value)...)
	}
	return diags
}

// comparison is one input in plan and state.
type comparison struct {
	path           path.Path
	planned, prior attr.Value
	same           bool // means the same export
}

// compareInputs compares whatever describes an export.
func (m model) compareInputs(prior model) []comparison {
	exact := func(name string, a, b attr.Value) comparison {
		return comparison{path.Root(name), a, b, a.Equal(b)}
	}
	ranges := func(name string, a, b types.Object) comparison {
		return comparison{path.Root(name), a, b, sameRange(a, b)}
	}
	collections := func(name string, a, b collection) comparison {
		return comparison{path.Root(name), a, b, a.Equal(b) || empty(a) && empty(b)}
	}
	return []comparison{
		exact("segment_id", m.SegmentID, prior.SegmentID),
		exact("type", m.Type, prior.Type),
		exact("format", m.Format, prior.Format),
		ranges("time_range", m.TimeRange, prior.TimeRange),
		ranges("segment_time_range", m.SegmentTimeRange, prior.SegmentTimeRange),
		exact("scope", m.Scope, prior.Scope),
		collections("fields", m.Fields, prior.Fields),
		exact("timezone", m.Timezone, prior.Timezone),
		collections("triggers", m.Triggers, prior.Triggers),
	}
}

// collection is a list of strings, or a map of them.
type collection interface {
	attr.Value
	Length(basetypes.CollectionLengthOptions) int
}

// empty tells whether a collection says nothing: one without elements means the
// same as none at all.
func empty(c collection) bool {
	return !c.IsUnknown() && c.Length(basetypes.CollectionLengthOptions{UnhandledNullAsZero: true}) == 0
}
