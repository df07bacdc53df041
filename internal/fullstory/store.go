package fullstory

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"time"
)

// ErrUnusableLink is the error of a download link that is not a valid https URL.
var ErrUnusableLink = errors.New("the download link is not a valid https URL")

// GetSigned sends a GET request to a signed link, without the API key, and does
// not follow redirects. The error never contains the link. The caller closes
// the response's body.
func (c *Client) GetSigned(ctx context.Context, link Link, header http.Header) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, link.Location.Reveal(), nil)
	if err != nil || request.URL.Scheme != "https" && !isLoopback(request.URL.Hostname()) {
		return nil, ErrUnusableLink // err contains the link
	}
	maps.Copy(request.Header, header)
	request.Header.Set("User-Agent", c.userAgent)
	began := time.Now()
	response, err := c.store.Do(request)
	fields := map[string]any{"host": request.URL.Host, "range": header.Get("Range"), "duration": time.Since(began).String()}
	if err != nil {
		if wrapped, ok := errors.AsType[*url.Error](err); ok {
			err = wrapped.Err // url.Error repeats the link
		}
		err = c.RedactError(notContextError(ctx, err))
		fields["error"] = err.Error()
		c.log(ctx, slog.LevelDebug, "The store did not respond", fields)
		return nil, err
	}
	fields["status"] = response.StatusCode
	c.log(ctx, slog.LevelDebug, "The store responded", fields)
	return response, nil
}
