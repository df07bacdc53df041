package segmentexportfile

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/exportfile"
)

func (r *fileResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config model
	if resp.Diagnostics.Append(req.Config.Get(ctx, &config)...); resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(diagnose.InvalidTimeouts(config.Timeouts.Object, "Omit it to set no limit.")...)
}

// ModifyPlan checks the path, and shows what an update will change.
func (r *fileResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return // destroy
	}
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	file, diags := readFingerprint(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	var state *model
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	plan.ID = plan.ExportID
	writes := true
	switch {
	case state == nil: // everything is unknown
	case plan.downloads(*state, file):
		plan.LocalPath, plan.SizeBytes, plan.SHA256 = types.StringUnknown(), types.Int64Unknown(), types.StringUnknown()
		plan.SourceFileName, plan.RowCount, plan.Header = types.StringUnknown(), types.Int64Unknown(), types.ListUnknown(types.StringType)
	case !plan.Path.Equal(state.Path):
		plan.LocalPath = types.StringUnknown()
	default:
		writes = false
	}
	if name := plan.Path.ValueString(); writes && !plan.Path.IsUnknown() {
		if err := exportfile.CheckPath(name); err != nil {
			resp.Diagnostics.Append(diagnose.File{Path: name}.Unusable(err).AsAttributeError(path.Root("path")))
			return
		}
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
}

// downloads reports whether an update downloads the file: other content is
// configured, the refresh found the file missing, or restore was turned on.
func (m model) downloads(state model, file exportfile.Fingerprint) bool {
	if !m.sameContent(state) || state.SHA256.IsNull() {
		return true
	}
	if !m.Restore.ValueBool() || state.Restore.ValueBool() {
		return false
	}
	status, _, err := file.Compare(state.Path.ValueString()) // the refresh did not
	return err == nil && status != exportfile.Unchanged
}
