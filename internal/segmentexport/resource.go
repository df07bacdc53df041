// Package segmentexport serves fullstory_segment_export: a segment's export
// job as a resource.
package segmentexport

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providerdata"
)

var (
	_ resource.ResourceWithConfigure      = (*Resource)(nil)
	_ resource.ResourceWithValidateConfig = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan     = (*Resource)(nil)
	_ resource.ResourceWithIdentity       = (*Resource)(nil)
)

// defaultTimeout is how long an apply waits where the user does not say.
const defaultTimeout = 60 * time.Minute

// NewResource returns the resource.
func NewResource() resource.Resource { return &Resource{} }

// Resource is one export job.
type Resource struct{ data providerdata.Data }

// Metadata names the resource.
func (r *Resource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_segment_export"
}

// Configure takes the provider's client.
func (r *Resource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	data, diags := providerdata.From(req.ProviderData)
	resp.Diagnostics.Append(diags...)
	r.data = data
}

// Create submits the export, once, and waits for it.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	timeout, diags := plan.Timeouts.Create(ctx, defaultTimeout)
	resp.Diagnostics.Append(diags...)
	request, diags := plan.request(ctx)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	operation, err := r.data.Client.CreateExport(ctx, request)
	if err != nil {
		resp.Diagnostics.Append(submissionFailed(ctx, r.data.Client, err, diagnose.Ambiguous.ForResource))
		return
	}
	// The id goes into the state before the first look: whatever happens from
	// here on, the job exists and must not be lost or submitted again.
	known := export{}.observe(operation)
	plan.setExport(known)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), plan.ID)...)
	// A replacement of an imported export hands its mark on.
	resp.Diagnostics.Append(takenOver(ctx, resp.Private)...)
	if resp.Diagnostics.HasError() {
		return
	}
	var out outcome
	if plan.WaitForCompletion.ValueBool() {
		out = r.wait(ctx, onCreate, known, look{segment: request.SegmentID, argument: "timeouts.create", timeout: timeout})
	} else {
		out = decide(onCreate, known, look{seen: operation, segment: request.SegmentID}, time.Now())
	}
	plan.setExport(out.export)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(out.diags...)
}

// Read looks at the export where the state does not say enough.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	if settled(req.State.Raw, time.Now()) && !resp.Identity.Raw.IsFullyNull() {
		return
	}
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	// First, since the identity must be there also where the export is not,
	// and an older CLI gives none.
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)

	prior := state.export()
	segment := state.SegmentID.ValueString()
	out, decided := needless(prior, segment, time.Now())
	if !decided {
		if r.data.Client == nil {
			return // a setting of the provider is unknown yet
		}
		on := onRefresh
		if prior.State == "" {
			on = onImport
		}
		seen, err := r.data.Client.LookAtOperation(ctx, prior.ID)
		if fullstory.IsNotFound(err) && on == onRefresh && prior.unfinished() {
			// The answer takes the id out of the state, so one may not be enough.
			seen, err = r.data.Client.LookForMissing(ctx, prior.ID)
		}
		out = decide(on, prior, look{seen: seen, err: err, segment: segment}, time.Now())
	}
	resp.Diagnostics.Append(out.diags...)
	switch {
	case resp.Diagnostics.HasError():
	case out.gone:
		resp.State.RemoveResource(ctx)
	case out.export != prior:
		state.setExport(out.export)
		resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	}
}

// Update records what needs no new export, and waits where the plan says so.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	timeout, diags := plan.Timeouts.Update(ctx, defaultTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	known := state.export()
	out := outcome{export: known}
	if known.unfinished() && plan.WaitForCompletion.ValueBool() {
		out = r.wait(ctx, onUpdate, known, look{segment: plan.SegmentID.ValueString(), argument: "timeouts.update", timeout: timeout})
	}
	plan.setExport(out.export)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), plan.ID)...)
	resp.Diagnostics.Append(takenOver(ctx, resp.Private)...)
	resp.Diagnostics.Append(out.diags...)
}

// Delete cancels an export that still runs, and forgets one that does not.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	known := state.export()
	if !known.unfinished() {
		return
	}
	err := r.data.Client.CancelOperation(ctx, known.ID)
	resp.Diagnostics.Append(decideCancelled(known.about(state.SegmentID.ValueString()), err)...)
}

// wait waits for an export, and decides what the end of the wait means.
func (r *Resource) wait(ctx context.Context, on occasion, known export, l look) outcome {
	var odd *diagnose.Export
	l.seen, l.err = r.data.Client.WaitForOperation(ctx, known.ID, fullstory.Wait{
		Changed: func(seen fullstory.Operation) {
			if odd == nil && seen.State.Phase() == fullstory.PhaseUnknown {
				about := known.observe(seen).about(l.segment)
				odd = &about
			}
		},
	})
	out := decide(on, known, l, time.Now())
	if odd != nil {
		out.diags.Append(odd.UnknownState().Warning())
	}
	return out
}
