package functions

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

// NewExportColumns returns the function export_columns.
func NewExportColumns() function.Function { return exportColumns{} }

type exportColumns struct{}

func (exportColumns) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "export_columns"
}

func (exportColumns) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Returns the columns of an export with their types",
		MarkdownDescription: "Returns the columns of an export in their order as a list of `{ name, type }`, for the table that receives " +
			"the file. The types are `string`, `int64`, `float64`, `bool` and `timestamp`, and for list-valued custom properties " +
			"`list(string)` and so on. A custom property has the type of its suffix: `_str`, `_int`, `_real`, `_bool` or `_date`, " +
			"and the plural, such as `_strs`, for lists. Other names that FullStory does not document are a `string`. " +
			"IDs are 64-bit integers, which a floating-point column would round. Makes no request to FullStory.",
		Parameters: []function.Parameter{
			function.StringParameter{
				Name:                "type",
				MarkdownDescription: "`events` or `individuals`, as in the export.",
			},
			function.ListParameter{
				Name:           "fields",
				ElementType:    types.StringType,
				AllowNullValue: true,
				MarkdownDescription: "The `fields` of the export. With `null` or an empty list, FullStory exports its default columns: " +
					"the function returns the documented ones, and the file also has the custom properties of your account.",
			},
		},
		Return: function.ListReturn{ElementType: types.ObjectType{AttrTypes: map[string]attr.Type{
			"name": types.StringType, "type": types.StringType,
		}}},
	}
}

func (exportColumns) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var exportType string
	var fields []*string
	if resp.Error = req.Arguments.Get(ctx, &exportType, &fields); resp.Error != nil {
		return
	}
	columns := fullstory.StandardColumns(fullstory.ExportType(exportType))
	if columns == nil {
		resp.Error = function.NewArgumentFuncError(0, fmt.Sprintf("The type must be %q or %q, got: %q",
			fullstory.ExportTypeEvents, fullstory.ExportTypeIndividuals, exportType))
		return
	}
	if len(fields) > 0 {
		var problem string
		if columns, problem = columnsOfFields(fields); problem != "" {
			resp.Error = function.NewArgumentFuncError(1, problem)
			return
		}
	}
	type column struct {
		Name string `tfsdk:"name"`
		Type string `tfsdk:"type"`
	}
	result := make([]column, 0, len(columns))
	for _, c := range columns {
		result = append(result, column{c.Name, string(c.Type)})
	}
	resp.Error = resp.Result.Set(ctx, result)
}

// columnsOfFields returns the columns of an export with fields, or why they are
// not known.
func columnsOfFields(fields []*string) (columns []fullstory.Column, problem string) {
	seen := map[string]bool{}
	for i, field := range fields {
		switch {
		case field == nil || *field == "":
			return nil, fmt.Sprintf("The field at index %d is null or empty", i)
		case fullstory.IsWildcard(*field):
			return nil, fmt.Sprintf("The field %q stands for all custom properties that exist when the export runs, "+
				"so its columns are not known. Name the properties instead", *field)
		case seen[*field]:
			return nil, fmt.Sprintf("The field %q occurs more than once. FullStory rejects such an export", *field)
		}
		seen[*field] = true
		columns = append(columns, fullstory.ColumnNamed(*field))
	}
	return columns, ""
}
