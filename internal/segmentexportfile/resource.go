// Package segmentexportfile is the resource fullstory_segment_export_file: the
// file of an export on the machine that runs Terraform.
package segmentexportfile

import (
	"context"
	"os"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/exportfile"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providerdata"
)

var (
	_ resource.ResourceWithConfigure      = (*fileResource)(nil)
	_ resource.ResourceWithValidateConfig = (*fileResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*fileResource)(nil)
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
	file, diags := r.download(ctx, &plan, exportfile.Download{})
	if resp.Diagnostics.Append(diags...); resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(storeFingerprint(ctx, resp.Private, file)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

// Update downloads other content, restores the file, or moves it and changes
// its permissions.
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
	oldPath := state.Path.ValueString()
	status, old, err := written.Compare(oldPath)
	if err != nil {
		resp.Diagnostics.Append(diagnose.File{Path: oldPath}.Unusable(err).AsAttributeError(path.Root("path")))
		return
	}
	downloads := !plan.sameContent(state)
	if !downloads && status != exportfile.Unchanged && plan.Restore.ValueBool() && plan.SHA256.IsUnknown() {
		var why diag.Diagnostics
		downloads, why = r.restorable(ctx, plan.ExportID.ValueString(), diagnose.File{Path: oldPath, Missing: status == exportfile.Missing})
		if !downloads {
			resp.Diagnostics.Append(why...)
		}
	}
	file := old
	diags = nil
	switch {
	case downloads && plan.samePath(state):
		file, diags = r.download(ctx, &plan, exportfile.Download{Overwrite: plan.Restore.ValueBool(), Previous: old})
	case downloads:
		file, diags = r.download(ctx, &plan, exportfile.Download{})
		if !diags.HasError() {
			diags.Append(remove(oldPath, old)...)
		}
	case status == exportfile.Unchanged:
		file, diags = adjust(ctx, plan, state, old)
	case status == exportfile.Changed && !plan.samePath(state): // it is not the provider's to move
		diags.Append(diagnose.File{Path: oldPath}.NotRemoved().AsWarning())
	}
	if resp.Diagnostics.Append(diags...); resp.Diagnostics.HasError() {
		return
	}
	if !downloads {
		plan.keepResult(state, file)
		if status != exportfile.Unchanged {
			plan.LocalPath = state.LocalPath // nothing was moved
		}
	}
	resp.Diagnostics.Append(storeFingerprint(ctx, resp.Private, file)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

// Delete removes the file if it is unchanged.
func (r *fileResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	file, diags := readFingerprint(ctx, req.Private)
	if resp.Diagnostics.Append(diags...); !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(remove(state.Path.ValueString(), file)...)
	}
}

func withTimeout(ctx context.Context, timeout time.Duration) (context.Context, context.CancelFunc) {
	if timeout <= 0 {
		return ctx, func() {}
	}
	return context.WithTimeout(ctx, timeout)
}

// download downloads the file and records it in the plan. The fields Overwrite
// and Previous of how say which existing file it may replace.
func (r *fileResource) download(ctx context.Context, plan *model, how exportfile.Download) (exportfile.Fingerprint, diag.Diagnostics) {
	operation, diags := r.completedExport(ctx, plan.ExportID.ValueString())
	if diags.HasError() {
		return exportfile.Fingerprint{}, diags
	}
	how.Path, how.Mode, how.Decompress = plan.Path.ValueString(), plan.mode(), plan.Decompress.ValueBool()
	result, err := how.Run(ctx, r.Client(), operation)
	file := diagnose.File{Path: how.Path}
	if err != nil {
		diags.Append(diagnose.Download{File: file, Operation: operation.ID}.Failed(err))
		return exportfile.Fingerprint{}, diags
	}
	if result.Unverifiable {
		diags.Append(file.Unverifiable().AsWarning())
	}
	diags.Append(plan.setResult(ctx, result)...)
	return result.Fingerprint, diags
}

// adjust moves an unchanged file and changes its permissions, as planned.
func adjust(ctx context.Context, plan, state model, file exportfile.Fingerprint) (exportfile.Fingerprint, diag.Diagnostics) {
	from, to := state.Path.ValueString(), plan.Path.ValueString()
	var err error
	if plan.mode() != state.mode() {
		err = os.Chmod(from, plan.mode())
	}
	if err == nil && !plan.samePath(state) {
		file, err = file.Move(ctx, from, to, plan.mode())
	}
	if err != nil {
		return file, diag.Diagnostics{diagnose.File{Path: to}.Unusable(err).AsAttributeError(path.Root("path"))}
	}
	return file, nil
}

// remove removes a file unless it was changed.
func remove(name string, file exportfile.Fingerprint) diag.Diagnostics {
	left, err := file.Remove(name)
	switch {
	case err != nil:
		return diag.Diagnostics{diagnose.File{Path: name}.Unusable(err).AsError()}
	case left:
		return diag.Diagnostics{diagnose.File{Path: name}.NotRemoved().AsWarning()}
	}
	return nil
}
