package segmentexport

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/timetypes"
)

// newExportIfChanged requires a replacement if an argument changes its meaning.
// Another notation of the same meaning keeps the notation of the state. After
// an import, the argument is adopted from the configuration.
type newExportIfChanged struct {
	instant bool // the argument is an RFC 3339 time
}

var (
	_ planmodifier.String = newExportIfChanged{}
	_ planmodifier.Object = newExportIfChanged{}
	_ planmodifier.List   = newExportIfChanged{}
	_ planmodifier.Map    = newExportIfChanged{}
)

func (newExportIfChanged) Description(context.Context) string {
	return "Changing this creates a new export."
}

func (m newExportIfChanged) MarkdownDescription(ctx context.Context) string {
	return m.Description(ctx)
}

// change is the change of one argument in a plan.
type change struct {
	state       tfsdk.State
	plan        tfsdk.Plan
	private     privateState
	prior, next attr.Value
}

// apply sets whether the change requires a replacement, and reports whether the
// prior value is kept.
func (c change) apply(ctx context.Context, replace *bool, diagnostics *diag.Diagnostics) (keep bool) {
	var diags diag.Diagnostics
	*replace, keep, diags = c.consequence(ctx)
	diagnostics.Append(diags...)
	return keep
}

// consequence returns whether the change requires a replacement, and whether
// the prior value is kept.
func (c change) consequence(ctx context.Context) (replace, keep bool, diags diag.Diagnostics) {
	if c.state.Raw.IsNull() || c.plan.Raw.IsNull() || c.next.Equal(c.prior) {
		return false, false, nil
	}
	if sameMeaning(c.next, c.prior) {
		// Terraform insists on null as configured: the state follows in place.
		return false, !c.next.IsNull() && !c.prior.IsNull(), nil
	}
	if !c.prior.IsNull() {
		return true, false, nil
	}
	pending, diags := isImportPending(ctx, c.private)
	var segmentID types.String
	diags.Append(c.state.GetAttribute(ctx, path.Root("segment_id"), &segmentID)...)
	// A required argument is null only if no apply has adopted it yet.
	return !pending && !segmentID.IsNull(), false, diags
}

// sameMeaning reports whether two values define the same export: instants are
// compared as such, and an empty collection equals none.
func sameMeaning(a, b attr.Value) bool {
	switch a := a.(type) {
	case timetypes.RFC3339:
		b, ok := b.(timetypes.RFC3339)
		return ok && a.SameInstant(b)
	case types.Object:
		b, ok := b.(types.Object)
		return ok && sameRange(a, b)
	case types.List:
		b, ok := b.(types.List)
		return ok && isEmpty(a) && isEmpty(b)
	case types.Map:
		b, ok := b.(types.Map)
		return ok && isEmpty(a) && isEmpty(b)
	}
	return false
}

func isEmpty(collection interface {
	IsUnknown() bool
	Length(options basetypes.CollectionLengthOptions) int
}) bool {
	return !collection.IsUnknown() && collection.Length(basetypes.CollectionLengthOptions{UnhandledNullAsZero: true}) == 0
}

func (m newExportIfChanged) PlanModifyString(ctx context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	c := change{req.State, req.Plan, req.Private, req.StateValue, req.PlanValue}
	if m.instant { // the framework hands over plain strings
		c.prior, c.next = timetypes.RFC3339{StringValue: req.StateValue}, timetypes.RFC3339{StringValue: req.PlanValue}
	}
	if c.apply(ctx, &resp.RequiresReplace, &resp.Diagnostics) {
		resp.PlanValue = req.StateValue
	}
}

func (newExportIfChanged) PlanModifyObject(ctx context.Context, req planmodifier.ObjectRequest, resp *planmodifier.ObjectResponse) {
	c := change{req.State, req.Plan, req.Private, req.StateValue, req.PlanValue}
	if c.apply(ctx, &resp.RequiresReplace, &resp.Diagnostics) {
		resp.PlanValue = req.StateValue
	}
}

func (newExportIfChanged) PlanModifyList(ctx context.Context, req planmodifier.ListRequest, resp *planmodifier.ListResponse) {
	change{req.State, req.Plan, req.Private, req.StateValue, req.PlanValue}.apply(ctx, &resp.RequiresReplace, &resp.Diagnostics)
}

func (newExportIfChanged) PlanModifyMap(ctx context.Context, req planmodifier.MapRequest, resp *planmodifier.MapResponse) {
	change{req.State, req.Plan, req.Private, req.StateValue, req.PlanValue}.apply(ctx, &resp.RequiresReplace, &resp.Diagnostics)
}

// replaces reports whether a plan replaces the export because of an argument.
func (m model) replaces(ctx context.Context, state model, req resource.ModifyPlanRequest) (bool, diag.Diagnostics) {
	for _, values := range [][2]attr.Value{
		{state.SegmentID, m.SegmentID},
		{state.Type, m.Type},
		{state.Format, m.Format},
		{state.TimeRange, m.TimeRange},
		{state.SegmentTimeRange, m.SegmentTimeRange},
		{state.Now, m.Now},
		{state.Timezone, m.Timezone},
		{state.Scope, m.Scope},
		{state.Fields, m.Fields},
		{state.Triggers, m.Triggers},
	} {
		c := change{req.State, req.Plan, req.Private, values[0], values[1]}
		if replace, _, diags := c.consequence(ctx); replace || diags.HasError() {
			return replace, diags
		}
	}
	return false, nil
}
