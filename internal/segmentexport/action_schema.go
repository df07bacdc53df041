package segmentexport

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/action/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/argument"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/exportfile"
)

func (a *exportAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Exports the data of a segment each time it is invoked.\n\n" +
			"The action submits an export, waits until it has completed, and downloads the file if `output_path` is set. " +
			"Nothing is kept in the state: use the resource `fullstory_segment_export` for an export that is created once.",
		Attributes: map[string]schema.Attribute{
			"segment_id": schema.StringAttribute{
				Required: true, MarkdownDescription: segmentIDText, Validators: argument.SegmentID(),
			},
			"type": schema.StringAttribute{
				Required: true, MarkdownDescription: typeText, Validators: exportTypes,
			},
			"format": schema.StringAttribute{
				Optional: true, MarkdownDescription: formatText, Validators: exportFormats,
			},
			"time_range": schema.SingleNestedAttribute{
				Optional: true, MarkdownDescription: timeRangeText,
				Attributes: actionRangeAttributes(),
			},
			"segment_time_range": schema.SingleNestedAttribute{
				Optional: true, MarkdownDescription: segmentTimeRangeText,
				Attributes: actionRangeAttributes(),
			},
			"now": schema.StringAttribute{
				Optional: true, MarkdownDescription: nowText, Validators: argument.Check(checkTime),
			},
			"timezone": schema.StringAttribute{
				Optional: true, MarkdownDescription: timezoneText, Validators: argument.Check(checkTimezone),
			},
			"scope": schema.StringAttribute{
				Optional: true, MarkdownDescription: scopeText, Validators: argument.Check(checkScope),
			},
			"fields": schema.ListAttribute{
				Optional: true, MarkdownDescription: fieldsText, ElementType: types.StringType, Validators: fieldsValidators(),
			},
			"wait_for_completion": schema.BoolAttribute{
				Optional: true,
				MarkdownDescription: "Whether to wait until the export has completed. Defaults to `true`. " +
					"`false` ends the action after the submission, and cannot be combined with `output_path`.",
			},
			"output_path": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Path of the file to write, absolute or relative to the working directory. " +
					"Missing directories are created, and the file gets the permission `0600`. An existing file is replaced once the new one " +
					"is complete. If omitted, nothing is downloaded.",
				Validators: argument.Matches(exportfile.PathPattern, exportfile.PathRule),
			},
			"decompress": schema.BoolAttribute{
				Optional:            true,
				MarkdownDescription: "Whether to decompress the file, which FullStory stores as gzip. Defaults to `true`.",
			},
			"timeouts": schema.SingleNestedAttribute{ // not that of the timeouts module: see [argument.Timeouts]
				Optional:   true,
				CustomType: timeouts.Type{ObjectType: types.ObjectType{AttrTypes: map[string]attr.Type{"invoke": types.StringType}}},
				Attributes: map[string]schema.Attribute{
					"invoke": schema.StringAttribute{
						Optional: true,
						MarkdownDescription: "How long submission, wait and download may take together, such as `90m`. " +
							"Afterwards the action fails, and the export keeps running. Defaults to `60m`.",
					},
				},
			},
		},
	}
}

func actionRangeAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"start": schema.StringAttribute{
			Optional: true, MarkdownDescription: startText, Validators: argument.Check(checkTime),
		},
		"end": schema.StringAttribute{
			Optional: true, MarkdownDescription: endText, Validators: argument.Check(checkTime),
		},
	}
}
