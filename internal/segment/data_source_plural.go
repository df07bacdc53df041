package segment

import (
	"context"
	"fmt"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providerdata"
)

var _ datasource.DataSourceWithConfigure = (*PluralDataSource)(nil)

// NewPluralDataSource returns the data source of many segments.
func NewPluralDataSource() datasource.DataSource { return &PluralDataSource{} }

// PluralDataSource is all segments, or those of a creator or a name.
type PluralDataSource struct{ data providerdata.Data }

type pluralModel struct {
	Creator   types.String `tfsdk:"creator"`
	NameRegex types.String `tfsdk:"name_regex"`
	Segments  []model      `tfsdk:"segments"`
}

// Metadata names the data source.
func (d *PluralDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_segments"
}

// Schema describes the data source.
func (d *PluralDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the segments of the account: all of them, or those of a creator, or of names like one.\n\n" +
			"Listing costs no export: a request brings 100 of them.",
		Attributes: map[string]schema.Attribute{
			"creator": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "The e-mail address of who made the segments. Without it, those of everybody are listed.",
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"name_regex": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "A regular expression that a part of the name must match, in the syntax of the function `regex` " +
					"(RE2). `^` and `$` stand for the ends of the name, and `(?i)` at the beginning ignores upper and lower case.",
				Validators: []validator.String{regexValidator{}},
			},
			"segments": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The segments, in FullStory's order; an empty list where there is none.",
				NestedObject:        schema.NestedAttributeObject{Attributes: segmentAttributes()},
			},
		},
	}
}

// Configure takes the provider's client.
func (d *PluralDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	data, diags := providerdata.From(req.ProviderData)
	resp.Diagnostics.Append(diags...)
	d.data = data
}

// Read lists the segments.
func (d *PluralDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m pluralModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if d.data.Client == nil {
		resp.Diagnostics.Append(diagnose.ListSegments.UnknownProvider(d.data.Unknown).Error())
		return
	}
	wanted, err := regexp.Compile(m.NameRegex.ValueString()) // without one, what every name matches
	if err != nil {
		resp.Diagnostics.AddAttributeError(path.Root("name_regex"), badRegex, err.Error())
		return
	}
	m.Segments = []model{} // none is an empty list, not a null one
	for segment, err := range d.data.Client.ListSegments(ctx, m.Creator.ValueString()) {
		if err != nil {
			resp.Diagnostics.Append(diagnose.ListSegments.Failed(err, "").Error())
			return
		}
		if wanted.MatchString(segment.Name) {
			m.Segments = append(m.Segments, newModel(segment))
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}

const badRegex = "Not a regular expression"

// regexValidator wants a regular expression.
type regexValidator struct{}

func (regexValidator) Description(context.Context) string { return "a regular expression" }

func (v regexValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (regexValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if _, err := regexp.Compile(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, badRegex, fmt.Sprintf(
			"%s is %q, which cannot be read as a regular expression (RE2 syntax): %s. Correct it; "+
				"a special character that is meant as it is needs a backslash before it, written \"\\\\\" in a string.",
			req.Path, req.ConfigValue.ValueString(), err))
	}
}
