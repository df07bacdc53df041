package segmentexport

import (
	"context"
	"os"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/localfile"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providerdata"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/timetypes"
)

var (
	_ resource.ResourceWithConfigure      = (*File)(nil)
	_ resource.ResourceWithValidateConfig = (*File)(nil)
	_ resource.ResourceWithModifyPlan     = (*File)(nil)
)

// NewFile returns the resource.
func NewFile() resource.Resource { return &File{} }

// File is an export's file on this machine.
type File struct{ data providerdata.Data }

// Metadata names the resource.
func (r *File) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_segment_export_file"
}

// Configure takes the provider's client.
func (r *File) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	data, diags := providerdata.From(req.ProviderData)
	resp.Diagnostics.Append(diags...)
	r.data = data
}

// Create downloads the file.
func (r *File) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan fileModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	timeout, diags := plan.Timeouts.Create(ctx, 0)
	resp.Diagnostics.Append(diags...)
	content, diags := r.download(ctx, &plan, false, timeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(storeContent(ctx, resp.Private, content)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

// Update downloads the file anew, or moves it and changes its permission.
func (r *File) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state fileModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	content, diags := readContent(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	timeout, diags := plan.Timeouts.Update(ctx, 0)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	_, standing, err := localfile.Standing(state.Path.ValueString(), content)
	if err != nil {
		resp.Diagnostics.Append(diagnose.File{Path: state.Path.ValueString()}.Unusable(err).At(path.Root("path")))
		return
	}
	downloads := plan.differs(state)
	if !downloads && !standing && plan.Restore.ValueBool() && plan.SHA256.IsUnknown() {
		var diags diag.Diagnostics
		if downloads, diags = r.restorable(ctx, plan.ExportID.ValueString(), missingFile(state.Path.ValueString())); !downloads {
			resp.Diagnostics.Append(diags...)
		}
	}
	var old diag.Diagnostics // of what is left at the old place
	switch {
	case resp.Diagnostics.HasError():
	case downloads:
		replace := plan.samePath(state) && (standing || plan.Restore.ValueBool())
		fresh, diags := r.download(ctx, &plan, replace, timeout)
		resp.Diagnostics.Append(diags...)
		if !diags.HasError() && !plan.samePath(state) {
			old = remove(state.Path.ValueString(), content)
		}
		content = fresh
	case standing:
		resp.Diagnostics.Append(adjust(plan, state, &content)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if !downloads {
		plan.setContent(content)
		plan.SourceFileName = state.SourceFileName
	}
	resp.Diagnostics.Append(storeContent(ctx, resp.Private, content)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(old...)
}

// Delete removes the file, if it is still what was written.
func (r *File) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state fileModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	content, diags := readContent(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	// The same file at the same place may be another resource's by now: one that
	// was renamed, or the new one of a replacement.
	if !resp.Diagnostics.HasError() && !r.data.Paths.Adopted(localfile.Place(state.Path.ValueString())) {
		resp.Diagnostics.Append(remove(state.Path.ValueString(), content)...)
	}
}

// download brings the file to disk, and records in the plan what came.
func (r *File) download(ctx context.Context, plan *fileModel, replace bool, timeout time.Duration) (localfile.Content, diag.Diagnostics) {
	if timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, timeout)
		defer cancel()
	}
	operation, diags := completedExport(ctx, r.data, plan.ExportID.ValueString())
	if diags.HasError() {
		return localfile.Content{}, diags
	}
	task := plan.fetch(replace)
	task.adopt = func(path string) { r.data.Paths.Adopt(localfile.Place(path)) }
	got, err := task.run(ctx, r.data.Client, operation)
	if err != nil {
		diags.Append(diagnose.Download{
			File: diagnose.File{Path: plan.Path.ValueString()}, Operation: operation.ID, Argument: path.Root("path"),
		}.Failed(err))
		return localfile.Content{}, diags
	}
	plan.ID = plan.ExportID
	plan.SourceFileName = timetypes.StringOrNull(got.sourceName)
	plan.setContent(got.content)
	return got.content, diags
}

// adjust moves the file and changes its permission, as far as the plan differs.
func adjust(plan, state fileModel, content *localfile.Content) (diags diag.Diagnostics) {
	from, to := state.Path.ValueString(), plan.Path.ValueString()
	var err error
	if plan.mode() != state.mode() {
		err = os.Chmod(from, plan.mode())
	}
	if err == nil && !plan.samePath(state) {
		err = localfile.Move(from, to, plan.mode())
	}
	if err != nil {
		diags.Append(diagnose.File{Path: to}.Unusable(err).At(path.Root("path")))
		return diags
	}
	if now, standing, err := localfile.Standing(to, *content); err == nil && standing {
		*content = now // a copy has a time of its own
	}
	return diags
}

// remove removes a file that still is what was written, and no other.
func remove(name string, content localfile.Content) (diags diag.Diagnostics) {
	_, standing, err := localfile.Standing(name, content)
	if err == nil && standing {
		err = os.Remove(name)
	}
	switch {
	case err != nil:
		diags.Append(diagnose.File{Path: name}.Unusable(err).Error())
	case !standing:
		if _, err := os.Lstat(name); err == nil {
			diags.Append(diagnose.File{Path: name}.NotOurs().Warning())
		}
	}
	return diags
}
