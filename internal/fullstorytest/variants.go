package fullstorytest

import "slices"

// variants are the forms of responses in which the descriptions of the API
// differ, within themselves or from each other.
type variants struct {
	tokenSpelling     string // "" depends on the wire format and the list
	strictQuery       bool
	offsetTokens      bool
	operationType     string
	percentages       string
	bom               bool
	integerErrorCodes bool
	awkwardIDs        bool
	downloadURL       bool
	operationIDOnly   bool
}

// WithPaginationTokenSpelling sets how lists spell the token of the next page
// in the response and in the query: "camel" is nextPaginationToken and
// paginationToken, "snake" is next_pagination_token and pagination_token,
// "schema" is pagination_token for both. Defaults to "schema" for segments
// under the wire format "schema", and to "camel" otherwise. Queries may use any
// spelling unless [WithStrictQuery] is set.
func WithPaginationTokenSpelling(spelling string) Option {
	mustBeOneOf("spelling", spelling, "camel", "snake", "schema")
	return func(s *settings) { s.tokenSpelling = spelling }
}

// WithStrictQuery responds 400 to a query that spells the pagination token
// differently from the list's responses, and to unknown query parameters.
func WithStrictQuery() Option {
	return func(s *settings) { s.strictQuery = true }
}

// WithOffsetTokens sorts all lists from newest to oldest and makes pagination
// tokens offsets: an item that is added between two requests moves the last
// item of one page to the next page, too.
func WithOffsetTokens() Option {
	return func(s *settings) { s.offsetTokens = true }
}

// WithOperationType sets the type that exports report; "" omits it. A filter
// by type applies to the real one.
func WithOperationType(typ string) Option {
	return func(s *settings) { s.operationType = typ }
}

// WithPercentages sets the form of estimatePctComplete: "integer" (the
// default), "float" or "string".
func WithPercentages(form string) Option {
	mustBeOneOf("form of percentages", form, "integer", "float", "string")
	return func(s *settings) { s.percentages = form }
}

// WithBOM puts a UTF-8 byte order mark before every response of the API.
func WithBOM() Option {
	return func(s *settings) { s.bom = true }
}

// WithIntegerErrorCodes makes the code of errors the HTTP status instead of a
// word.
func WithIntegerErrorCodes() Option {
	return func(s *settings) { s.integerErrorCodes = true }
}

// WithAwkwardIDs gives operations and results IDs that contain "/", "+" and
// "=". FullStory's own IDs never contain the first two.
func WithAwkwardIDs() Option {
	return func(s *settings) { s.awkwardIDs = true }
}

// WithDownloadURL makes the results of an operation a signed link alone:
// {"downloadUrl": "…"}. Every response has a fresh one.
func WithDownloadURL() Option {
	return func(s *settings) { s.downloadURL = true }
}

// WithOperationIDResponse responds {"operationId": "…"} to a new export under
// the wire format "schema", too.
func WithOperationIDResponse() Option {
	return func(s *settings) { s.operationIDOnly = true }
}

// WithSchemaFamilyOnly limits a server to what the schema family describes:
// neither a list of operations, nor cancel, results or the key's owner;
// operations without a type, with a floating-point percentage and a download
// URL; integer error codes; queries in the family's own spelling.
func WithSchemaFamilyOnly() Option {
	return func(s *settings) {
		s.wireFormat = wireSchema
		s.missingRoutes = append(s.missingRoutes, RouteListOperations, RouteCancelOperation, RouteGetResults, RouteGetMe)
		s.variants = variants{percentages: "float", strictQuery: true, downloadURL: true, integerErrorCodes: true}
	}
}

func mustBeOneOf(what, value string, allowed ...string) {
	if !slices.Contains(allowed, value) {
		panic("fullstorytest: no " + what + " " + value)
	}
}
