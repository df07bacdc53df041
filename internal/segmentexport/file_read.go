package segmentexport

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/localfile"
)

// Read looks whether the file still stands at its path. FullStory is asked only
// where it does not: then it matters whether it can be had again.
func (r *File) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state fileModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	content, diags := readContent(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() || !state.Restore.ValueBool() {
		return // left to itself
	}
	name := state.Path.ValueString()
	now, standing, err := localfile.Standing(name, content)
	switch {
	case err != nil:
		resp.Diagnostics.Append(diagnose.File{Path: name}.Unusable(err).At(path.Root("path")))
		return
	case standing:
		state.setContent(now)
		resp.Diagnostics.Append(storeContent(ctx, resp.Private, now)...)
	case r.data.Client == nil:
		return // a setting of the provider is unknown yet
	default:
		restorable, diags := r.restorable(ctx, state.ExportID.ValueString(), missingFile(name))
		resp.Diagnostics.Append(diags...)
		if diags.HasError() {
			return
		}
		if restorable {
			state.setMissing()
		} else {
			state.setContent(content)
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// missingFile is a file that is missing, or was changed.
func missingFile(name string) diagnose.File {
	_, err := os.Lstat(name)
	return diagnose.File{Path: name, Missing: errors.Is(err, fs.ErrNotExist)}
}

// restorable tells whether a file can be downloaded again, and tells the user.
func (r *File) restorable(ctx context.Context, id string, file diagnose.File) (bool, diag.Diagnostics) {
	seen, err := r.data.Client.LookAtOperation(ctx, id)
	switch {
	case fullstory.IsNotFound(err):
	case err != nil:
		return false, diag.Diagnostics{diagnose.LookAtExport.Failed(err, id).Error()}
	default:
		known := export{}.observe(seen)
		if known.State == string(fullstory.StateCompleted) && !known.lapsed(time.Now()) && seen.HasResults() {
			return true, diag.Diagnostics{file.WillRestore().Warning()}
		}
	}
	return false, diag.Diagnostics{file.CannotRestore(id).Warning()}
}
