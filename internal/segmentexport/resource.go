// Package segmentexport serves fullstory_segment_export in all its kinds:
// resource, data sources, ephemeral resource, action and list resource.
package segmentexport

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

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

	created, diagnostic := submit(ctx, r.Data, request, false)
	if diagnostic != nil {
		resp.Diagnostics.Append(diagnostic)
		return
	}
	// The ID goes into the state before the first poll: whatever happens from
	// here on, the export exists and must not be lost or submitted again.
	plan.setOperation(created)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), plan.ID)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if !plan.WaitForCompletion.ValueBool() {
		// The schema family returns a whole operation, which may have failed.
		resp.Diagnostics.Append(evaluate(phaseCreate, created, created, nil, r.Client().Now()).diags...)
		return
	}
	got := wait(ctx, r.Client(), phaseCreate, created, timeLimit(timeout, "create"), nil)
	plan.setOperation(got.operation)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(got.diags...)
}

func (r *exportResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	// First, because the identity is required even if the export no longer
	// exists, and older CLIs send none.
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)

	prior := state.operation()
	if isFinal(prior, r.Client().Now(), state.ReplaceOnExpiry.ValueBool()) {
		return
	}
	got := r.refresh(ctx, prior)
	resp.Diagnostics.Append(got.diags...)
	switch {
	case got.diags.HasError():
	case got.removed:
		resp.State.RemoveResource(ctx)
	case !sameAttributes(got.operation, prior):
		state.setOperation(got.operation)
		resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	}
}

// refresh reads the status of an export once, or more often if it is not
// found.
func (r *exportResource) refresh(ctx context.Context, prior fullstory.Operation) result {
	client := r.Client()
	ph := phaseRefresh
	if prior.State == "" {
		ph = phaseImport
	}
	read := client.OperationStatus
	if prior.At(client.Now()).State == fullstory.StateExpired {
		read = client.ExpiredOperationStatus
	}
	remote, err := read(ctx, prior.ID)
	now := client.Now() // the response may have corrected the clock
	if rest.IsNotFound(err) && ph == phaseRefresh && prior.At(now).State != fullstory.StateExpired {
		// If it is believed, this 404 removes the export from the state or
		// expires it.
		remote, err = client.ConfirmNotFound(ctx, prior.ID, !prior.State.Final())
	}
	return evaluate(ph, prior, remote, err, now)
}

func (r *exportResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
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

	prior := state.operation()
	prior.Segment = plan.SegmentID.ValueString() // an import does not know it
	got := result{operation: prior}
	if !prior.State.Final() && plan.WaitForCompletion.ValueBool() {
		got = wait(ctx, r.Client(), phaseUpdate, prior, timeLimit(timeout, "update"), nil)
	}
	plan.setOperation(got.operation)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), plan.ID)...)
	resp.Diagnostics.Append(got.diags...)
}

func (r *exportResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if operation := state.operation(); !operation.State.Final() {
		resp.Diagnostics.Append(cancelExport(ctx, r.Client(), operation)...)
	}
}

// ImportState imports an export by the ID of its operation. The refresh that
// follows reads the rest. The API does not return the arguments: they stay null
// until an apply adopts them from the configuration.
func (r *exportResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	resource.ImportStatePassthroughWithIdentity(ctx, path.Root("id"), path.Root("id"), req, resp)
	if resp.Diagnostics.HasError() {
		return
	}
	var id types.String
	resp.Diagnostics.Append(resp.State.GetAttribute(ctx, path.Root("id"), &id)...)
	if id.ValueString() == "" {
		resp.Diagnostics.Append(diagnose.NoImportID().AsError())
	}
}
