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
// no cancellation, and one that cannot be cancelled keeps running. A refusal
// does not say which of these it is, so the export is read.
func cancelExport(ctx context.Context, client *fullstory.Client, export fullstory.Operation) diag.Diagnostics {
	ctx, stop := context.WithTimeout(ctx, cancelTimeout)
	defer stop()
	err := client.CancelOperation(ctx, export.ID)
	switch status := rest.StatusOf(err); {
	case cancelled(err):
		return nil
	case status < 400, rest.IsDenied(err), rest.IsTransient(err):
		return diag.Diagnostics{diagnose.CancelExport.FailedFor(err, export.ID).AsError()}
	}
	remote, readErr := client.GetOperation(ctx, export.ID)
	if rest.IsNotFound(readErr) {
		remote, readErr = client.ConfirmNotFound(ctx, export.ID, true)
	}
	switch {
	case rest.IsNotFound(readErr), readErr == nil && remote.State.Final():
		return nil
	case readErr != nil: // it may be running
		return diag.Diagnostics{diagnose.CancelExport.FailedFor(readErr, export.ID).AsError()}
	case rest.IsNotFound(err): // it may have been too recent to be found
		if err = client.CancelOperation(ctx, export.ID); cancelled(err) {
			return nil
		}
	}
	return diag.Diagnostics{diagnose.Export{Operation: export}.NotCancelled(err).AsWarning()}
}

// cancelled reports whether a cancellation succeeded. A conflict means that the
// export has ended.
func cancelled(err error) bool {
	return err == nil || rest.StatusOf(err) == http.StatusConflict && !rest.IsForeign(err)
}
