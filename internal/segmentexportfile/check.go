package segmentexportfile

import (
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/exportfile"
)

// checkNew warns about the path of a new file. That it is occupied matters
// before the export is created; afterwards, the download finds out more. So it
// is not checked again in an apply, or for an export that exists.
func (r *fileResource) checkNew(plan model) diag.Diagnostics {
	diags := plan.checkName()
	if plan.Path.IsUnknown() || !plan.ExportID.IsUnknown() {
		return diags
	}
	file := diagnose.File{Path: plan.Path.ValueString()}
	owned, planned := r.PlanFile(exportfile.Absolute(file.Path))
	switch {
	case planned:
		diags.Append(file.SharedPath().AsAttributeWarning(path.Root("path")))
	case !owned && exportfile.Occupied(file.Path): // otherwise, it is to be replaced
		diags.Append(file.Occupied().AsAttributeWarning(path.Root("path")))
	}
	return diags
}

// checkExisting passes on what the refresh has found, unless the plan makes it
// pointless, and warns about a new path.
func (r *fileResource) checkExisting(plan, state model) (diags diag.Diagnostics) {
	r.OwnFile(exportfile.Absolute(state.Path.ValueString()))
	warning := r.RefreshWarning(state.Path.ValueString())
	if warning != nil && plan.sameContent(state) && (plan.Restore.IsUnknown() || plan.Restore.ValueBool()) {
		diags.Append(warning)
	}
	if !plan.Path.Equal(state.Path) || !plan.Decompress.Equal(state.Decompress) {
		diags.Append(plan.checkName()...)
	}
	return diags
}

// checkName warns about a path that probably does not mean what it says.
func (m model) checkName() diag.Diagnostics {
	if m.Path.IsUnknown() {
		return nil
	}
	return diagnose.File{Path: m.Path.ValueString()}.NameWarnings(path.Root("path"), m.Decompress)
}
