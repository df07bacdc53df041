package segmentexport

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

// existing reads an export that was created elsewhere.
func existing(ctx context.Context, client *fullstory.Client, id string) (fullstory.Operation, diag.Diagnostics) {
	operation, err := client.OperationStatus(ctx, id)
	switch {
	case err != nil:
		return operation, diag.Diagnostics{diagnose.Unreadable(err, id).AsError()}
	case !operation.IsExport():
		return operation, diag.Diagnostics{diagnose.NotAnExport(operation).AsError()}
	}
	now, _ := client.Now()
	return merge(fullstory.Operation{}, operation).At(now), nil
}
