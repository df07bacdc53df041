package segmentexportfile

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/exportfile"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

// Read sends a request only if the file is missing or was changed, to find out
// whether it can be downloaded again.
func (r *fileResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	file, diags := readFingerprint(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	name := state.Path.ValueString()
	status, now, err := file.Compare(name)
	switch {
	case err == nil && status == exportfile.Unchanged:
		state.setFile(now)
		resp.Diagnostics.Append(storeFingerprint(ctx, resp.Private, now)...)
	case !state.Restore.ValueBool():
		return // changes are ignored
	case err != nil:
		resp.Diagnostics.Append(diagnose.File{Path: name}.Unusable(err).AsAttributeError(path.Root("path")))
		return
	case r.isNotConfigured():
		return // a provider setting is unknown, which is no error in a plan
	default:
		restorable, diags := r.restorable(ctx, state.ExportID.ValueString(), diagnose.File{Path: name, Missing: status == exportfile.Missing})
		resp.Diagnostics.Append(diags...)
		if diags.HasError() {
			return
		}
		if restorable {
			state.setMissing()
		} else {
			state.setFile(file)
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// isNotConfigured reports whether provider settings are not known yet.
func (r *fileResource) isNotConfigured() bool {
	_, unknown := errors.AsType[*rest.NotConfiguredError](r.Client().Ready())
	return unknown
}

// restorable reports whether a missing or changed file can be downloaded again,
// with a warning either way.
func (r *fileResource) restorable(ctx context.Context, id string, file diagnose.File) (bool, diag.Diagnostics) {
	operation, err := r.Client().OperationStatus(ctx, id)
	now, _ := r.Client().Now()
	switch {
	case rest.IsNotFound(err):
		return false, diag.Diagnostics{file.NotVisible(id).AsWarning()}
	case err != nil:
		return false, diag.Diagnostics{diagnose.ReadExport.FailedFor(err, id).AsError()}
	case operation.At(now).State == fullstory.StateCompleted && operation.HasResults():
		return true, diag.Diagnostics{file.WillRestore().AsWarning()}
	}
	return false, diag.Diagnostics{file.CannotRestore(id).AsWarning()}
}

// completedExport returns an export that has a file, or explains why there is
// none.
func (r *fileResource) completedExport(ctx context.Context, id string) (fullstory.Operation, diag.Diagnostics) {
	operation, err := r.Client().OperationStatus(ctx, id)
	if err == nil && !operation.State.Final() {
		operation, err = r.Client().GetOperation(ctx, id) // the shared status may be some seconds old
	}
	if err != nil {
		return operation, diag.Diagnostics{diagnose.Unreadable(err, id).AsError()}
	}
	now, _ := r.Client().Now()
	if why, missing := (diagnose.Export{Operation: operation.At(now)}).NoFile(); missing {
		return operation, diag.Diagnostics{why.AsError()}
	}
	return operation, nil
}
