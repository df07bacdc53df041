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
	var state *model
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	plan.ID = plan.ExportID
	if writes := state == nil || plan.planUpdate(*state); writes && !plan.Path.IsUnknown() {
		name := plan.Path.ValueString()
		if err := exportfile.CheckPath(name); err != nil {
			resp.Diagnostics.Append(diagnose.File{Path: name}.Unusable(err).AsAttributeError(path.Root("path")))
			return
		}
	}
	if state == nil {
		resp.Diagnostics.Append(r.checkNew(plan)...)
	} else {
		resp.Diagnostics.Append(r.checkExisting(plan, *state)...)
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
}

// planUpdate makes unknown what an update changes, and reports whether it writes
// a file. The content of a file that is restored or moved stays known.
func (m *model) planUpdate(state model) (writes bool) {
	switch {
	case !m.sameContent(state):
		m.LocalPath, m.SizeBytes, m.SHA256 = types.StringUnknown(), types.Int64Unknown(), types.StringUnknown()
		if !m.ExportID.Equal(state.ExportID) {
			m.SourceFileName, m.RowCount, m.Header = types.StringUnknown(), types.Int64Unknown(), types.ListUnknown(types.StringType)
		}
		return true
	case m.restores(state), !m.Path.Equal(state.Path):
		m.LocalPath = types.StringUnknown()
		return true
	case m.LocalPath.IsNull(): // it is missing, and restore was just turned off
		m.LocalPath = m.Path
	}
	return false
}
