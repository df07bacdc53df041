package segmentexport

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/argument"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providerdata"
)

var _ datasource.DataSourceWithConfigure = (*exportDataSource)(nil)

// NewDataSource returns the data source fullstory_segment_export.
func NewDataSource() datasource.DataSource { return &exportDataSource{} }

type exportDataSource struct{ providerdata.DataSource }

func (d *exportDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_segment_export"
}

func (d *exportDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads a segment export that was created elsewhere, such as in the app, by its ID.\n\n" +
			"It reads the current state and does not wait. If later resources need the file, add a postcondition on `state`.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				Required: true, MarkdownDescription: idText, Validators: argument.Trimmed("the ID of an export"),
			},
			"state":                 schema.StringAttribute{Computed: true, MarkdownDescription: stateText},
			"estimate_pct_complete": schema.Int64Attribute{Computed: true, MarkdownDescription: percentText},
			"error_details":         schema.StringAttribute{Computed: true, MarkdownDescription: errorDetailsText},
			"created_at":            schema.StringAttribute{Computed: true, MarkdownDescription: createdAtText},
			"finished_at":           schema.StringAttribute{Computed: true, MarkdownDescription: finishedAtText},
			"expires_at":            schema.StringAttribute{Computed: true, MarkdownDescription: expiresAtText},
			"search_export_id":      schema.StringAttribute{Computed: true, MarkdownDescription: searchExportIDText},
		},
	}
}

func (d *exportDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m computedModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	operation, diags := existing(ctx, d.Client(), m.ID.ValueString())
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	m.setOperation(operation)
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}

// existing reads an export that was created elsewhere.
func existing(ctx context.Context, client *fullstory.Client, id string) (fullstory.Operation, diag.Diagnostics) {
	operation, err := client.OperationStatus(ctx, id)
	switch {
	case err != nil:
		return operation, diag.Diagnostics{diagnose.Unreadable(err, id).AsError()}
	case !operation.IsExport():
		return operation, diag.Diagnostics{diagnose.NotAnExport(operation).AsError()}
	}
	return merge(fullstory.Operation{}, operation).At(client.Now()), nil
}
