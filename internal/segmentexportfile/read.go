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
	r.OwnFile(exportfile.Absolute(name))
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
		missing := diagnose.File{Path: name, Missing: status == exportfile.Missing}
		why, err := r.notRestorable(ctx, state.ExportID.ValueString(), missing)
		switch {
		case err != nil:
			resp.Diagnostics.Append(err)
			return
		case why != nil:
			r.WarnInPlan(name, why)
			state.setFile(file)
		case missing.Missing:
			state.setMissing(file)
		default:
			r.WarnInPlan(name, missing.WillOverwrite().AsWarning())
			state.setMissing(file)
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// isNotConfigured reports whether provider settings are not known yet.
func (r *fileResource) isNotConfigured() bool {
	_, unknown := errors.AsType[*rest.NotConfiguredError](r.Client().Ready())
	return unknown
}

// notRestorable warns why a missing or changed file cannot be downloaded again;
// both results are nil if it can. The error is that FullStory does not tell.
func (r *fileResource) notRestorable(ctx context.Context, id string, file diagnose.File) (warning, failure diag.Diagnostic) {
	operation, err := r.Client().OperationStatus(ctx, id)
	switch {
	case rest.IsNotFound(err):
		return file.NotVisible(id).AsWarning(), nil
	case err != nil:
		return nil, diagnose.ReadExport.FailedFor(err, id).AsError()
	case operation.At(r.Client().Now()).State == fullstory.StateCompleted && operation.HasResults():
		return nil, nil
	}
	return file.CannotRestore(id).AsWarning(), nil
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
	if why, missing := (diagnose.Export{Operation: operation.At(r.Client().Now())}).NoFile(); missing {
		return operation, diag.Diagnostics{why.AsError()}
	}
	return operation, nil
}
