package fullstory

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

// Link is a signed download link.
type Link struct {
	Location rest.SignedURL
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
func (c *Client) getExportResults(ctx context.Context, searchExportID string) (link Link, _ error) {
	decode := func(answer rest.Answer) error {
		var wire struct {
			Location string   `json:"location"`
			Expires  flexTime `json:"expires"`
		}
		if err := json.Unmarshal(answer.Body, &wire); err != nil {
			return err
		}
		link = Link{Location: rest.NewSignedURL(wire.Location), ExpiresAt: wire.Expires.Time}
		if link.Location.IsZero() {
			return errors.New("it has no download link")
		}
		return nil
	}
	if err := c.get(ctx, nil, decode, "search", "v1", "exports", searchExportID, "results"); err != nil {
		return Link{}, err
	}
	return link, nil
}

// DownloadLink returns a link to the file of a completed export: the
// operation's own, if it has one (the schema family), else a fresh one. The
// error is [ErrNoResults] if it has neither.
//
// Results that lag behind the completion are requested for [resultsLag].
func (c *Client) DownloadLink(ctx context.Context, operation Operation) (link Link, err error) {
	err = c.patiently(ctx, operation, func(operation Operation) error {
		link, err = c.downloadLink(ctx, operation)
		return err
	})
	return link, err
}

func (c *Client) downloadLink(ctx context.Context, operation Operation) (Link, error) {
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
	return c.downloadLink(ctx, operation)
}
