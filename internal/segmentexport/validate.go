package segmentexport

import (
	"context"
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
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

// scope accepts the scopes and all of the API's own spellings.
type scope struct{}

var scopePattern = regexp.MustCompile(`^(events|pages|sessions|individuals|SCOPE_\S+)$`)

func (scope) Description(context.Context) string {
	return `must be "events", "pages", "sessions", "individuals", or a SCOPE_... value of the API`
}

func (v scope) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v scope) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	value := req.ConfigValue.ValueString()
	if !isSet(req.ConfigValue) || scopePattern.MatchString(value) {
		return
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
	resp.Diagnostics.Append(diagnose.BreaksRule(req.Path.String(), v.Description(ctx), value, suggestion).AsAttributeError(req.Path))
}

// uniqueFields rejects duplicates, in linear time.
type uniqueFields struct{}

func (uniqueFields) Description(context.Context) string { return "fields must be unique" }

func (v uniqueFields) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (uniqueFields) ValidateList(_ context.Context, req validator.ListRequest, resp *validator.ListResponse) {
	seen := map[string]bool{}
	for i, element := range req.ConfigValue.Elements() {
		field, ok := element.(types.String)
		if !ok || !isSet(field) {
			continue
		}
		if seen[field.ValueString()] {
			resp.Diagnostics.Append(diagnose.DuplicateField(field.ValueString()).AsAttributeError(req.Path.AtListIndex(i)))
		}
		seen[field.ValueString()] = true
	}
}

// zones has the names of the IANA time zones, one a line, as Go ships them
// (lib/time/zoneinfo.zip). The machine's own database is not used: it differs
// between machines, and has entries that are no zones.
//
//go:embed zones.txt
var zones string

// timezoneValidator accepts the names of IANA time zones.
type timezoneValidator struct{}

func (timezoneValidator) Description(context.Context) string { return "an IANA time zone" }

func (v timezoneValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (timezoneValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if !isSet(req.ConfigValue) {
		return
	}
	name := req.ConfigValue.ValueString()
	names := strings.Fields(zones)
	if slices.Contains(names, name) {
		return
	}
	suggestion := ""
	if i := slices.IndexFunc(names, func(zone string) bool { return strings.EqualFold(zone, strings.TrimSpace(name)) }); i >= 0 {
		suggestion = names[i]
	}
	resp.Diagnostics.Append(diagnose.InvalidTimezone(name, suggestion).AsAttributeError(req.Path))
}
