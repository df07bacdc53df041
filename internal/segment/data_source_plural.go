package segment

import (
	"context"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"golang.org/x/text/unicode/norm"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/argument"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providerdata"
)

var _ datasource.DataSourceWithConfigure = (*segmentsDataSource)(nil)

// NewPluralDataSource returns the data source fullstory_segments.
func NewPluralDataSource() datasource.DataSource { return &segmentsDataSource{} }

type segmentsDataSource struct{ providerdata.DataSource }

type segmentsModel struct {
	Creator   types.String `tfsdk:"creator"`
	NameRegex types.String `tfsdk:"name_regex"`
	Segments  []model      `tfsdk:"segments"`
}

func (d *segmentsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_segments"
}

func (d *segmentsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the segments of the account, optionally filtered by creator or by name.",
		Attributes: map[string]schema.Attribute{
			"creator": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "E-mail address of the creator. If omitted, segments of every creator are listed.",
				Validators:          argument.Trimmed("the e-mail address of a user"),
			},
			"name_regex": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Regular expression that must match at least a part of the name, in the syntax of Terraform's function `regex` (RE2). " +
					"`^` and `$` match the ends of the name, and `(?i)` at the beginning ignores case.",
				Validators: argument.Check(checkRegex),
			},
			"segments": schema.ListAttribute{
				Computed: true, ElementType: segmentType,
				MarkdownDescription: "The segments, in FullStory's order, each with the attributes `id`, `name`, `creator`, `created` and `url` " +
					"of the data source `fullstory_segment`. Empty if there is none.",
			},
		},
	}
}

func (d *segmentsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m segmentsModel
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("creator"), &m.Creator)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("name_regex"), &m.NameRegex)...)
	if resp.Diagnostics.HasError() {
		return
	}
	pattern, err := regexp.Compile(norm.NFC.String(m.NameRegex.ValueString())) // the empty one matches every name
	if err != nil {
		resp.Diagnostics.Append(diagnose.InvalidRegex("name_regex", m.NameRegex.ValueString(), err).AsAttributeError(path.Root("name_regex")))
		return
	}
	segments, err := d.Client().ListSegments(ctx, m.Creator.ValueString())
	if err != nil {
		resp.Diagnostics.Append(diagnose.ListSegments.Failed(err).AsError())
		return
	}
	m.Segments = []model{} // empty, and not null
	for _, segment := range segments {
		// A server that does not know the parameter creator returns all.
		byCreator := m.Creator.IsNull() || strings.EqualFold(segment.Creator, m.Creator.ValueString())
		if byCreator && pattern.MatchString(norm.NFC.String(segment.Name)) {
			m.Segments = append(m.Segments, newModel(segment))
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}

// checkRegex accepts regular expressions.
func checkRegex(argument path.Path, value string) diag.Diagnostic {
	if _, err := regexp.Compile(norm.NFC.String(value)); err != nil {
		return diagnose.InvalidRegex(argument.String(), value, err).AsAttributeError(argument)
	}
	return nil
}
