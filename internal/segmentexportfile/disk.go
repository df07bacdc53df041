package segmentexportfile

import (
	"context"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/exportfile"
)

// update downloads other content, restores a missing or changed file, or moves
// the file and changes its permissions. It returns the fingerprint of the file
// that the plan now describes; without one, nothing has changed.
func (r *fileResource) update(ctx context.Context, plan *model, state model, written exportfile.Fingerprint) (exportfile.Fingerprint, diag.Diagnostics) {
	from, to := state.Path.ValueString(), plan.Path.ValueString()
	status, file, err := written.Compare(from)
	if err != nil {
		return exportfile.Fingerprint{}, diag.Diagnostics{diagnose.File{Path: from}.Unusable(err).AsAttributeError(path.Root("path"))}
	}
	if !plan.sameContent(state) {
		return r.exchange(ctx, plan, state, file)
	}
	if status == exportfile.Unchanged {
		return adjust(ctx, plan, state, from, file)
	}
	// An update that was killed may have moved the file already.
	if moved, there, err := written.Compare(to); err == nil && moved == exportfile.Unchanged {
		return adjust(ctx, plan, state, to, there)
	}
	var diags diag.Diagnostics
	if plan.restores(state) {
		why, err := r.notRestorable(ctx, plan.ExportID.ValueString(), diagnose.File{Path: from, Missing: status == exportfile.Missing})
		switch {
		case err != nil:
			return exportfile.Fingerprint{}, diag.Diagnostics{err}
		case why == nil:
			return r.exchange(ctx, plan, state, file)
		}
		diags.Append(why) // it expired after the plan
	}
	if status == exportfile.Changed && !plan.samePath(state) { // it is not the provider's to move
		diags.Append(diagnose.File{Path: from}.NotRemoved().AsWarning())
	}
	plan.keepResult(state, file)
	if !state.LocalPath.IsNull() {
		plan.LocalPath = state.LocalPath // nothing was moved
	}
	return file, diags
}

// exchange downloads the planned file in place of the previous one.
func (r *fileResource) exchange(ctx context.Context, plan *model, state model, previous exportfile.Fingerprint) (exportfile.Fingerprint, diag.Diagnostics) {
	if plan.samePath(state) {
		return r.download(ctx, plan, exportfile.Download{Overwrite: plan.Restore.ValueBool(), Previous: previous}, "")
	}
	from := state.Path.ValueString()
	file, diags := r.download(ctx, plan, exportfile.Download{}, from)
	if file.SHA256 == "" {
		return file, diags
	}
	removal := remove(from, previous)
	if diags.Append(removal...); removal.HasError() {
		return exportfile.Fingerprint{}, diags // the next apply repeats it
	}
	return file, diags
}

// download downloads the file and records it in the plan. d.Overwrite and
// d.Previous select which existing file may be replaced; from is the previous
// path, if it changes.
func (r *fileResource) download(ctx context.Context, plan *model, d exportfile.Download, from string) (exportfile.Fingerprint, diag.Diagnostics) {
	operation, diags := r.completedExport(ctx, plan.ExportID.ValueString())
	if diags.HasError() {
		return exportfile.Fingerprint{}, diags
	}
	d.Path, d.Mode, d.Decompress = plan.Path.ValueString(), plan.mode(), plan.Decompress.ValueBool()
	file := diagnose.File{Path: d.Path, From: from}
	result, err := d.Run(ctx, r.Client(), operation)
	if err != nil {
		diags.Append(diagnose.Download{File: file, Operation: operation.ID}.Failed(err))
		return exportfile.Fingerprint{}, diags
	}
	diags.Append(file.Warnings(result, d.Mode)...)
	planned := *plan
	diags.Append(plan.setResult(ctx, result)...)
	if !planned.expects(*plan) {
		diags.Append(file.OtherContent(operation.ID, planned.SHA256.ValueString(), result.SHA256).AsError())
	}
	return result.Fingerprint, diags
}

// adjust moves an unchanged file from where it is, and changes its permissions,
// as planned.
func adjust(ctx context.Context, plan *model, state model, from string, file exportfile.Fingerprint) (exportfile.Fingerprint, diag.Diagnostics) {
	to := plan.Path.ValueString()
	var modeErr, err error
	if plan.mode() != state.mode() {
		modeErr = os.Chmod(from, plan.mode())
	}
	if !exportfile.SamePath(from, to) {
		var copyErr error
		if file, copyErr, err = file.Move(ctx, from, to, plan.mode()); copyErr != nil {
			modeErr = copyErr
		}
	}
	target := diagnose.File{Path: to, From: from}
	if err != nil {
		return exportfile.Fingerprint{}, diag.Diagnostics{target.Unusable(err).AsAttributeError(path.Root("path"))}
	}
	plan.keepResult(state, file)
	if modeErr != nil {
		return file, diag.Diagnostics{target.ModeNotSet(plan.mode(), modeErr).AsWarning()}
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
