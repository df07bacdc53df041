package segmentexport

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providerdata"
)

var _ list.ListResourceWithConfigure = (*exportList)(nil)

var stateArgument = path.Root("state")

// NewList returns the list resource fullstory_segment_export.
func NewList() list.ListResource { return &exportList{} }

type exportList struct{ providerdata.Resource }

func (l *exportList) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_segment_export"
}

func (l *exportList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the segment exports of the account, including those created elsewhere, to inspect or import them.\n\n" +
			"FullStory does not report the arguments of an export, not even its segment: complete a generated configuration by hand.",
		Attributes: map[string]schema.Attribute{
			"state": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: stateFilterText,
				Validators:          stateFilter,
			},
		},
	}
}

func (l *exportList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var state types.String
	if diags := req.Config.GetAttribute(ctx, stateArgument, &state); diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	stream.Results = func(yield func(list.ListResult) bool) {
		count := int64(0)
		for operation, err := range l.Client().ListExports(ctx, fullstory.State(state.ValueString())) {
			if err != nil {
				yield(list.ListResult{Diagnostics: diag.Diagnostics{diagnose.ListExports.Failed(err).AsError()}})
				return
			}
			if !yield(listResult(ctx, req, merge(fullstory.Operation{}, operation))) {
				return
			}
			// The CLI does not enforce the limit. It is checked before the next
			// item, which may take another page.
			if count++; req.Limit > 0 && count >= req.Limit {
				return
			}
		}
	}
}

func listResult(ctx context.Context, req list.ListRequest, operation fullstory.Operation) list.ListResult {
	result := req.NewListResult(ctx)
	name := operation.ID
	if !operation.CreatedAt.IsZero() {
		name = operation.CreatedAt.UTC().Format(time.RFC3339)
	}
	result.DisplayName = diagnose.Value(name + ", " + string(operation.State))
	result.Diagnostics.Append(result.Identity.SetAttribute(ctx, path.Root("id"), operation.ID)...)
	if !req.IncludeResource {
		return result
	}
	// The first attribute creates the object.
	result.Diagnostics.Append(result.Resource.SetAttribute(ctx, path.Root("id"), operation.ID)...)
	var m model
	result.Diagnostics.Append(result.Resource.Get(ctx, &m)...)
	m.setOperation(operation)
	result.Diagnostics.Append(result.Resource.Set(ctx, m)...)
	return result
}
