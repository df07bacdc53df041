package fullstory

import (
	"context"
	"time"
)

const (
	// clockSkew is how far this machine's clock and the API's may lie apart.
	clockSkew = time.Minute
	// strayRows bounds the rows read: the list is newest first (inferred), so
	// that a recent export stands near its beginning.
	strayRows = 500
)

// ExportsSince returns the segment exports that appeared since a time and that
// this client was not told the ids of: after an ambiguous submission, those
// that may be its export. One whose time of creation is not told is among
// them.
func (c *Client) ExportsSince(ctx context.Context, since time.Time) ([]Operation, error) {
	var strays []Operation
	rows := 0
	for operation, err := range c.ListOperations(ctx, OperationFilter{Type: OperationTypeSearchExport}) {
		if err != nil {
			return strays, err
		}
		if rows++; rows > strayRows {
			break
		}
		if _, ours := c.submitted.Load(operation.ID); ours {
			continue
		}
		if operation.CreatedAt.IsZero() || operation.CreatedAt.After(since.Add(-clockSkew)) {
			strays = append(strays, operation)
		}
	}
	return strays, nil
}
