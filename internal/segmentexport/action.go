package segmentexport

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/action/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/exportfile"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providerdata"
)

var (
	_ action.ActionWithConfigure      = (*Action)(nil)
	_ action.ActionWithValidateConfig = (*Action)(nil)
	_ action.ActionWithModifyPlan     = (*Action)(nil)
)

// NewAction returns the action.
func NewAction() action.Action { return &Action{} }

// Action is an export that is made whenever it is invoked.
type Action struct{ data providerdata.Data }

type actionModel struct {
	inputs
	OutputPath types.String   `tfsdk:"output_path"`
	Timeouts   timeouts.Value `tfsdk:"timeouts"`
}

// Metadata names the action.
func (a *Action) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_segment_export"
}

// Configure takes the provider's client.
func (a *Action) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	data, diags := providerdata.From(req.ProviderData)
	resp.Diagnostics.Append(diags...)
	a.data = data
}

// ValidateConfig checks what concerns several arguments, and the timeout.
func (a *Action) ValidateConfig(ctx context.Context, req action.ValidateConfigRequest, resp *action.ValidateConfigResponse) {
	var config actionModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(config.validate()...)
	resp.Diagnostics.Append(validateTimeouts(config.Timeouts.Object, "Leave it out for the default of 60m.")...)
}

// ModifyPlan checks what only the configured provider can tell.
func (a *Action) ModifyPlan(ctx context.Context, req action.ModifyPlanRequest, resp *action.ModifyPlanResponse) {
	var config actionModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(config.checkSubmission(a.data)...)
		resp.Diagnostics.Append(config.checkOutput(exportfile.CheckPath)...)
	}
}

// Invoke submits an export, waits for it, and downloads its file.
func (a *Action) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var config actionModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	timeout, diags := config.Timeouts.Invoke(ctx, defaultTimeout)
	resp.Diagnostics.Append(diags...)
	// Once more, since all is known by now.
	resp.Diagnostics.Append(config.checkSubmission(a.data)...)
	resp.Diagnostics.Append(config.checkOutput(exportfile.CheckWritable)...)
	request, diags := config.request(ctx)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	told := &progress{send: resp.SendProgress}

	operation, diags := a.export(ctx, request, timeout, told)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() || config.OutputPath.IsNull() {
		return
	}
	target := config.OutputPath.ValueString()
	told.tell(diagnose.Downloading(target))
	download := exportfile.Download{Path: target, Mode: 0o600, Decompress: true, Overwrite: true}
	file, err := download.Run(ctx, a.data.Client, operation)
	if err != nil {
		resp.Diagnostics.Append(diagnose.Download{
			File: diagnose.File{Path: target}, Operation: operation.ID, Argument: path.Root("output_path"), ByAction: true,
		}.Failed(err))
		return
	}
	if file.Unverifiable {
		resp.Diagnostics.Append(diagnose.File{Path: target}.Unverifiable().Warning())
	}
	told.tell(diagnose.Downloaded(target, file))
}

// checkOutput reports, before an export is created, why its file could not be
// written.
func (m actionModel) checkOutput(check func(path string) error) diag.Diagnostics {
	target := m.OutputPath.ValueString()
	if m.OutputPath.IsNull() || m.OutputPath.IsUnknown() {
		return nil
	}
	if err := check(target); err != nil {
		return diag.Diagnostics{diagnose.File{Path: target}.Unusable(err).At(path.Root("output_path"))}
	}
	return nil
}

// export submits an export and waits until it has completed.
func (a *Action) export(ctx context.Context, request fullstory.ExportRequest, timeout time.Duration, told *progress) (fullstory.Operation, diag.Diagnostics) {
	operation, err := a.data.Client.CreateExport(ctx, request)
	if err != nil {
		return operation, diag.Diagnostics{submissionFailed(ctx, a.data.Client, err, diagnose.Ambiguous.ForAction)}
	}
	known := export{}.observe(operation)
	told.tell(known.about(request.SegmentID).Submitted())
	seen, err := a.data.Client.WaitForOperation(ctx, operation.ID, fullstory.Wait{
		Changed: func(seen fullstory.Operation) {
			told.tell(known.observe(seen).about(request.SegmentID).Progress(seen.Step))
		},
	})
	out := decide(onInvoke, known, look{seen: seen, err: err, segment: request.SegmentID, timeout: timeout}, time.Now())
	return seen, out.diags
}
