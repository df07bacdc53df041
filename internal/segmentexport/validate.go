package segmentexport

import (
	"context"
	_ "embed"
	"fmt"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rfc3339"
)

func (r *exportResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config model
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(config.validate()...)
	resp.Diagnostics.Append(diagnose.InvalidTimeouts(config.Timeouts.Object,
		"Omit it for the default of 60m, or set wait_for_completion = false to skip the wait.")...)
}

// validate validates the inputs that depend on each other. An invalid type has
// an error of its own.
func (in inputs) validate() (diags diag.Diagnostics) {
	if isSet(in.Scope) && in.Type.ValueString() == string(fullstory.ExportTypeIndividuals) {
		diags.Append(diagnose.ScopeOfEvents(in.Type.ValueString()).AsAttributeError(path.Root("scope")))
	}
	diags.Append(validateRange("time_range", in.TimeRange, false)...)
	diags.Append(validateRange("segment_time_range", in.SegmentTimeRange, true)...)
	diags.Append(in.duplicateFields()...)
	return diags
}

// duplicateFields returns an error for each duplicate, in linear time.
func (in inputs) duplicateFields() (diags diag.Diagnostics) {
	seen := map[string]bool{}
	for i, element := range in.Fields.Elements() {
		field, ok := element.(types.String)
		if !ok || !isSet(field) {
			continue
		}
		if seen[field.ValueString()] {
			diags.Append(diagnose.DuplicateField(field.ValueString()).AsAttributeError(path.Root("fields").AtListIndex(i)))
		}
		seen[field.ValueString()] = true
	}
	return diags
}

// isSet reports whether a value is known and not null.
func isSet(value attr.Value) bool { return !value.IsNull() && !value.IsUnknown() }

// validateFor rejects inputs that a wire format cannot carry. An empty format
// is not known yet.
func (in inputs) validateFor(format fullstory.WireFormat) (diags diag.Diagnostics) {
	request := fullstory.ExportRequest{
		Format:   fullstory.ExportFormat(in.Format.ValueString()),
		Timezone: in.Timezone.ValueString(),
		Scope:    in.Scope.ValueString(),
		Fields:   make([]string, len(in.Fields.Elements())), // some may be unknown
	}
	request.Now, _ = rfc3339.Time(in.Now)
	if start, end := bounds(in.SegmentTimeRange); !in.SegmentTimeRange.IsNull() && start.IsNull() && end.IsNull() {
		request.SegmentTimeRange = &fullstory.TimeRange{}
	}
	for _, argument := range request.Unsupported(format) {
		name := argument
		switch argument {
		case "format":
			name = fmt.Sprintf("The format %q", request.Format)
		case "segment_time_range":
			name = "segment_time_range = {} (all time)"
		}
		diags.Append(diagnose.NotInWireFormat(name).AsAttributeError(path.Root(argument)))
	}
	return diags
}

var scopePattern = regexp.MustCompile(`^(events|pages|sessions|individuals|SCOPE_\S+)$`)

// checkScope accepts the scopes and all of the API's own spellings.
func checkScope(argument path.Path, value string) diag.Diagnostic {
	if scopePattern.MatchString(value) {
		return nil
	}
	suggestion := strings.TrimPrefix(strings.ToLower(value), "scope_")
	switch {
	case suggestion == "all", suggestion == "everyone":
		suggestion = "individuals"
	case !strings.HasSuffix(suggestion, "s"):
		suggestion += "s"
	}
	if !scopePattern.MatchString(suggestion) {
		suggestion = ""
	}
	return diagnose.BreaksRule(argument.String(), `must be "events", "pages", "sessions", "individuals", or a SCOPE_... value of the API`,
		value, suggestion).AsAttributeError(argument)
}

// zones has the names of the IANA time zones, one a line, as Go ships them
// (lib/time/zoneinfo.zip). The machine's own database is not used: it differs
// between machines, and has entries that are no zones.
//
//go:embed zones.txt
var zones string

// checkTimezone accepts the names of IANA time zones.
func checkTimezone(argument path.Path, value string) diag.Diagnostic {
	suggestion := ""
	for name := range strings.FieldsSeq(zones) {
		if name == value {
			return nil
		}
		if strings.EqualFold(name, strings.TrimSpace(value)) {
			suggestion = name
		}
	}
	return diagnose.InvalidTimezone(value, suggestion).AsAttributeError(argument)
}

// checkTime accepts RFC 3339 times. The error is placed at the top-level
// argument: Terraform shows the resource's first line for an error inside an
// object.
func checkTime(argument path.Path, value string) diag.Diagnostic {
	_, err := rfc3339.Parse(value)
	if err == nil {
		return nil
	}
	top := argument
	for len(top.Steps()) > 1 {
		top = top.ParentPath()
	}
	return diagnose.InvalidTime(argument.String(), value, err).AsAttributeError(top)
}
