package segmentexport

import (
	"context"
	"fmt"
	"regexp"
	"time"
	_ "time/tzdata" // the same zones on every machine

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

// ValidateConfig checks what concerns several arguments, and the timeouts.
func (r *Resource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config model
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(config.validate()...)
	resp.Diagnostics.Append(validateTimeouts(config.Timeouts.Object,
		"Leave it out for the default of 60m. Not to wait, set wait_for_completion = false.")...)
}

// validateTimeouts finds timeouts that leave no time at all, which the timeouts
// module lets pass; instead says what else a user may want. The error stands at
// timeouts, since of what is inside it a CLI shows the resource's first line.
func validateTimeouts(timeouts types.Object, instead string) (diags diag.Diagnostics) {
	for name, attribute := range timeouts.Attributes() {
		value, ok := attribute.(types.String)
		if !ok || !set(value) {
			continue
		}
		if d, err := time.ParseDuration(value.ValueString()); err == nil && d <= 0 {
			diags.AddAttributeError(path.Root("timeouts"), "Timeout is not positive",
				fmt.Sprintf("timeouts.%s is %q, which leaves no time at all. Give a positive duration such as \"30m\". %s",
					name, value.ValueString(), instead))
		}
	}
	return diags
}

// validate checks the inputs against each other.
func (in inputs) validate() (diags diag.Diagnostics) {
	if set(in.Scope) && set(in.Type) && in.Type.ValueString() != string(fullstory.ExportTypeEvents) {
		diags.AddAttributeError(path.Root("scope"), "scope is for events only", fmt.Sprintf(
			"An export of type %q has no scope. Leave scope out, or set type = \"events\".", in.Type.ValueString()))
	}
	return diags
}

// set tells whether a value is there: one that is unknown may turn out null.
func set(value attr.Value) bool { return !value.IsNull() && !value.IsUnknown() }

// validateFor finds the inputs that a wire format has no room for; empty is a
// format that is not known yet.
func (in inputs) validateFor(format fullstory.WireFormat) (diags diag.Diagnostics) {
	wanted := fullstory.ExportRequest{
		Format:   fullstory.ExportFormat(in.Format.ValueString()),
		Scope:    in.Scope.ValueString(),
		Fields:   make([]string, len(in.Fields.Elements())), // some may be unknown
		Timezone: in.Timezone.ValueString(),
	}
	for _, name := range wanted.Beyond(format) {
		what := name
		if name == "format" {
			what = fmt.Sprintf("The format %q", wanted.Format)
		}
		diags.AddAttributeError(path.Root(name), "Not possible with wire_format \"schema\"", fmt.Sprintf(
			"%s cannot be sent in the wire format that the provider uses for this endpoint. "+
				"Leave it out, or set wire_format = \"reference\" in the provider block if the endpoint understands it.", what))
	}
	return diags
}

// notBlank wants a string that names something.
func notBlank(what string) validator.String {
	return stringvalidator.RegexMatches(regexp.MustCompile(`\S`), "must be "+what+", not blank")
}

// zoneValidator wants the name of an IANA time zone.
type zoneValidator struct{}

func (zoneValidator) Description(context.Context) string { return "an IANA time zone" }

func (v zoneValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (zoneValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if !set(req.ConfigValue) {
		return
	}
	name := req.ConfigValue.ValueString()
	// Go takes "" for UTC and "Local" for the machine's own zone.
	if _, err := time.LoadLocation(name); err != nil || name == "" || name == "Local" {
		resp.Diagnostics.AddAttributeError(req.Path, "Unknown time zone", fmt.Sprintf(
			"%q is not a time zone of the IANA database. Give a name such as \"Europe/Berlin\", \"America/New_York\" or \"UTC\".", name))
	}
}
