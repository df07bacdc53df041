package fullstory

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
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
	// Endpoint is the base URL; empty means [DefaultEndpoint].
	Endpoint string
	// APIKey is the key as FullStory shows it; surrounding white space is
	// removed. Without a key, every call returns [ErrNoAPIKey].
	APIKey string
	// WireFormat is how export requests are written; empty means
	// [DefaultWireFormat] of the endpoint.
	WireFormat WireFormat
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

// Client calls the API. It is safe for concurrent use.
type Client struct {
	// unconfigured is the reason why this client cannot make requests; nil if
	// it can.
	unconfigured error

	base       *url.URL
	apiKey     string
	secrets    *regexp.Regexp // matches the key and proxy credentials
	userAgent  string
	wireFormat WireFormat
	maxRetries int
	log        LogFunc

	// api sends requests to the API, submit sends submissions over connections
	// of their own, and store fetches files without the API key.
	api, submit, store *http.Client

	throttle *throttle
	poller   *poller
	clock    serverClock

	// owned has the IDs of the operations that this client created or read.
	owned sync.Map
	// denied is the refusal (401 or 403) of an earlier submission.
	denied atomic.Pointer[Error]

	segments shared[Segment]
	keyCheck keyCheck
	absent   sync.Map // of an operation ID: absent, its last 404
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
		opts.Log = func(context.Context, slog.Level, string, map[string]any) {}
	}
	limit := max(opts.MaxConcurrentRequests, 1)
	c := &Client{
		base:       base,
		apiKey:     key,
		secrets:    secretPattern(key, base, anyStore),
		userAgent:  opts.UserAgent,
		wireFormat: opts.WireFormat,
		maxRetries: opts.MaxRetries,
		log:        opts.Log,
	}
	c.api = newHTTPClient(opts.Transport, limit)
	c.submit = newHTTPClient(opts.Transport, freshConnections)
	c.store = newHTTPClient(opts.Transport, unlimitedConnections)
	c.throttle = newThrottle(limit, opts.MaxRetries)
	c.poller = newPoller(c)
	return c, nil
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

// Unconfigured returns a client whose calls all return a [NotConfiguredError].
// It takes the place of a client while settings are unknown. The wire format is
// empty if it is unknown too.
func Unconfigured(settings string, format WireFormat) *Client {
	return &Client{unconfigured: &NotConfiguredError{Settings: settings}, wireFormat: format}
}

// Misconfigured returns a client whose calls all return an
// [InvalidSettingError].
func Misconfigured(setting string, err error, format WireFormat) *Client {
	return &Client{unconfigured: &InvalidSettingError{setting, err}, wireFormat: format}
}

// WireFormat returns how the client writes export requests; empty if that is
// not known yet.
func (c *Client) WireFormat() WireFormat { return c.wireFormat }

// Ready returns why the client cannot make requests: a [NotConfiguredError], an
// [InvalidSettingError] or [ErrNoAPIKey]; nil if it can.
func (c *Client) Ready() error {
	if c.unconfigured != nil {
		return c.unconfigured
	}
	if c.apiKey == "" {
		return ErrNoAPIKey
	}
	return nil
}

// url builds the URL of an endpoint and escapes every path element: IDs are
// base64 and may contain "/", "+" and "=".
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
		// PathEscape keeps dots, and a server may resolve them.
		return strings.ReplaceAll(element, ".", "%2E")
	}
	return url.PathEscape(element)
}
