// Package segmentexportfile is the resource fullstory_segment_export_file: the
// file of an export on the machine that runs Terraform.
package segmentexportfile

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/exportfile"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providerdata"
)

var (
	_ resource.ResourceWithConfigure      = (*fileResource)(nil)
	_ resource.ResourceWithValidateConfig = (*fileResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*fileResource)(nil)
	_ resource.ResourceWithImportState    = (*fileResource)(nil)
)

// NewResource returns the resource.
func NewResource() resource.Resource { return &fileResource{} }

type fileResource struct{ providerdata.Resource }

func (r *fileResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_segment_export_file"
}

// Create downloads the file.
func (r *fileResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	if resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...); resp.Diagnostics.HasError() {
		return
	}
	timeout, diags := plan.Timeouts.Create(ctx, 0)
	if resp.Diagnostics.Append(diags...); resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := withTimeout(ctx, timeout)
	defer cancel()
	file, diags := r.download(ctx, &plan, exportfile.Download{}, "")
	if resp.Diagnostics.Append(diags...); resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(storeFingerprint(ctx, resp.Private, file)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

// Update brings the file into the planned form, and records what is on disk.
func (r *fileResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	written, diags := readFingerprint(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	timeout, diags := plan.Timeouts.Update(ctx, 0)
	if resp.Diagnostics.Append(diags...); resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := withTimeout(ctx, timeout)
	defer cancel()
	file, diags := r.update(ctx, &plan, state, written)
	if resp.Diagnostics.Append(diags...); file.SHA256 == "" {
		return
	}
	resp.Diagnostics.Append(storeFingerprint(ctx, resp.Private, file)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

// Delete removes the file if it is unchanged.
func (r *fileResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	file, diags := readFingerprint(ctx, req.Private)
	if resp.Diagnostics.Append(diags...); resp.Diagnostics.HasError() {
		return
	}
	name := state.Path.ValueString()
	if file.SHA256 == "" { // the replacement of a tainted resource has no private state
		file.Size, file.SHA256 = state.SizeBytes.ValueInt64(), state.SHA256.ValueString()
		if _, now, err := file.Compare(name); err == nil {
			file = now
		}
	}
	resp.Diagnostics.Append(remove(name, file)...)
}

// ImportState says that there is nothing to import.
func (r *fileResource) ImportState(_ context.Context, _ resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	resp.Diagnostics.Append(diagnose.NoFileImport().AsError())
}

func withTimeout(ctx context.Context, timeout time.Duration) (context.Context, context.CancelFunc) {
	if timeout <= 0 {
		return ctx, func() {}
	}
	return context.WithTimeout(ctx, timeout)
}
