package segmentexport

import (
	"context"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// Schema describes the resource.
func (r *File) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	kept := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Downloads a completed export to a file on the machine that runs the apply.\n\n" +
			"The file is verified, and appears at its path whole or not at all; a download that breaks off goes on from " +
			"where it stopped, where the store allows it. Downloading costs no export, and neither the state nor " +
			"the plan holds the download link. Destroying the resource removes the file.",
		Attributes: map[string]schema.Attribute{
			"export_id": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "The `id` of the export, which must have completed. Another export's file takes the place of the old one.",
				Validators:          []validator.String{notBlank("the id of an export")},
			},
			"path": schema.StringAttribute{
				Required: true,
				MarkdownDescription: "Where the file goes: absolute, or relative to the directory that the apply runs in. `~` has no " +
					"special meaning. Missing folders are made. A file that stands there already is an error, unless it has the very " +
					"content. A change moves the file.",
				Validators: pathValidators(),
			},
			"decompress": schema.BoolAttribute{
				Optional: true, Computed: true, Default: booldefault.StaticBool(true),
				MarkdownDescription: "Whether to unpack the file, which FullStory keeps as gzip; default `true`. A change downloads it again.",
			},
			"file_permission": schema.StringAttribute{
				Optional: true, Computed: true, Default: stringdefault.StaticString("0600"),
				MarkdownDescription: "The file's permission as an octal number; default `0600`, since exports hold personal data. A change is made in place.",
				Validators: []validator.String{stringvalidator.RegexMatches(regexp.MustCompile(`^0?[0-7]{3}$`),
					"must be an octal number such as 0600 or 0644")},
			},
			"restore": schema.BoolAttribute{
				Optional: true, Computed: true, Default: booldefault.StaticBool(true),
				MarkdownDescription: "Whether a file that is missing or was changed is downloaded again; default `true`. Once the " +
					"export has expired, that is a warning and nothing else. Set it to `false` where every run begins on a " +
					"fresh machine: then the file is left to itself once it has been downloaded.",
			},
			"timeouts": timeouts.Attributes(ctx, timeouts.Opts{
				Create: true, Update: true,
				CreateDescription: "How long the download may take, such as `30m`; without it, as long as bytes arrive.",
				UpdateDescription: "How long a download in place of an earlier one may take; without it, as long as bytes arrive.",
			}),
			"id": schema.StringAttribute{
				Computed: true, MarkdownDescription: "The id of the export that the file is of.", PlanModifiers: kept,
			},
			"size_bytes": schema.Int64Attribute{
				Computed: true, MarkdownDescription: "The size of the file as it lies on disk, in bytes.",
				PlanModifiers: []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
			},
			"sha256": schema.StringAttribute{
				Computed: true, MarkdownDescription: "The SHA-256 of the file as it lies on disk, in hexadecimal.", PlanModifiers: kept,
			},
			"source_file_name": schema.StringAttribute{
				Computed: true, MarkdownDescription: "What the store calls the file; null where it does not tell.", PlanModifiers: kept,
			},
		},
	}
}

// pathValidators want the path of a file.
func pathValidators() []validator.String {
	return []validator.String{stringvalidator.RegexMatches(regexp.MustCompile(`(?s)(\S.*[^/\\]|[^\s/\\])$`),
		"must be the path of a file, neither blank nor a folder's with a slash at its end")}
}
