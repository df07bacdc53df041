package segmentexportfile

import (
	"context"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/listplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/argument"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/exportfile"
)

func (r *fileResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Downloads the file of a completed segment export to the machine that runs Terraform.\n\n" +
			"The provider resumes interrupted downloads, verifies the file, and only then moves it to `path`: an incomplete file " +
			"never appears there. Neither state nor plan contains the download link. Downloading does not submit another export.",
		Attributes: map[string]schema.Attribute{
			"export_id": schema.StringAttribute{
				Required: true,
				MarkdownDescription: "The `id` of the export, which must have completed. " +
					"Changing this downloads the other export's file to `path`.",
				Validators: argument.Trimmed("the ID of an export"),
			},
			"path": schema.StringAttribute{
				Required: true,
				MarkdownDescription: "The path of the file: absolute, or relative to the directory in which Terraform runs. `~` is not expanded: use `pathexpand`. " +
					"Missing directories are created. An existing file is an error, unless it already has exactly this content. " +
					"Changing this moves the file.",
				Validators: argument.Matches(exportfile.PathPattern, exportfile.PathRule),
			},
			"decompress": schema.BoolAttribute{
				Optional: true, Computed: true, Default: booldefault.StaticBool(true),
				MarkdownDescription: "Whether to decompress the file, which FullStory stores as gzip. If `false`, the compressed file is verified and stored " +
					"unchanged. Changing this downloads the file again. Defaults to `true`.",
			},
			"file_permission": schema.StringAttribute{
				Optional: true, Computed: true, Default: stringdefault.StaticString("0600"),
				MarkdownDescription: "The file's permissions as an octal number. Changing this updates the file in place. Defaults to `0600`.",
				Validators:          argument.Matches(regexp.MustCompile(`^0?[0-7]{3}$`), "must be an octal number such as 0600 or 0644"),
			},
			"restore": schema.BoolAttribute{
				Optional: true, Computed: true, Default: booldefault.StaticBool(true),
				MarkdownDescription: "Whether to download the file again if it is missing or was changed. Once the export has expired, a missing " +
					"or changed file is only a warning. On CI runners, which start every run without the file, set this to `false`, " +
					"or to `true` for the first days only, which repairs failed uploads. Defaults to `true`.",
			},
			"timeouts": argument.Timeouts(
				"How long the download may take, such as `30m`. By default a download has no limit as long as bytes arrive.",
				"How long an update may take, such as `30m`. By default it has no limit as long as bytes arrive."),
			"id": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "The ID of the export that the file belongs to.",
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"local_path": schema.StringAttribute{
				Computed: true,
				MarkdownDescription: "The same as `path`, but unknown until the file is downloaded or restored. Use it to read the file in the same configuration: " +
					"`csvdecode(file(fullstory_segment_export_file.example.local_path))`.",
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"size_bytes": schema.Int64Attribute{
				Computed:            true,
				MarkdownDescription: "The size of the file on disk in bytes.",
				PlanModifiers:       []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
			},
			"sha256": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "The SHA-256 hash of the file on disk in hexadecimal.",
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"source_file_name": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "The store's name for the file; null if the store reports none.",
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"row_count": schema.Int64Attribute{
				Computed:            true,
				MarkdownDescription: "The number of records in the file, compressed or not, without the header of a CSV file.",
				PlanModifiers:       []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
			},
			"header": schema.ListAttribute{
				Computed: true, ElementType: types.StringType,
				MarkdownDescription: "The column names of a CSV file. Null for the other formats.",
				PlanModifiers:       []planmodifier.List{listplanmodifier.UseStateForUnknown()},
			},
		},
	}
}
