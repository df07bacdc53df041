package segmentexport

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/argument"
)

func (r *exportResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	newExport := []planmodifier.String{newExportIfChanged{}}
	keep := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	resp.Schema = schema.Schema{
		Version: 0, // raise it, with an upgrader, when stored states change their form
		MarkdownDescription: "Exports the data of a segment with one export job in FullStory.\n\n" +
			"Creating the resource submits the job once and waits until it has completed. " +
			"A finished export is never repeated on its own.",
		Attributes: map[string]schema.Attribute{
			"segment_id": schema.StringAttribute{
				Required: true, PlanModifiers: newExport,
				MarkdownDescription: segmentIDText + changesExport,
				Validators:          argument.SegmentID(),
			},
			"type": schema.StringAttribute{
				Required: true, PlanModifiers: newExport,
				MarkdownDescription: typeText + changesExport,
				Validators:          exportTypes,
			},
			"format": schema.StringAttribute{
				Optional: true, PlanModifiers: newExport,
				MarkdownDescription: formatText + changesExport,
				Validators:          exportFormats,
			},
			"time_range": schema.SingleNestedAttribute{
				Optional: true, PlanModifiers: []planmodifier.Object{newExportIfChanged{}},
				MarkdownDescription: timeRangeText + changesExport,
				Attributes:          rangeAttributes(),
			},
			"segment_time_range": schema.SingleNestedAttribute{
				Optional: true, PlanModifiers: []planmodifier.Object{newExportIfChanged{}},
				MarkdownDescription: segmentTimeRangeText + changesExport,
				Attributes:          rangeAttributes(),
			},
			"now": schema.StringAttribute{
				Optional: true, PlanModifiers: []planmodifier.String{newExportIfChanged{instant: true}},
				MarkdownDescription: nowText + changesExport,
				Validators:          argument.Check(checkTime),
			},
			"timezone": schema.StringAttribute{
				Optional: true, PlanModifiers: newExport,
				MarkdownDescription: timezoneText + changesExport,
				Validators:          argument.Check(checkTimezone),
			},
			"scope": schema.StringAttribute{
				Optional: true, PlanModifiers: newExport,
				MarkdownDescription: scopeText + changesExport,
				Validators:          argument.Check(checkScope),
			},
			"fields": schema.ListAttribute{
				Optional: true, ElementType: types.StringType,
				PlanModifiers:       []planmodifier.List{newExportIfChanged{}},
				MarkdownDescription: fieldsText + changesExport,
				Validators:          fieldsValidators(),
			},
			"triggers": schema.MapAttribute{
				Optional: true, ElementType: types.StringType,
				PlanModifiers:       []planmodifier.Map{newExportIfChanged{}},
				MarkdownDescription: "Arbitrary values that create a new export when they change, such as a date." + changesExport,
			},
			"wait_for_completion": schema.BoolAttribute{
				Optional: true, Computed: true, Default: booldefault.StaticBool(true),
				MarkdownDescription: "Whether to wait until the export has completed. If an apply leaves it unfinished, the next one resumes the wait. " +
					"Defaults to `true`. Changing this submits nothing.",
			},
			"replace_on_expiry": schema.BoolAttribute{
				Optional: true, Computed: true, Default: booldefault.StaticBool(false),
				MarkdownDescription: "Whether to replace an expired export with a new one. Every export expires some days after it completes, so this creates " +
					"a new export every few days. Set it only if a download link must always work: for a file that you already have, expiry is " +
					"normal. Defaults to `false`.",
			},
			"timeouts": argument.Timeouts(
				"How long to wait when the export is created, such as `90m`. Afterwards the apply ends with a warning, "+
					"and the export keeps running. Defaults to `60m`.",
				"How long to wait for an export that an earlier apply left unfinished. Afterwards the apply fails, "+
					"and the export keeps running. Defaults to `60m`."),
			"id":            schema.StringAttribute{Computed: true, PlanModifiers: keep, MarkdownDescription: idText},
			"state":         schema.StringAttribute{Computed: true, PlanModifiers: keep, MarkdownDescription: stateText},
			"error_details": schema.StringAttribute{Computed: true, PlanModifiers: keep, MarkdownDescription: errorDetailsText},
			"created_at":    schema.StringAttribute{Computed: true, PlanModifiers: keep, MarkdownDescription: createdAtText},
			"finished_at":   schema.StringAttribute{Computed: true, PlanModifiers: keep, MarkdownDescription: finishedAtText},
			"expires_at":    schema.StringAttribute{Computed: true, PlanModifiers: keep, MarkdownDescription: expiresAtText},
			"search_export_id": schema.StringAttribute{
				Computed: true, PlanModifiers: keep, MarkdownDescription: searchExportIDText,
			},
			"estimate_pct_complete": schema.Int64Attribute{
				Computed: true, MarkdownDescription: percentText,
				PlanModifiers: []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
			},
		},
	}
}

func (r *exportResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{RequiredForImport: true, Description: idText},
	}}
}

func rangeAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"start": schema.StringAttribute{
			Optional: true, MarkdownDescription: startText, Validators: argument.Check(checkTime),
		},
		"end": schema.StringAttribute{
			Optional: true, MarkdownDescription: endText, Validators: argument.Check(checkTime),
		},
	}
}

var (
	exportTypes   = argument.OneOf("individuals", "events")
	exportFormats = argument.OneOf("json", "csv", "ndjson")
)

func fieldsValidators() []validator.List {
	return []validator.List{
		listvalidator.NoNullValues(),
		listvalidator.ValueStringsAre(argument.Trimmed("the name of a field")...),
	}
}
