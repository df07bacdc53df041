package segmentexport

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providerdata"
)

// existingExport looks at an export that was made elsewhere; where there is
// none with the id, the diagnostic says so.
func existingExport(ctx context.Context, data providerdata.Data, id string) (fullstory.Operation, diag.Diagnostics) {
	if data.Client == nil {
		return noExport(diagnose.LookAtExport.UnknownProvider(data.Unknown))
	}
	seen, err := data.Client.GetOperation(ctx, id)
	switch {
	case fullstory.IsNotFound(err):
		return noExport(diagnose.NoSuchExport(id))
	case err != nil:
		return noExport(diagnose.LookAtExport.Failed(err, id))
	case seen.Type != fullstory.OperationTypeSearchExport:
		return noExport(diagnose.NotAnExport(id, seen.Type))
	}
	return seen, nil
}

// completedExport looks up an export whose file is wanted; where there is none to be
// had, the diagnostic says why.
func completedExport(ctx context.Context, data providerdata.Data, id string) (fullstory.Operation, diag.Diagnostics) {
	seen, diags := existingExport(ctx, data, id)
	if diags.HasError() {
		return seen, diags
	}
	known := export{}.observe(seen).asOf(time.Now())
	about := known.about("")
	switch {
	case seen.State.Phase() == fullstory.PhaseFailed:
		return noExport(about.NoFileOfFailed(known.ErrorDetails))
	case seen.State.Phase() != fullstory.PhaseCompleted:
		return noExport(about.NoFileYet())
	case known.State == stateExpired:
		return noExport(about.Expired(known.ExpiresAt))
	}
	return seen, nil
}

// noExport is none, and why.
func noExport(why diagnose.Text) (fullstory.Operation, diag.Diagnostics) {
	return fullstory.Operation{}, diag.Diagnostics{why.Error()}
}
