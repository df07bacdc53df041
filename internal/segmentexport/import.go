package segmentexport

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
)

var _ resource.ResourceWithImportState = (*Resource)(nil)

// importedKey marks, in the private state, an export whose arguments are not
// known: the API does not return them. Until the first apply has taken them
// over from the configuration, a null argument is one that nobody was asked
// for; afterwards it is one that was left out.
const importedKey = "imported"

// ImportState takes an export over by its operation's id. What else the state
// holds comes from the refresh that follows.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	resource.ImportStatePassthroughWithIdentity(ctx, path.Root("id"), path.Root("id"), req, resp)
	if resp.Diagnostics.HasError() {
		return
	}
	var id types.String
	resp.Diagnostics.Append(resp.State.GetAttribute(ctx, path.Root("id"), &id)...)
	if id.ValueString() == "" {
		resp.Diagnostics.Append(diagnose.NoImportID().Error())
		return
	}
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, importedKey, []byte("true"))...)
}

// privateState is what requests and responses carry beside the state.
type privateState interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// imported tells whether the arguments have not been taken over yet.
func imported(ctx context.Context, private privateState) (bool, diag.Diagnostics) {
	value, diags := private.GetKey(ctx, importedKey)
	return len(value) > 0, diags
}

// takenOver ends what ImportState began.
func takenOver(ctx context.Context, private privateState) diag.Diagnostics {
	return private.SetKey(ctx, importedKey, nil)
}
