package segmentexportfile

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/exportfile"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

// Read implements [resource.Resource]. It sends a request only if the file is
// missing or was changed, to find out whether it can be downloaded again.
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
		resp.Diagnostics.Append(diagnose.File{Path: name}.Unusable(err).At(path.Root("path")))
		return
	case r.data.Client == nil:
		return // a provider setting is still unknown
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

// restorable reports whether a missing or changed file can be downloaded again,
// with a warning either way.
func (r *fileResource) restorable(ctx context.Context, id string, file diagnose.File) (bool, diag.Diagnostics) {
	if r.data.Client == nil {
		return false, diag.Diagnostics{diagnose.LookAtExport.UnknownProvider(r.data.Unknown).Error()}
	}
	operation, err := r.data.Client.LookAtOperation(ctx, id)
	switch {
	case fullstory.IsNotFound(err):
		return false, diag.Diagnostics{file.NotVisible(id).Warning()}
	case err != nil:
		return false, diag.Diagnostics{diagnose.LookAtExport.Failed(err, id).Error()}
	case operation.State.Phase() == fullstory.PhaseCompleted && !expired(operation) && operation.HasResults():
		return true, diag.Diagnostics{file.WillRestore().Warning()}
	}
	return false, diag.Diagnostics{file.CannotRestore(id).Warning()}
}

// completedExport returns an export that has a file, or explains why there is
// none.
func (r *fileResource) completedExport(ctx context.Context, id string) (fullstory.Operation, diag.Diagnostics) {
	if r.data.Client == nil {
		return none(diagnose.LookAtExport.UnknownProvider(r.data.Unknown))
	}
	operation, err := r.data.Client.GetOperation(ctx, id)
	about := diagnose.Export{Operation: id, State: string(operation.State), PercentComplete: int64(operation.PercentComplete)}
	switch {
	case fullstory.IsNotFound(err):
		return none(diagnose.NoSuchExport(id))
	case err != nil:
		return none(diagnose.LookAtExport.Failed(err, id))
	case operation.Type != fullstory.OperationTypeSearchExport:
		return none(diagnose.NotAnExport(id, operation.Type))
	case operation.State.Phase() == fullstory.PhaseFailed:
		return none(about.NoFileOfFailed(operation.ErrorDetails))
	case operation.State.Phase() != fullstory.PhaseCompleted:
		return none(about.NoFileYet())
	case expired(operation):
		about.State = "EXPIRED"
		return none(about.Expired(operation.ExpiresAt))
	}
	return operation, nil
}

func none(why diagnose.Text) (fullstory.Operation, diag.Diagnostics) {
	return fullstory.Operation{}, diag.Diagnostics{why.Error()}
}

func expired(operation fullstory.Operation) bool {
	return !operation.ExpiresAt.IsZero() && !time.Now().Before(operation.ExpiresAt)
}
