package segmentexport

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
)

// importPendingKey marks an imported export in the private state: the API does
// not return its arguments. Until the first apply adopts them from the
// configuration, a null argument means unknown; afterwards it means left out.
const importPendingKey = "imported"

// ImportState imports an export by the ID of its operation. The refresh that
// follows reads the rest.
func (r *exportResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	resource.ImportStatePassthroughWithIdentity(ctx, path.Root("id"), path.Root("id"), req, resp)
	if resp.Diagnostics.HasError() {
		return
	}
	var id types.String
	resp.Diagnostics.Append(resp.State.GetAttribute(ctx, path.Root("id"), &id)...)
	if id.ValueString() == "" {
		resp.Diagnostics.Append(diagnose.NoImportID().AsError())
		return
	}
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, importPendingKey, []byte("true"))...)
}

// privateState is the part of requests and responses that only the provider
// reads.
type privateState interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

func isImportPending(ctx context.Context, private privateState) (bool, diag.Diagnostics) {
	value, diags := private.GetKey(ctx, importPendingKey)
	return len(value) > 0, diags
}

func clearImportPending(ctx context.Context, private privateState) diag.Diagnostics {
	return private.SetKey(ctx, importPendingKey, nil)
}
