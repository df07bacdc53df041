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
	_ action.ActionWithConfigure      = (*exportAction)(nil)
	_ action.ActionWithValidateConfig = (*exportAction)(nil)
	_ action.ActionWithModifyPlan     = (*exportAction)(nil)
)

// NewAction returns the action fullstory_segment_export.
func NewAction() action.Action { return &exportAction{} }

type exportAction struct{ providerdata.Action }

type actionModel struct {
	inputs
	WaitForCompletion types.Bool     `tfsdk:"wait_for_completion"`
	OutputPath        types.String   `tfsdk:"output_path"`
	Decompress        types.Bool     `tfsdk:"decompress"`
	Timeouts          timeouts.Value `tfsdk:"timeouts"`
}

func (a *exportAction) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_segment_export"
}

func (a *exportAction) ValidateConfig(ctx context.Context, req action.ValidateConfigRequest, resp *action.ValidateConfigResponse) {
	var config actionModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(config.validate()...)
	resp.Diagnostics.Append(diagnose.InvalidTimeouts(config.Timeouts.Object, "Omit it for the default of 60m.")...)
	if !byDefault(config.WaitForCompletion) && isSet(config.OutputPath) {
		resp.Diagnostics.Append(diagnose.NoOutput().AsAttributeError(path.Root("output_path")))
	}
}

// byDefault reports whether an argument is true, as it is by default.
func byDefault(argument types.Bool) bool { return !argument.Equal(types.BoolValue(false)) }

func (a *exportAction) ModifyPlan(ctx context.Context, req action.ModifyPlanRequest, resp *action.ModifyPlanResponse) {
	var config actionModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(config.checkSubmission(ctx, a.Data)...)
		resp.Diagnostics.Append(config.checkOutput(exportfile.CheckPath)...)
		resp.Diagnostics.Append(diagnose.File{Path: config.OutputPath.ValueString()}.NameWarnings(path.Root("output_path"), config.Decompress)...)
	}
}

func (a *exportAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var config actionModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	timeout, diags := config.Timeouts.Invoke(ctx, defaultTimeout)
	resp.Diagnostics.Append(diags...)
	// Once more: values that were unknown in the plan are known now.
	resp.Diagnostics.Append(config.validateFor(a.Client().WireFormat())...)
	resp.Diagnostics.Append(config.checkOutput(exportfile.CheckWritable)...)
	request, diags := config.request(ctx)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	report := func(message string) { resp.SendProgress(action.InvokeProgressEvent{Message: message}) }

	created, diagnostic := submit(ctx, a.Data, request, true)
	if diagnostic != nil {
		resp.Diagnostics.Append(diagnostic)
		return
	}
	export := diagnose.Export{Operation: created}
	report(export.Submitted())
	if !byDefault(config.WaitForCompletion) {
		report("Not waiting for completion (wait_for_completion = false)")
		// The schema family returns a whole operation, which may have failed.
		resp.Diagnostics.Append(evaluate(phaseInvoke, created, created, nil, a.Client().Now()).diags...)
		return
	}
	began := time.Now()
	got := wait(ctx, a.Client(), phaseInvoke, created, timeLimit(timeout, "invoke"), func(o fullstory.Operation) {
		report(diagnose.Export{Operation: o}.Progress(time.Since(began)))
	})
	resp.Diagnostics.Append(got.diags...)
	if !resp.Diagnostics.HasError() && isSet(config.OutputPath) {
		resp.Diagnostics.Append(a.download(ctx, config, got.operation, report)...)
	}
}

// download downloads the file of the completed export.
func (a *exportAction) download(ctx context.Context, config actionModel, operation fullstory.Operation, report func(string)) (diags diag.Diagnostics) {
	const mode = 0o600
	target := config.OutputPath.ValueString()
	report("Downloading the export to " + diagnose.Value(target))
	file, err := exportfile.Download{
		Path: target, Mode: mode, Decompress: byDefault(config.Decompress), Overwrite: true,
	}.Run(ctx, a.Client(), operation)
	if err != nil {
		diags.Append(diagnose.Download{
			File: diagnose.File{Path: target}, Operation: operation.ID, ByAction: true,
		}.Failed(err))
		return diags
	}
	diags.Append(diagnose.File{Path: target}.Warnings(file, mode)...)
	report(diagnose.Downloaded(target, file))
	return diags
}

// checkOutput reports, before an export is created, why its file could not be
// written.
func (m actionModel) checkOutput(check func(path string) error) diag.Diagnostics {
	if !isSet(m.OutputPath) {
		return nil
	}
	target := m.OutputPath.ValueString()
	if err := check(target); err != nil {
		return diag.Diagnostics{diagnose.File{Path: target}.Unusable(err).AsAttributeError(path.Root("output_path"))}
	}
	return nil
}
