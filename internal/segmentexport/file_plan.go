package segmentexport

import (
	"context"
	"os"
	"path/filepath"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
)

// ValidateConfig checks the timeouts.
func (r *File) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config fileModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(validateTimeouts(config.Timeouts.Object, "Leave it out to set no limit.")...)
	}
}

// ModifyPlan shows whether the file is downloaded, and finds what stands in the
// way of it.
func (r *File) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return // destroy
	}
	var plan fileModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	before, diags := req.Private.GetKey(ctx, contentKey)
	resp.Diagnostics.Append(diags...)
	var state *fileModel
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	// The second half of a replacement has no state, but what the first handed
	// on; the place was claimed there.
	if state != nil || len(before) == 0 {
		r.checkPath(plan, state, resp)
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("id"), plan.ExportID)...)
	if state != nil && (plan.downloads(*state) || state.SHA256.IsNull()) {
		for name, value := range map[string]any{
			"size_bytes": types.Int64Unknown(), "sha256": types.StringUnknown(), "source_file_name": types.StringUnknown(),
		} {
			resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(name), value)...)
		}
	}
}

// downloads tells whether an update needs the file anew.
func (m fileModel) downloads(state fileModel) bool { return m.differs(state) || m.restores(state) }

// differs tells whether it is to have another content.
func (m fileModel) differs(state fileModel) bool {
	return !m.ExportID.Equal(state.ExportID) || !m.Decompress.Equal(state.Decompress)
}

// restores tells whether it was found missing, and is to be there.
func (m fileModel) restores(state fileModel) bool {
	return state.SHA256.IsNull() && m.Restore.ValueBool()
}

// checkPath finds a folder, or another file of the configuration, at the path.
func (r *File) checkPath(plan fileModel, state *fileModel, resp *resource.ModifyPlanResponse) {
	if plan.Path.IsUnknown() {
		return
	}
	name := plan.Path.ValueString()
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		resp.Diagnostics.Append(diagnose.File{Path: name}.IsFolder().At(path.Root("path")))
		return
	}
	before := ""
	if state != nil {
		before = absolute(state.Path.ValueString())
	}
	if r.data.Paths != nil && !r.data.Paths.Claim(absolute(name), before) {
		resp.Diagnostics.Append(diagnose.File{Path: name}.Twice().At(path.Root("path")))
	}
}

func absolute(name string) string {
	if abs, err := filepath.Abs(name); err == nil {
		return abs
	}
	return name
}
