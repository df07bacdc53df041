package fullstorytest

import "time"

// APIKey is the key that a server accepts unless [WithAPIKey] names another. It opens nothing anywhere else.
const APIKey = "na1.fake-key-for-tests"

const (
	wireSchema    = "schema"
	wireReference = "reference"
)

// An Option changes how a server behaves from the start.
type Option func(*settings)

type settings struct {
	wireFormat      string
	apiKey          string
	latency         time.Duration
	script          Script
	linkLifetime    time.Duration
	strictSegments  bool
	snakeTokens     bool
	noRanges        bool
	downloadURL     bool
	operationIDOnly bool
	noLog           bool
	arrival         func(Request)
	hook            func(Request)
}

// WithWireFormat says which of the two descriptions of the API is spoken: "schema" (the default), the published JSON
// Schema of the request and the answers that go with it, or "reference", the vendor's HTTP API reference.
func WithWireFormat(format string) Option {
	return func(s *settings) { s.wireFormat = format }
}

// WithAPIKey replaces [APIKey] as the key that is accepted.
func WithAPIKey(key string) Option {
	return func(s *settings) { s.apiKey = key }
}

// WithLatency delays every answer of the API, not of downloads, by d. The request has taken effect before the delay.
func WithLatency(d time.Duration) Option {
	return func(s *settings) { s.latency = d }
}

// WithDefaultScript says how the exports go that neither [Server.ForSegment] nor [Server.Next] has a script for.
func WithDefaultScript(script Script) Option {
	return func(s *settings) { s.script = script }
}

// WithLinkLifetime changes how long a signed link opens the download; 5 minutes by default.
func WithLinkLifetime(d time.Duration) Option {
	return func(s *settings) { s.linkLifetime = d }
}

// WithStrictSegments refuses exports of segments that do not exist, with 404.
func WithStrictSegments() Option {
	return func(s *settings) { s.strictSegments = true }
}

// WithPaginationTokenSpelling says how answers spell the token of the next page: "camel" (the default) is
// nextPaginationToken, "snake" is next_pagination_token. Queries are understood in both spellings, always.
func WithPaginationTokenSpelling(spelling string) Option {
	if spelling != "camel" && spelling != "snake" {
		panic("fullstorytest: no spelling " + spelling)
	}
	return func(s *settings) { s.snakeTokens = spelling == "snake" }
}

// WithoutRanges makes the store of the downloads ignore Range headers and send the whole file.
func WithoutRanges() Option {
	return func(s *settings) { s.noRanges = true }
}

// WithDownloadURL makes the results of an operation a signed link and nothing else: {"downloadUrl": "…"}. Each look
// gets a fresh one.
func WithDownloadURL() Option {
	return func(s *settings) { s.downloadURL = true }
}

// WithOperationIDAnswer makes the answer to a new export {"operationId": "…"} under the wire format "schema" too.
func WithOperationIDAnswer() Option {
	return func(s *settings) { s.operationIDOnly = true }
}

// WithRequestHook calls hook with every request that has ended, whatever its end, from the request's own goroutine.
func WithRequestHook(hook func(Request)) Option {
	return func(s *settings) { s.hook = hook }
}

// WithArrivalHook calls hook with every request that arrives, before it has any effect, from the request's own
// goroutine.
func WithArrivalHook(hook func(Request)) Option {
	return func(s *settings) { s.arrival = hook }
}

// WithoutLog keeps no requests, but their number: for very many of them.
func WithoutLog() Option {
	return func(s *settings) { s.noLog = true }
}
