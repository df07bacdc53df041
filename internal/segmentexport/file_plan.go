package segmentexport

import (
	"context"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/localfile"
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
	before, diags := readContent(ctx, req.Private)
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
	if state != nil || before.SHA256 == "" {
		r.checkPath(plan, state, resp)
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("id"), plan.ExportID)...)
	if state != nil && (plan.differs(*state) || state.SHA256.IsNull() || plan.Restore.ValueBool() && !req.Plan.Raw.Equal(req.State.Raw) && missing(*state, before)) {
		for name, value := range map[string]any{
			"size_bytes": types.Int64Unknown(), "sha256": types.StringUnknown(), "source_file_name": types.StringUnknown(),
		} {
			resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(name), value)...)
		}
	}
}

// differs tells whether it is to have another content.
func (m fileModel) differs(state fileModel) bool {
	return !m.ExportID.Equal(state.ExportID) || !m.Decompress.Equal(state.Decompress)
}

// missing tells whether the file is not what was written, which a refresh does
// not look at while restore is false.
func missing(state fileModel, content localfile.Content) bool {
	_, standing, err := localfile.Standing(state.Path.ValueString(), content)
	return err == nil && !standing
}

// checkPath finds a folder, or another file of the configuration, at the path.
func (r *File) checkPath(plan fileModel, state *fileModel, resp *resource.ModifyPlanResponse) {
	if plan.Path.IsUnknown() {
		return
	}
	name := plan.Path.ValueString()
	resp.Diagnostics.Append(noFolder(name, path.Root("path"))...)
	if resp.Diagnostics.HasError() {
		return
	}
	before := ""
	if state != nil {
		before = localfile.Place(state.Path.ValueString())
	}
	if !r.data.Paths.Claim(localfile.Place(name), before) {
		resp.Diagnostics.Append(diagnose.File{Path: name}.Twice().At(path.Root("path")))
	}
}

// noFolder finds a folder where a file is to go.
func noFolder(name string, argument path.Path) (diags diag.Diagnostics) {
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		diags.Append(diagnose.File{Path: name}.IsFolder().At(argument))
	}
	return diags
}
