package segmentexport

import (
	"context"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/timetypes"
)

// Schema describes the resource.
func (r *Resource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		Version: 0, // a change of what a stored state holds raises it, with an upgrade
		MarkdownDescription: "Exports a segment's data: one export job in FullStory.\n\n" +
			"Creating the resource submits the job once and waits for it to complete. A finished export is never run again by itself.\n\n" +
			"What costs an export: each resource that is created, and each replacement, which follows from a change of what is " +
			"exported or of `triggers`, from a failure, and with `replace_on_expiry` from an expiry. " +
			"Planning, refreshing, waiting, importing and destroying cost none.",
		Attributes: map[string]schema.Attribute{},
	}
	for _, group := range []map[string]schema.Attribute{inputAttributes(), behaviourAttributes(ctx), computedAttributes()} {
		for name, attribute := range group {
			resp.Schema.Attributes[name] = attribute
		}
	}
}

// IdentitySchema describes what identifies an export.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{RequiredForImport: true, Description: "The id of the export's operation."},
	}}
}

func inputAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"segment_id": schema.StringAttribute{
			Required: true,
			MarkdownDescription: "The id of the segment to export, or a built-in one such as `everyone`. " +
				"It stands in the segment's address in the app, after `/segments/`.",
			Validators: []validator.String{notBlank("the id of a segment")},
		},
		"type": schema.StringAttribute{
			Required: true,
			MarkdownDescription: "What to export: `individuals` (one record per user) or `events` " +
				"(one record per event of the segment's users).",
			Validators: []validator.String{stringvalidator.OneOf("individuals", "events")},
		},
		"format": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "The form of the file: `json` (one array), `csv` (a header and rows) or `ndjson` " +
				"(one object a line; wire format `reference` only). Without it, FullStory gives JSON.",
			Validators: []validator.String{stringvalidator.OneOf("json", "csv", "ndjson")},
		},
		"time_range": rangeAttribute("The time that the exported data is of. Events are filtered by their start, " +
			"individuals by their activity. Without it, all data is exported."),
		"segment_time_range": rangeAttribute("The time over which membership in the segment is evaluated, " +
			"in place of the segment's own range. The segment `everyone` has a default range of 30 days: " +
			"set this as well to export more."),
		"scope": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "What an export of `events` reaches over: `events`, `pages`, `sessions` or `individuals`; " +
				"a `SCOPE_…` value of the API is passed on as it is. Wire format `reference` only.",
			Validators: []validator.String{stringvalidator.RegexMatches(
				regexp.MustCompile(`^(events|pages|sessions|individuals|SCOPE_\S+)$`),
				`must be "events", "pages", "sessions", "individuals", or a SCOPE_… value of the API`,
			)},
		},
		"fields": schema.ListAttribute{
			Optional: true, ElementType: types.StringType,
			MarkdownDescription: "The fields to export, such as `user_email_str`, `evt_*` or `user_*`. " +
				"The header of a CSV file is stable only with them. Wire format `reference` only.",
			Validators: []validator.List{
				listvalidator.NoNullValues(),
				listvalidator.UniqueValues(),
				listvalidator.ValueStringsAre(notBlank("the name of a field")),
			},
		},
		"timezone": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "The IANA time zone of the times in the file, such as `Europe/Berlin`; " +
				"FullStory takes UTC without it. Wire format `reference` only.",
			Validators: []validator.String{zoneValidator{}},
		},
	}
}

func rangeAttribute(description string) schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		Optional: true,
		MarkdownDescription: description + " Set `start`, `end` or both. " +
			"Another spelling of the same moment changes nothing.",
		Attributes: map[string]schema.Attribute{
			"start": schema.StringAttribute{
				Optional: true, CustomType: timetypes.RFC3339Type{},
				MarkdownDescription: "The first moment, as RFC 3339 (`2026-01-31T00:00:00Z`). Without it: since ever.",
			},
			"end": schema.StringAttribute{
				Optional: true, CustomType: timetypes.RFC3339Type{},
				MarkdownDescription: "The first moment no longer in the range, as RFC 3339. " +
					"Without it: until the export is submitted. Data settles for up to 24 hours.",
			},
		},
		Validators: []validator.Object{rangeValidator{}},
	}
}

func behaviourAttributes(ctx context.Context) map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"triggers": schema.MapAttribute{
			Optional: true, ElementType: types.StringType,
			MarkdownDescription: "Any values whose change makes a new export.",
		},
		"wait_for_completion": schema.BoolAttribute{
			Optional: true, Computed: true, Default: booldefault.StaticBool(true),
			MarkdownDescription: "Whether to wait until FullStory has completed the export; default `true`. " +
				"Where an apply left it unfinished, the next one waits for the rest. A change starts nothing.",
		},
		"replace_on_expiry": schema.BoolAttribute{
			Optional: true, Computed: true, Default: booldefault.StaticBool(false),
			MarkdownDescription: "Whether an export that has expired is replaced by a new one; default `false`.",
		},
		"timeouts": timeouts.Attributes(ctx, timeouts.Opts{
			Create: true, Update: true,
			CreateDescription: "How long to submit and wait in the apply that creates the export, such as `90m`; default `60m`. " +
				"After it the export goes on, and is kept in the state with a warning.",
			UpdateDescription: "How long an apply waits for an export that an earlier one left unfinished; default `60m`. " +
				"After it the apply fails, and the export is kept.",
		}),
	}
}

func computedAttributes() map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{}
	for name, text := range observedTexts {
		attributes[name] = schema.StringAttribute{
			Computed: true, MarkdownDescription: text,
			PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		}
	}
	attributes["estimate_pct_complete"] = schema.Int64Attribute{
		Computed: true, MarkdownDescription: observedTexts["estimate_pct_complete"],
		PlanModifiers: []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
	}
	return attributes
}
