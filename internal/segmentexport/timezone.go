package segmentexport

import (
	"context"
	_ "embed"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
)

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
