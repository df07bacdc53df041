package fullstorytest

import (
	"time"
)

// APIKey is the key that a server accepts by default. It has no other use.
const APIKey = "na1.fake-key-for-tests"

// The owner of the key.
const (
	Email = "robot@example.com"
	OrgID = "o-19AB2C-na1"
)

// roleStandard is the role that cannot export.
const roleStandard = "USER"

const (
	wireSchema    = "schema"
	wireReference = "reference"
)

// Option configures a new server.
type Option func(*settings)

type settings struct {
	wireFormat   string
	apiKey       string
	role         string
	date         func() time.Time
	latency      time.Duration
	notFoundLag  time.Duration
	rateLimit    RateLimit
	arrivalHook  func(Request)
	requestHook  func(Request)
	script       Script
	linkLifetime time.Duration

	strictSegments bool
	noRanges       bool
	missingRoutes  []Route
	variants
}

func defaultSettings() settings {
	return settings{
		wireFormat:   wireSchema,
		apiKey:       APIKey,
		role:         "ARCHITECT",
		date:         time.Now,
		linkLifetime: 5 * time.Minute,
		variants:     variants{operationType: typeSegmentExport, percentages: "integer"},
	}
}

// WithWireFormat selects the description of the API to follow: "schema" (the
// default), the published JSON Schema of the request and its family, or
// "reference", the vendor's HTTP reference.
func WithWireFormat(format string) Option {
	return func(s *settings) { s.wireFormat = format }
}

// WithAPIKey replaces [APIKey] as the accepted key.
func WithAPIKey(key string) Option {
	return func(s *settings) { s.apiKey = key }
}

// WithRole sets the role of the key: "ADMIN", "ARCHITECT" (the default), or
// "USER", which means Standard and gets 403 for exports and download links.
func WithRole(role string) Option {
	mustBeOneOf("role", role, "ADMIN", "ARCHITECT", roleStandard)
	return func(s *settings) { s.role = role }
}

// WithDate sets the server's clock, which the Date header of every response
// shows and createdAt, finishedAt and expires follow. Defaults to [time.Now].
func WithDate(date func() time.Time) Option {
	return func(s *settings) { s.date = date }
}

// WithLatency delays every response of the API, not of the store, by d. The
// request takes effect before the delay.
func WithLatency(d time.Duration) Option {
	return func(s *settings) { s.latency = d }
}

// WithNotFoundLag hides a new export for d: until then, requests for its
// operation get 404, and lists omit it.
func WithNotFoundLag(d time.Duration) Option {
	return func(s *settings) { s.notFoundLag = d }
}

// WithRateLimit responds 429 to requests above a limit.
func WithRateLimit(limit RateLimit) Option {
	return func(s *settings) { s.rateLimit = limit }
}

// WithDefaultScript sets the script of exports for which neither
// [Server.ForSegment] nor [Server.Next] has one.
func WithDefaultScript(script Script) Option {
	return func(s *settings) { s.script = script }
}

// WithLinkLifetime sets how long a signed link is valid. Defaults to 5 minutes.
func WithLinkLifetime(d time.Duration) Option {
	return func(s *settings) { s.linkLifetime = d }
}

// WithStrictSegments responds 404 to exports of unknown segments.
func WithStrictSegments() Option {
	return func(s *settings) { s.strictSegments = true }
}

// WithoutRanges makes the store ignore Range headers and send the whole file.
func WithoutRanges() Option {
	return func(s *settings) { s.noRanges = true }
}

// WithRequestHook calls hook after every request, whatever its result, in the
// request's goroutine. A client may receive a long response earlier.
func WithRequestHook(hook func(Request)) Option {
	return func(s *settings) { s.requestHook = hook }
}

// WithArrivalHook calls hook before every request takes effect, in the
// request's goroutine. The hook may change the server.
func WithArrivalHook(hook func(Request)) Option {
	return func(s *settings) { s.arrivalHook = hook }
}
