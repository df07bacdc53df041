package segmentexportfile

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/exportfile"
)

// ValidateConfig implements [resource.ResourceWithValidateConfig].
func (r *fileResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config model
	if resp.Diagnostics.Append(req.Config.Get(ctx, &config)...); resp.Diagnostics.HasError() {
		return
	}
	create, diags := config.Timeouts.Create(ctx, time.Hour)
	resp.Diagnostics.Append(diags...)
	update, diags := config.Timeouts.Update(ctx, time.Hour)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	// The path is timeouts itself, because for an attribute inside it Terraform
	// shows the resource's first line.
	if create <= 0 {
		resp.Diagnostics.Append(diagnose.InvalidTimeout("create", create.String(), "Omit it to set no limit.").AsAttributeError(path.Root("timeouts")))
	}
	if update <= 0 {
		resp.Diagnostics.Append(diagnose.InvalidTimeout("update", update.String(), "Omit it to set no limit.").AsAttributeError(path.Root("timeouts")))
	}
}

// ModifyPlan implements [resource.ResourceWithModifyPlan]. It checks the path,
// and shows what an update will change.
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
