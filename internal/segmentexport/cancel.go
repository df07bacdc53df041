package segmentexport

import (
	"context"
	"net/http"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

// cancelTimeout limits a cancellation with all its retries.
const cancelTimeout = 2 * time.Minute

// cancelExport cancels an export. One that no longer exists or has ended needs
// no cancellation, and one that cannot be cancelled keeps running.
func cancelExport(ctx context.Context, client *fullstory.Client, export diagnose.Export, neverSeen bool) diag.Diagnostics {
	ctx, stop := context.WithTimeout(ctx, cancelTimeout)
	defer stop()
	err := client.CancelOperation(ctx, export.ID)
	switch status := rest.StatusOf(err); {
	case err == nil, status == http.StatusConflict && !rest.IsForeign(err):
		return nil
	case rest.IsNotFound(err): // the export, or in the schema family the way to cancel it
		remote, readErr := client.ConfirmNotFound(ctx, export.ID, neverSeen)
		switch {
		case rest.IsNotFound(readErr), readErr == nil && remote.State.Final():
			return nil
		case readErr != nil: // it may be running
			return diag.Diagnostics{diagnose.CancelExport.FailedFor(readErr, export.ID).AsError()}
		case neverSeen: // it was too recent to be found
			return cancelExport(ctx, client, export, false)
		}
	case status < 400, rest.IsDenied(err), rest.IsTransient(err):
		return diag.Diagnostics{diagnose.CancelExport.FailedFor(err, export.ID).AsError()}
	}
	return diag.Diagnostics{export.NotCancelled(err).AsWarning()}
}
