package fullstory

import (
	"context"
	"errors"
	"time"
)

// Link is a signed download link.
type Link struct {
	Location SignedURL
	// ExpiresAt is minutes away (observed: 5); zero if the API does not report
	// it. The export itself lives longer: see [Operation].ExpiresAt.
	ExpiresAt time.Time
}

// ErrNoResults means that a completed operation names no file.
var ErrNoResults = errors.New("the operation has neither a search export ID nor a download link")

// getExportResults requests a fresh link to the file of a completed export.
//
// It needs a key with Architect permission (documented). Each request returns
// another link (inferred). Never send the API key to it.
func (c *Client) getExportResults(ctx context.Context, searchExportID string) (Link, error) {
	r := get(nil, "search", "v1", "exports", searchExportID, "results")
	var wire struct {
		Location string   `json:"location"`
		Expires  flexTime `json:"expires"`
	}
	got, err := c.do(ctx, r, &wire)
	if err == nil && wire.Location == "" {
		err = c.newUnexpectedResponse(r, got, errors.New("it has no download link"))
	}
	if err != nil {
		return Link{}, err
	}
	return Link{Location: NewSignedURL(wire.Location), ExpiresAt: wire.Expires.Time}, nil
}

// DownloadLink returns a link to the file of a completed export: the
// operation's own, if it has one (the schema family), else a fresh one. The
// error is [ErrNoResults] if it has neither.
func (c *Client) DownloadLink(ctx context.Context, operation Operation) (Link, error) {
	switch {
	case !operation.DownloadURL.IsZero():
		return Link{Location: operation.DownloadURL}, nil
	case !operation.HasResults():
		return Link{}, ErrNoResults
	}
	return c.getExportResults(ctx, operation.SearchExportID)
}

// freshLink returns a link that was not returned before.
func (c *Client) freshLink(ctx context.Context, operation Operation) (Link, error) {
	if !operation.DownloadURL.IsZero() {
		again, err := c.GetOperation(ctx, operation.ID)
		if err != nil {
			return Link{}, err
		}
		operation = again
	}
	return c.DownloadLink(ctx, operation)
}
