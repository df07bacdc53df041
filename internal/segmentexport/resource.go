// Package segmentexport serves fullstory_segment_export in all its kinds:
// resource, data sources, ephemeral resource, action and list resource.
package segmentexport

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providerdata"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

var (
	_ resource.ResourceWithConfigure      = (*exportResource)(nil)
	_ resource.ResourceWithValidateConfig = (*exportResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*exportResource)(nil)
	_ resource.ResourceWithIdentity       = (*exportResource)(nil)
	_ resource.ResourceWithImportState    = (*exportResource)(nil)
)

// defaultTimeout is the time limit if timeouts sets none.
const defaultTimeout = 60 * time.Minute

// NewResource returns the resource fullstory_segment_export.
func NewResource() resource.Resource { return &exportResource{} }

type exportResource struct{ providerdata.Resource }

func (r *exportResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_segment_export"
}

func (r *exportResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
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

	created, diagnostic := submit(ctx, r.Client(), request, diagnose.Ambiguous.ForResource)
	if diagnostic != nil {
		resp.Diagnostics.Append(diagnostic)
		return
	}
	// The ID goes into the state before the first poll: whatever happens from
	// here on, the export exists and must not be lost or submitted again.
	plan.setOperation(created)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), plan.ID)...)
	// A replacement inherits the private state of the export that it replaces.
	resp.Diagnostics.Append(clearImportPending(ctx, resp.Private)...)
	resp.Diagnostics.Append(setNeverSeen(ctx, resp.Private)...)
	if resp.Diagnostics.HasError() {
		return
	}
	p := poll{remote: created, segment: request.SegmentID, argument: "timeouts.create", timeout: timeout}
	if !plan.WaitForCompletion.ValueBool() {
		// The schema family returns a whole operation, which may have failed.
		now, _ := r.Client().Now()
		resp.Diagnostics.Append(evaluate(phaseCreate, created, p, now).diags...)
		return
	}
	result := wait(ctx, r.Client(), phaseCreate, created, true, p, nil)
	resp.Diagnostics.Append(setLastSeen(ctx, resp.Private, result.operation)...)
	plan.setOperation(result.operation)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(result.diags...)
}

func (r *exportResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	_, neverSeen, diags := lastSeen(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	// First, because the identity is required even if the export no longer
	// exists, and older CLIs send none.
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)

	prior := state.operation()
	segment := state.SegmentID.ValueString()
	result, done := fromState(prior, segment, r.Client().Now)
	if !done {
		result = r.refresh(ctx, prior, segment, neverSeen)
		resp.Diagnostics.Append(setLastSeen(ctx, resp.Private, result.operation)...)
	}
	resp.Diagnostics.Append(result.diags...)
	switch {
	case result.diags.HasError():
	case result.removed:
		resp.State.RemoveResource(ctx)
	case !sameAttributes(result.operation, prior):
		state.setOperation(result.operation)
		resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	}
}

// refresh reads the status of an export once, or more often if it is not
// found.
func (r *exportResource) refresh(ctx context.Context, prior fullstory.Operation, segment string, neverSeen bool) result {
	client := r.Client()
	phase := phaseRefresh
	if prior.State == "" {
		phase = phaseImport
	}
	remote, err := client.OperationStatus(ctx, prior.ID)
	now, _ := client.Now()
	if rest.IsNotFound(err) && phase == phaseRefresh && prior.At(now).State != fullstory.StateExpired {
		// If it is believed, this 404 removes the export from the state or
		// expires it.
		remote, err = client.ConfirmNotFound(ctx, prior.ID, neverSeen)
	}
	return evaluate(phase, prior, poll{remote: remote, err: err, segment: segment}, now)
}

func (r *exportResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	_, neverSeen, diags := lastSeen(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
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

	prior := state.operation()
	result := result{operation: prior}
	if !prior.State.Final() && plan.WaitForCompletion.ValueBool() {
		p := poll{segment: plan.SegmentID.ValueString(), argument: "timeouts.update", timeout: timeout}
		result = wait(ctx, r.Client(), phaseUpdate, prior, neverSeen, p, nil)
		resp.Diagnostics.Append(setLastSeen(ctx, resp.Private, result.operation)...)
	}
	plan.setOperation(result.operation)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), plan.ID)...)
	resp.Diagnostics.Append(clearImportPending(ctx, resp.Private)...)
	resp.Diagnostics.Append(result.diags...)
}

func (r *exportResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	_, neverSeen, diags := lastSeen(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	if operation := state.operation(); !operation.State.Final() {
		resp.Diagnostics.Append(cancelExport(ctx, r.Client(), state.export(operation), neverSeen)...)
	}
}
