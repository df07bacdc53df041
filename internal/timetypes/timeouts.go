package timetypes

import (
	"maps"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
)

// ValidateTimeouts rejects timeouts that are not positive, which the timeouts
// module accepts; alternative says what else the user may want. The error is
// placed at the argument timeouts: for an attribute inside it, the CLI shows
// the first line of the resource.
func ValidateTimeouts(timeouts types.Object, alternative string) (diags diag.Diagnostics) {
	attributes := timeouts.Attributes()
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		value, ok := attributes[name].(types.String)
		if !ok || value.IsNull() || value.IsUnknown() {
			continue
		}
		if d, err := time.ParseDuration(value.ValueString()); err == nil && d <= 0 {
			diags.Append(diagnose.InvalidTimeout(name, value.ValueString(), alternative).AsAttributeError(path.Root("timeouts")))
		}
	}
	return diags
}
