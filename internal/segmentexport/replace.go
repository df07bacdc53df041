package segmentexport

import (
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
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
	argument    path.Path
	state       tfsdk.State
	plan        tfsdk.Plan
	prior, next attr.Value
	// same reports whether both values define the same export.
	same bool
}

// apply sets whether the change requires a replacement, with warnings about it,
// and reports whether the prior value is kept.
func (c change) apply(ctx context.Context, replace *bool, diagnostics *diag.Diagnostics) (keep bool) {
	if c.state.Raw.IsNull() || c.plan.Raw.IsNull() || c.next.Equal(c.prior) {
		return false
	}
	if c.same {
		// Terraform requires a planned null where the configuration has null, so
		// the state is updated in place.
		return !c.next.IsNull() && !c.prior.IsNull()
	}
	var state model
	diagnostics.Append(c.state.Get(ctx, &state)...)
	if diagnostics.HasError() || state.SegmentID.IsNull() {
		// A required argument is null only after an import, until an apply adopts
		// the arguments.
		return false
	}
	*replace = true
	if mayBeEqual(c.prior, c.next) {
		diagnostics.Append(diagnose.ReplacedUnknown(c.argument.String()).AsAttributeWarning(c.argument))
	}
	// The framework drops a warning that another argument has given already.
	diagnostics.Append(state.cancellation()...)
	return false
}

// cancellation warns that a destroy or a replacement cancels an unfinished
// export.
func (m model) cancellation() (diags diag.Diagnostics) {
	if operation := m.operation(); operation.State != "" && !operation.State.Final() {
		diags.Append(diagnose.Export{Operation: operation}.WillCancel().AsWarning())
	}
	return diags
}

// mayBeEqual reports whether two different values may turn out equal, because
// all that differs is not known yet.
func mayBeEqual(prior, next attr.Value) bool {
	switch next := next.(type) {
	case types.Object:
		if prior, ok := prior.(types.Object); ok && isSet(next) && !prior.IsNull() {
			priorStart, priorEnd := bounds(prior)
			start, end := bounds(next)
			return (start.IsUnknown() || sameInstant(priorStart, start)) && (end.IsUnknown() || sameInstant(priorEnd, end))
		}
	case types.List:
		if prior, ok := prior.(types.List); ok && isSet(next) {
			return slices.EqualFunc(prior.Elements(), next.Elements(), unknownOrEqual)
		}
	case types.Map:
		if prior, ok := prior.(types.Map); ok && isSet(next) {
			return maps.EqualFunc(prior.Elements(), next.Elements(), unknownOrEqual)
		}
	}
	return next.IsUnknown()
}

func unknownOrEqual(prior, next attr.Value) bool { return next.IsUnknown() || next.Equal(prior) }

func (m newExportIfChanged) PlanModifyString(ctx context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	c := change{req.Path, req.State, req.Plan, req.StateValue, req.PlanValue, m.instant && sameInstant(req.StateValue, req.PlanValue)}
	if c.apply(ctx, &resp.RequiresReplace, &resp.Diagnostics) {
		resp.PlanValue = req.StateValue
	}
}

func (newExportIfChanged) PlanModifyObject(ctx context.Context, req planmodifier.ObjectRequest, resp *planmodifier.ObjectResponse) {
	c := change{req.Path, req.State, req.Plan, req.StateValue, req.PlanValue, sameRange(req.StateValue, req.PlanValue)}
	if c.apply(ctx, &resp.RequiresReplace, &resp.Diagnostics) {
		resp.PlanValue = req.StateValue
	}
}

func (newExportIfChanged) PlanModifyList(ctx context.Context, req planmodifier.ListRequest, resp *planmodifier.ListResponse) {
	same := !req.PlanValue.IsUnknown() && len(req.StateValue.Elements())+len(req.PlanValue.Elements()) == 0
	change{req.Path, req.State, req.Plan, req.StateValue, req.PlanValue, same}.apply(ctx, &resp.RequiresReplace, &resp.Diagnostics)
}

func (newExportIfChanged) PlanModifyMap(ctx context.Context, req planmodifier.MapRequest, resp *planmodifier.MapResponse) {
	same := !req.PlanValue.IsUnknown() && len(req.StateValue.Elements())+len(req.PlanValue.Elements()) == 0
	change{req.Path, req.State, req.Plan, req.StateValue, req.PlanValue, same}.apply(ctx, &resp.RequiresReplace, &resp.Diagnostics)
}
