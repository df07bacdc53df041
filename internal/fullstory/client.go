package fullstory

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/go-retryablehttp"
	"golang.org/x/sync/semaphore"
)

// DefaultEndpoint is the base URL of the live API (documented).
const DefaultEndpoint = "https://api.fullstory.com"

// Options configure a [Client].
type Options struct {
	// Endpoint is the base URL; empty means [DefaultEndpoint].
	Endpoint string
	// APIKey is the key as the vendor gives it; white space around it is
	// dropped. Without one every call ends in [ErrNoAPIKey].
	APIKey string
	// WireFormat is how export requests are written; empty means
	// [DefaultWireFormat] of the endpoint.
	WireFormat WireFormat
	// UserAgent is sent as it is.
	UserAgent string
	// MaxRetries is how often a request that may be repeated is repeated.
	MaxRetries int
	// MaxConcurrentRequests is how many requests are in flight at once; below
	// 1 means 1.
	MaxConcurrentRequests int
	// Transport carries the requests; nil means a transport of the client's
	// own that honours the proxy settings of the environment.
	Transport http.RoundTripper
	// Log receives a line for each attempt; it never sees a secret.
	Log func(ctx context.Context, message string, fields map[string]any)
}

// Client calls the API. It is safe for concurrent use.
type Client struct {
	base       *url.URL
	apiKey     string
	secret     *regexp.Regexp // the key, in any form; nil where there is none
	userAgent  string
	wireFormat WireFormat
	log        func(ctx context.Context, message string, fields map[string]any)
	inFlight   *semaphore.Weighted
	http       *retryablehttp.Client
	// store fetches files; the key does not pass through it.
	store *http.Client
	// submitted holds the ids of the exports that this client made, and when it
	// sent the request for each.
	submitted sync.Map
	watch     *watcher
}

// New returns a client; it makes no request.
//
// The error says what is wrong with the endpoint or the key, and never
// contains the key.
func New(opts Options) (*Client, error) {
	if opts.Endpoint == "" {
		opts.Endpoint = DefaultEndpoint
	}
	base, err := ParseEndpoint(opts.Endpoint)
	if err != nil {
		return nil, fmt.Errorf("endpoint: %w", err)
	}
	key, err := ParseAPIKey(opts.APIKey)
	if err != nil {
		return nil, fmt.Errorf("API key: %w", err)
	}
	if opts.WireFormat == "" {
		opts.WireFormat = DefaultWireFormat(base)
	}
	if opts.Log == nil {
		opts.Log = func(context.Context, string, map[string]any) {}
	}
	limit := max(opts.MaxConcurrentRequests, 1)
	storeTransport := opts.Transport
	if opts.Transport == nil {
		opts.Transport, storeTransport = newTransport(limit), newStoreTransport()
	}
	c := &Client{
		base:       base,
		apiKey:     key,
		secret:     mask(key),
		userAgent:  opts.UserAgent,
		wireFormat: opts.WireFormat,
		log:        opts.Log,
		inFlight:   semaphore.NewWeighted(int64(limit)),
	}
	c.store = &http.Client{Transport: storeTransport, CheckRedirect: stay}
	c.watch = newWatcher(c)
	c.http = &retryablehttp.Client{
		HTTPClient:   &http.Client{Transport: c.chain(opts.Transport), CheckRedirect: stay},
		RetryMax:     opts.MaxRetries,
		RetryWaitMin: 500 * time.Millisecond,
		RetryWaitMax: 30 * time.Second,
		CheckRetry:   checkRetry,
		Backoff:      backoff,
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
	}
	return c, nil
}

// stay follows no redirect: neither the API nor a store redirects (inferred),
// and following one could carry the key to another host, replay a POST, or
// fetch data from who knows where.
func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// WireFormat returns how the client writes export requests.
func (c *Client) WireFormat() WireFormat { return c.wireFormat }

// Ready returns [ErrNoAPIKey] where the client has no key, so that a caller
// can tell before it needs one.
func (c *Client) Ready() error {
	if c.apiKey == "" {
		return ErrNoAPIKey
	}
	return nil
}

// url builds the address of an endpoint, with every element escaped: ids are
// base64 and hold "/", "+" and "=" at times.
func (c *Client) url(elements []string, query url.Values) string {
	var b strings.Builder
	b.WriteString(strings.TrimSuffix(c.base.String(), "/"))
	for _, element := range elements {
		b.WriteByte('/')
		b.WriteString(escapeElement(element))
	}
	if len(query) > 0 {
		b.WriteByte('?')
		b.WriteString(query.Encode())
	}
	return b.String()
}

func escapeElement(element string) string {
	if element == "." || element == ".." {
		// PathEscape leaves dots alone, and a server may resolve them.
		return strings.ReplaceAll(element, ".", "%2E")
	}
	return url.PathEscape(element)
}
