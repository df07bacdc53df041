package fullstory

import (
	"context"
	"errors"
	"time"
)

// Link is a download link.
type Link struct {
	Location SignedURL
	// ExpiresAt is minutes away (observed: 5); zero where the API does not
	// tell. The export itself lives longer: see [Operation].ExpiresAt.
	ExpiresAt time.Time
}

// GetExportResults asks for a fresh link to a completed export's file.
//
// It needs a key with Architect permission (documented). Asking again yields
// another link (inferred). Never send the API key to it.
func (c *Client) GetExportResults(ctx context.Context, searchExportID string) (Link, error) {
	var answer struct {
		Location string      `json:"location"`
		Expires  instantWire `json:"expires"`
	}
	if err := c.do(ctx, get(nil, "search", "v1", "exports", searchExportID, "results"), &answer); err != nil {
		return Link{}, err
	}
	if answer.Location == "" {
		return Link{}, errors.New("the answer holds no download link")
	}
	return Link{Location: NewSignedURL(answer.Location), ExpiresAt: answer.Expires.Time}, nil
}

// ErrNoResults says that an operation, though it completed, names no file.
var ErrNoResults = errors.New("the operation has neither a search export id nor a download link")

// HasResults tells whether an operation names a file.
func (o Operation) HasResults() bool { return o.SearchExportID != "" || !o.DownloadURL.IsZero() }

// DownloadLink returns a link to a completed export's file: the one that the
// operation itself carries, where it does (the schema's family), else a fresh
// one. The error is [ErrNoResults] where it gives neither.
func (c *Client) DownloadLink(ctx context.Context, operation Operation) (Link, error) {
	switch {
	case !operation.DownloadURL.IsZero():
		return Link{Location: operation.DownloadURL}, nil
	case !operation.HasResults():
		return Link{}, ErrNoResults
	}
	return c.GetExportResults(ctx, operation.SearchExportID)
}

// FreshLink returns a link that has not been handed out before.
func (c *Client) FreshLink(ctx context.Context, operation Operation) (Link, error) {
	if operation.DownloadURL.IsZero() {
		return c.DownloadLink(ctx, operation)
	}
	again, err := c.GetOperation(ctx, operation.ID)
	if err != nil {
		return Link{}, err
	}
	return c.DownloadLink(ctx, again)
}
