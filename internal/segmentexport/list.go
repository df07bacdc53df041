package segmentexport

import (
	"context"
	"iter"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providerdata"
)

var _ list.ListResourceWithConfigure = (*List)(nil)

// NewList returns the list resource.
func NewList() list.ListResource { return &List{} }

// List is the exports that FullStory has, to be queried.
type List struct{ data providerdata.Data }

type listModel struct {
	State types.String `tfsdk:"state"`
}

// Metadata names the list resource.
func (l *List) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_segment_export"
}

// ListResourceConfigSchema describes what a query can ask for.
func (l *List) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the segment exports that FullStory knows of, whoever made them, to be looked through or imported.\n\n" +
			"FullStory does not tell the arguments that an export was made with, not even its segment: " +
			"a generated configuration has to be filled in. Listing costs no export: a request brings 100 of them.",
		Attributes: map[string]schema.Attribute{
			"state": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: stateFilterText,
				Validators:          []validator.String{stateFilter()},
			},
		},
	}
}

// Configure takes the provider's client.
func (l *List) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	data, diags := providerdata.From(req.ProviderData)
	resp.Diagnostics.Append(diags...)
	l.data = data
}

// List yields the exports, a page at a time and none beyond the limit.
func (l *List) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var config listModel
	if diags := req.Config.Get(ctx, &config); diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	if l.data.Client == nil {
		stream.Results = list.ListResultsStreamDiagnostics(diag.Diagnostics{diagnose.ListExports.UnknownProvider(l.data.Unknown).Error()})
		return
	}
	stream.Results = l.results(ctx, req, config.State.ValueString())
}

func (l *List) results(ctx context.Context, req list.ListRequest, state string) iter.Seq[list.ListResult] {
	return func(yield func(list.ListResult) bool) {
		count := int64(0)
		for known, err := range existingExports(ctx, l.data.Client, state) {
			if err != nil {
				yield(list.ListResult{Diagnostics: diag.Diagnostics{diagnose.ListExports.Failed(err, "").Error()}})
				return
			}
			if !yield(listed(ctx, req, known)) {
				return
			}
			// Here, since the CLI takes as many as it is given; and before the
			// next row, which may be a page away.
			if count++; req.Limit > 0 && count >= req.Limit {
				return
			}
		}
	}
}

// listed is an export as a row of a query.
func listed(ctx context.Context, req list.ListRequest, known export) list.ListResult {
	result := req.NewListResult(ctx)
	result.DisplayName = diagnose.Value(known.ID + ", " + known.State)
	if !known.CreatedAt.IsZero() {
		result.DisplayName = diagnose.Value(known.CreatedAt.UTC().Format(time.RFC3339) + ", " + known.State)
	}
	result.Diagnostics.Append(result.Identity.SetAttribute(ctx, path.Root("id"), known.ID)...)
	if !req.IncludeResource {
		return result
	}
	// The first attribute makes an object of what is none yet.
	result.Diagnostics.Append(result.Resource.SetAttribute(ctx, path.Root("id"), known.ID)...)
	var told model
	result.Diagnostics.Append(result.Resource.Get(ctx, &told)...)
	told.setExport(known)
	result.Diagnostics.Append(result.Resource.Set(ctx, told)...)
	return result
}
