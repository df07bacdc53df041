package fullstory_test

// faultOutcome is the outcome of calls during a fault.
type faultOutcome struct {
	// faults are names in fullstorytest.FaultCatalogue.
	faults []string
	// wantRequests is the number of requests if every one meets the fault. A
	// call that is retried makes 1 + faultRetries, and succeeds if only the
	// first one meets it.
	wantRequests int
	// wantError is a part of the error; empty if the call succeeds.
	wantError string
	// wantExports is the number of exports afterwards, and ambiguous says that
	// the error is an AmbiguousSubmissionError.
	wantExports int
	ambiguous   bool
	// wantErrorOnce is a part of the error of a call that is retried although
	// the first request was carried out; empty if it succeeds.
	wantErrorOnce string
}

// faultRetries is MaxRetries of the client in these tests.
const faultRetries = 3

// retried is the number of requests of a call that is retried.
const retried = 1 + faultRetries

var (
	noConnection = []string{"connection refused", "no such host", "no connection in time", "no TLS"}
	limited      = []string{"429", "429 with seconds", "429 with a date", "429 with an impossible time"}
	refused      = []string{"400", "401", "403", "404", "409"}
	foreign      = []string{"foreign 403", "foreign 404"}
	redirects    = []string{"redirect to another host", "redirect loop"}
	serverErrors = []string{"500", "502", "503", "504"}
)

// faultOutcomes has the outcome of every fault for each kind of call.
var faultOutcomes = map[string][]faultOutcome{
	"submission": {
		{faults: noConnection, wantRequests: retried, wantError: ": "},
		{faults: []string{"untrusted certificate"}, wantRequests: 1, wantError: "failed to verify certificate"},
		{faults: []string{"reset before the request was read"}, wantRequests: 1, wantError: "connection reset", ambiguous: true},
		{faults: []string{"reset after the request was read"}, wantRequests: 1, wantError: "connection reset", ambiguous: true, wantExports: 1},
		{faults: []string{"stall"}, wantRequests: 1, wantError: "no complete response within 1m0s", ambiguous: true},
		{faults: []string{"stall within the response", "slow trickle"}, wantRequests: 1, wantError: "no complete response within 1m0s", ambiguous: true, wantExports: 1},
		{faults: refused, wantRequests: 1, wantError: "injected error"},
		{faults: foreign, wantRequests: 1, wantError: "an HTML page: Gateway"},
		{faults: limited, wantRequests: retried, wantError: "429 Too Many Requests"},
		{faults: []string{"429 with an absurd time"}, wantRequests: 1, wantError: "the server asks to wait 24h0m0s"},
		{faults: []string{"503 with seconds"}, wantRequests: retried, wantError: "the server asks to wait 7s"},
		{faults: serverErrors, wantRequests: 1, wantError: "injected error", ambiguous: true, wantExports: 1},
		{faults: []string{"empty body", "truncated JSON"}, wantRequests: 1, wantError: "unexpected end of JSON input", ambiguous: true, wantExports: 1},
		{faults: []string{"HTML body"}, wantRequests: 1, wantError: "the response is an HTML page", ambiguous: true, wantExports: 1},
		{faults: []string{"JSON of the wrong types"}, wantRequests: 1, wantError: "it has no operation ID", ambiguous: true, wantExports: 1},
		{faults: []string{"truncated body"}, wantRequests: 1, wantError: "unexpected EOF", ambiguous: true, wantExports: 1},
		{faults: []string{"100 MB body"}, wantRequests: 1, wantError: "larger than 2 MB", ambiguous: true},
		{faults: redirects, wantRequests: 1, wantError: "307 Temporary Redirect", ambiguous: true},
	},
	"read": {
		{faults: noConnection, wantRequests: retried, wantError: ": "},
		{faults: []string{"untrusted certificate"}, wantRequests: 1, wantError: "failed to verify certificate"},
		{faults: []string{"reset before the request was read", "reset after the request was read"}, wantRequests: retried, wantError: "connection reset"},
		{faults: []string{"stall", "stall within the response", "slow trickle"}, wantRequests: retried, wantError: "no complete response within 1m0s"},
		{faults: refused, wantRequests: 1, wantError: "injected error"},
		{faults: foreign, wantRequests: 1, wantError: "an HTML page: Gateway"},
		{faults: limited, wantRequests: retried, wantError: "429 Too Many Requests"},
		{faults: []string{"429 with an absurd time"}, wantRequests: 1, wantError: "the server asks to wait 24h0m0s"},
		{faults: []string{"503 with seconds"}, wantRequests: retried, wantError: "the server asks to wait 7s"},
		{faults: serverErrors, wantRequests: retried, wantError: "injected error"},
		{faults: []string{"empty body", "truncated JSON"}, wantRequests: 1, wantError: "unexpected end of JSON input"},
		{faults: []string{"HTML body"}, wantRequests: 1, wantError: "the response is an HTML page"},
		{faults: []string{"JSON of the wrong types"}, wantRequests: 1, wantError: "the response is not the JSON that was expected"},
		{faults: []string{"truncated body"}, wantRequests: retried, wantError: "unexpected EOF"},
		{faults: []string{"100 MB body"}, wantRequests: 1, wantError: "larger than 2 MB"},
		{faults: redirects, wantRequests: 1, wantError: "307 Temporary Redirect"},
	},
	// A cancel that was carried out is refused when it is retried.
	"cancel": {
		{faults: noConnection, wantRequests: retried, wantError: ": "},
		{faults: []string{"untrusted certificate"}, wantRequests: 1, wantError: "failed to verify certificate"},
		{faults: []string{"reset before the request was read"}, wantRequests: retried, wantError: "connection reset"},
		{faults: []string{"reset after the request was read"}, wantRequests: retried, wantError: "connection reset", wantErrorOnce: "409 Conflict"},
		{faults: []string{"stall"}, wantRequests: retried, wantError: "no complete response within 1m0s"},
		{faults: []string{"stall within the response", "slow trickle"}, wantRequests: retried, wantError: "no complete response within 1m0s", wantErrorOnce: "409 Conflict"},
		{faults: refused, wantRequests: 1, wantError: "injected error"},
		{faults: foreign, wantRequests: 1, wantError: "an HTML page: Gateway"},
		{faults: limited, wantRequests: retried, wantError: "429 Too Many Requests"},
		{faults: []string{"429 with an absurd time"}, wantRequests: 1, wantError: "the server asks to wait 24h0m0s"},
		{faults: []string{"503 with seconds"}, wantRequests: retried, wantError: "the server asks to wait 7s"},
		{faults: serverErrors, wantRequests: retried, wantError: "injected error", wantErrorOnce: "409 Conflict"},
		{faults: []string{"empty body", "JSON of the wrong types", "truncated JSON"}, wantRequests: 1}, // nothing of the response is read
		{faults: []string{"HTML body"}, wantRequests: 1, wantError: "the response is an HTML page"},
		{faults: []string{"truncated body"}, wantRequests: retried, wantError: "unexpected EOF", wantErrorOnce: "409 Conflict"},
		{faults: []string{"100 MB body"}, wantRequests: 1, wantError: "larger than 2 MB"},
		{faults: redirects, wantRequests: 1, wantError: "307 Temporary Redirect"},
	},
}
