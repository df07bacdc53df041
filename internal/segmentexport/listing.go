package segmentexport

import (
	"context"
	"iter"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

// stateFilterText describes the argument that narrows a list of exports.
const stateFilterText = "The state that the exports are in: `PENDING`, `RUNNING`, `COMPLETED`, `FAILED`, `EXPIRED` " +
	"(completed, and past `expires_at`), or FullStory's own `UNKNOWN` and `UNSET`. Without it, all are listed."

func stateFilter() validator.String {
	return stringvalidator.OneOf("PENDING", "RUNNING", "COMPLETED", "FAILED", stateExpired, "UNKNOWN", "UNSET")
}

// existingExports yields the exports that FullStory lists, in its order and
// fetched as they are asked for; only those in a state, unless it is empty.
// It ends after the first error.
func existingExports(ctx context.Context, client *fullstory.Client, state string) iter.Seq2[export, error] {
	filter := fullstory.OperationFilter{Type: fullstory.OperationTypeSearchExport, State: fullstory.State(state)}
	if state == stateExpired {
		// FullStory does not know this state of ours.
		filter.State = fullstory.StateCompleted
	}
	return func(yield func(export, error) bool) {
		for operation, err := range client.ListOperations(ctx, filter) {
			if err != nil {
				yield(export{}, err)
				return
			}
			if operation.Type != fullstory.OperationTypeSearchExport {
				continue // an API that does not heed the filter
			}
			known := export{}.observe(operation).asOf(time.Now())
			if state != "" && known.State != state {
				continue
			}
			if !yield(known, nil) {
				return
			}
		}
	}
}
