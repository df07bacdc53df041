package segmentexport

import (
	"context"
	"encoding/json"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

// lastSeenKey holds, in the private state, when a request last found the
// export; the zero time if none has since it was created. An export that was
// never seen may be missing for a while.
const lastSeenKey = "last_seen"

// lastSeen returns when the export was last seen. It counts as never seen only
// if the private state says so: that of an import has no time.
func lastSeen(ctx context.Context, private privateState) (at time.Time, never bool, diags diag.Diagnostics) {
	value, diags := private.GetKey(ctx, lastSeenKey)
	if len(value) == 0 {
		return time.Time{}, false, diags
	}
	if err := json.Unmarshal(value, &at); err != nil {
		diags.Append(diagnose.Internal("The private state of the export is invalid: " + err.Error()).AsError())
	}
	return at, at.IsZero(), diags
}

// setLastSeen records when an operation was read, if it was.
func setLastSeen(ctx context.Context, private privateState, operation fullstory.Operation) diag.Diagnostics {
	if operation.ReadAt.IsZero() {
		return nil
	}
	return writeLastSeen(ctx, private, operation.ReadAt.UTC())
}

// setNeverSeen records that an export was just created.
func setNeverSeen(ctx context.Context, private privateState) diag.Diagnostics {
	return writeLastSeen(ctx, private, time.Time{})
}

func writeLastSeen(ctx context.Context, private privateState, at time.Time) diag.Diagnostics {
	value, err := json.Marshal(at)
	if err != nil {
		return diag.Diagnostics{diagnose.Internal(err.Error()).AsError()}
	}
	return private.SetKey(ctx, lastSeenKey, value)
}
