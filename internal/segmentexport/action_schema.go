package segmentexport

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/action/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	resourceschema "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/exportfile"
)

// Schema describes the action: the resource's arguments that describe an
// export, and where its file goes.
func (a *Action) Schema(ctx context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Exports a segment's data each time it is invoked.\n\n" +
			"It waits until FullStory has completed the export, and downloads the file where `output_path` is set. " +
			"Every invocation costs an export; planning costs none. Nothing of it is kept in the state; use the resource " +
			"`fullstory_segment_export` for an export that is to be made once.",
		Attributes: map[string]schema.Attribute{
			"output_path": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Where the unpacked file goes: absolute, or relative to the directory that the invocation runs in. " +
					"Missing folders are made, and the file has the permission `0600`. A file that stands there is replaced once the new " +
					"one is complete. Without it, nothing is downloaded.",
				Validators: []validator.String{stringvalidator.RegexMatches(exportfile.PathPattern,
					"must be the path of a file, not blank and not ending in a slash")},
			},
			"timeouts": timeouts.AttributesWithOpts(ctx, timeouts.Opts{
				InvokeDescription: "How long submission, wait and download may take together, such as `90m`; default `60m`. " +
					"After it the invocation fails; the export goes on in FullStory.",
			}),
		},
	}
	for name, attribute := range inputAttributes() {
		resp.Schema.Attributes[name] = actionAttribute(attribute)
	}
}

// actionAttribute is a resource's argument as an action's: the framework has
// types of their own for the two.
func actionAttribute(attribute resourceschema.Attribute) schema.Attribute {
	switch a := attribute.(type) {
	case resourceschema.StringAttribute:
		return schema.StringAttribute{
			CustomType: a.CustomType, Required: a.Required, Optional: a.Optional,
			MarkdownDescription: a.MarkdownDescription, Validators: a.Validators,
		}
	case resourceschema.ListAttribute:
		return schema.ListAttribute{
			ElementType: a.ElementType, Required: a.Required, Optional: a.Optional,
			MarkdownDescription: a.MarkdownDescription, Validators: a.Validators,
		}
	case resourceschema.SingleNestedAttribute:
		nested := schema.SingleNestedAttribute{
			Required: a.Required, Optional: a.Optional,
			MarkdownDescription: a.MarkdownDescription, Validators: a.Validators,
			Attributes: map[string]schema.Attribute{},
		}
		for name, inner := range a.Attributes {
			nested.Attributes[name] = actionAttribute(inner)
		}
		return nested
	}
	panic(fmt.Sprintf("no action has an attribute like %T", attribute)) // every test of the schema would find it
}
