package segmentexport

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providerdata"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

// ModifyPlan validates what depends on the configured provider, and plans for
// the state of an existing export. Changed arguments are planned by the plan
// modifiers of the schema.
func (r *exportResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var plan, state model
	creates, destroys := req.State.Raw.IsNull(), req.Plan.Raw.IsNull()
	if !destroys {
		resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	}
	if !creates {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	switch {
	case creates: // also the second half of a replacement
		resp.Diagnostics.Append(plan.checkSubmission(ctx, r.Data)...)
	case destroys:
		resp.Diagnostics.Append(state.cancellation()...)
	default:
		resp.Diagnostics.Append(r.planExisting(ctx, plan, state.operation(), resp)...)
	}
}

// checkSubmission returns, before any submission, why it would fail. The plan
// of each new export calls it once.
func (in inputs) checkSubmission(ctx context.Context, data providerdata.Data) (diags diag.Diagnostics) {
	diags.Append(in.validateFor(data.Client().WireFormat())...)
	diags.Append(in.warnings(time.Now())...)
	diags.Append(data.PlanExport()...)
	if !diags.HasError() {
		diags.Append(checkKey(ctx, data.Client())...)
	}
	return diags
}

// checkKey reports a key that cannot export, once for a run. It passes if the
// endpoint cannot tell, with a warning if it could not be reached.
func checkKey(ctx context.Context, client *fullstory.Client) diag.Diagnostics {
	if err := client.Ready(); err != nil {
		if _, unknown := errors.AsType[*rest.NotConfiguredError](err); unknown {
			return nil // it will be known when the plan is applied
		}
		return diag.Diagnostics{diagnose.SubmitExport.Failed(err).AsError()}
	}
	identity, first, err := client.CheckKey(ctx)
	rejected := rest.IsDenied(err) && rest.StatusOf(err) == http.StatusUnauthorized
	switch {
	case first && client.WireFormat() == fullstory.WireFormatReference && rest.StatusOf(err) == http.StatusNotFound:
		return diag.Diagnostics{diagnose.NotFullStory(err).AsWarning()}
	case first && unreachable(err):
		return diag.Diagnostics{diagnose.UncheckedKey(err).AsWarning()}
	case !rejected && (err != nil || identity.CanExport()):
		return nil
	case !first:
		return diag.Diagnostics{diagnose.SameKeyProblem().AsError()}
	case rejected:
		return diag.Diagnostics{diagnose.KeyRejected(err).AsError()}
	}
	return diag.Diagnostics{diagnose.CannotExport(identity).AsError()}
}

// unreachable reports whether FullStory gave no answer at all, as opposed to an
// endpoint that does not offer the request.
func unreachable(err error) bool {
	status := rest.StatusOf(err)
	return errors.Is(err, context.DeadlineExceeded) || rest.IsTransient(err) && (status == 0 || status >= 500)
}

// planExisting plans for the state of an export: a failed one is replaced, an
// expired one if that is wanted, and an unfinished one is waited for.
func (r *exportResource) planExisting(ctx context.Context, plan model, operation fullstory.Operation, resp *resource.ModifyPlanResponse) (diags diag.Diagnostics) {
	replace := false
	switch {
	case operation.State == fullstory.StateFailed:
		replace = true
	case operation.State.Final() && plan.ReplaceOnExpiry.ValueBool():
		replace, diags = r.hasExpired(ctx, operation)
	case operation.State.Final():
	case plan.WaitForCompletion.ValueBool() || plan.WaitForCompletion.IsUnknown():
		return planWait(ctx, operation, resp)
	}
	if replace {
		resp.RequiresReplace.Append(path.Root("state"))
		diags.Append(resp.Plan.SetAttribute(ctx, path.Root("state"), types.StringUnknown())...)
	}
	return diags
}

// hasExpired reports whether a completed export has expired, also in a plan
// without a refresh. The state and the clock may be wrong, and a replacement
// costs an export, so the export is read; the refresh of the same run has read
// it already.
func (r *exportResource) hasExpired(ctx context.Context, prior fullstory.Operation) (bool, diag.Diagnostics) {
	if prior.At(r.Client().Now()).State != fullstory.StateExpired {
		return false, nil
	}
	got := r.refresh(ctx, prior)
	if got.diags.HasError() {
		return false, got.diags
	}
	return got.operation.State == fullstory.StateExpired, nil
}

// planWait plans an update in place that only waits: it makes the attributes
// unknown that the wait may change.
func planWait(ctx context.Context, operation fullstory.Operation, resp *resource.ModifyPlanResponse) (diags diag.Diagnostics) {
	changing := map[string]attr.Value{
		"state":                 types.StringUnknown(),
		"estimate_pct_complete": types.Int64Unknown(),
		"error_details":         types.StringUnknown(),
		"finished_at":           types.StringUnknown(),
		"expires_at":            types.StringUnknown(),
		"search_export_id":      types.StringUnknown(),
	}
	if operation.CreatedAt.IsZero() {
		changing["created_at"] = types.StringUnknown()
	}
	for name, value := range changing {
		diags.Append(resp.Plan.SetAttribute(ctx, path.Root(name), value)...)
	}
	return diags
}
