package rest

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"sync/atomic"
)

// DefaultEndpoint is the base URL of the live API (documented).
const DefaultEndpoint = "https://api.fullstory.com"

// ErrNoAPIKey is the error of every call of a client without a key.
var ErrNoAPIKey = errors.New("no API key is set")

// LogFunc writes one line to the log. No argument ever holds a secret.
type LogFunc func(ctx context.Context, level slog.Level, message string, fields map[string]any)

// Options configure a [Client].
type Options struct {
	// Unusable is why the client cannot make requests; nil if it can. Then the
	// other options do not count.
	Unusable error
	// Endpoint is the base URL; empty means [DefaultEndpoint].
	Endpoint string
	// APIKey is the key as FullStory shows it; surrounding white space is
	// removed. Without a key, every call returns [ErrNoAPIKey].
	APIKey string
	// UserAgent is the User-Agent header.
	UserAgent string
	// MaxRetries is the number of retries of a request that is safe to retry.
	MaxRetries int
	// MaxConcurrentRequests is the number of API requests in flight; values
	// below 1 mean 1.
	MaxConcurrentRequests int
	// Transport replaces the client's own transports, for tests. The client's
	// own use the proxy settings of the environment.
	Transport http.RoundTripper
	// Log receives the log lines; nil discards them.
	Log LogFunc
}

// Client sends requests. It is safe for concurrent use.
type Client struct {
	base       *url.URL
	apiKey     string
	userAgent  string
	maxRetries int
	log        LogFunc
	// unusable is why this client cannot make requests; nil if it can.
	unusable error

	// api sends requests to the API, submit sends submissions over connections
	// of their own, and store fetches files without the API key.
	api, submit, store *http.Client

	redactor redactor
	throttle *throttle
	clock    clock
	// denied is the refusal (401 or 403) of an earlier submission.
	denied atomic.Pointer[Error]
	send   handler
}

// New returns a client; it makes no request. A client whose endpoint or key
// cannot be used returns an [*InvalidSettingError] from every call.
func New(opts Options) *Client {
	if opts.Log == nil {
		opts.Log = func(context.Context, slog.Level, string, map[string]any) {}
	}
	c := &Client{userAgent: opts.UserAgent, maxRetries: opts.MaxRetries, log: opts.Log, unusable: opts.Unusable}
	if c.unusable == nil {
		c.unusable = c.configure(opts)
	}
	return c
}

func (c *Client) configure(opts Options) error {
	if opts.Endpoint == "" {
		opts.Endpoint = DefaultEndpoint
	}
	var err error
	if c.base, err = ParseEndpoint(opts.Endpoint); err != nil {
		return &InvalidSettingError{"endpoint", err}
	}
	if c.apiKey, err = parseAPIKey(opts.APIKey); err != nil {
		return &InvalidSettingError{"api_key", err}
	}
	limit := max(opts.MaxConcurrentRequests, 1)
	c.redactor = newRedactor(c.apiKey, c.base, anyStore)
	c.api = newHTTPClient(opts.Transport, limit)
	c.submit = newHTTPClient(opts.Transport, freshConnections)
	c.store = newHTTPClient(opts.Transport, unlimitedConnections)
	c.throttle = newThrottle(limit, opts.MaxRetries)
	c.send = c.chain()
	if c.apiKey == "" {
		return ErrNoAPIKey
	}
	return nil
}

// Ready returns why the client cannot make requests: [Options].Unusable, an
// [*InvalidSettingError] or [ErrNoAPIKey]; nil if it can.
func (c *Client) Ready() error { return c.unusable }

// MaxRetries returns how often a request is retried.
func (c *Client) MaxRetries() int { return c.maxRetries }

// Log writes a line to the client's log.
func (c *Client) Log(ctx context.Context, level slog.Level, message string, fields map[string]any) {
	c.log(ctx, level, message, fields)
}

// NotConfiguredError is the error of every call of a client that could not be
// configured yet.
type NotConfiguredError struct {
	// Settings names the provider settings that are not known yet.
	Settings string
}

func (e *NotConfiguredError) Error() string {
	return "the client is not configured: " + e.Settings + " not known yet"
}

// InvalidSettingError is the error of every call of a client with a setting
// that cannot be used.
type InvalidSettingError struct {
	Setting string
	Err     error // does not contain the value
}

func (e *InvalidSettingError) Error() string { return e.Setting + ": " + e.Err.Error() }
func (e *InvalidSettingError) Unwrap() error { return e.Err }

func isConfigurationError(err error) bool {
	_, unconfigured := errors.AsType[*NotConfiguredError](err)
	_, invalid := errors.AsType[*InvalidSettingError](err)
	return unconfigured || invalid || errors.Is(err, ErrNoAPIKey)
}
