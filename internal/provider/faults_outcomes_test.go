package provider_test

import (
	"fmt"
	"net/http"
)

// What the diagnostics explain.
const (
	unusable   = "FullStory gave no usable answer. Check endpoint in the provider block and the network in between"
	refused    = "FullStory refused the request. Correct what its answer names."
	unknownKey = "FullStory does not know the API key. Check api_key in the provider block or FULLSTORY_API_KEY"
	forbidden  = "The API key lacks the permission for this. It needs a key with the permission"
	missing    = "FullStory has no such object, or the API key's account has not."
	tooMany    = "FullStory refuses for now because of too many requests. Nothing was done. Try again later"
	outOfOrder = "FullStory failed to answer, as often as max_retries lets the provider ask. Try again later."
	redirected = "The endpoint answers with a redirect, which is not followed so that the API key stays with it."
	notJSON    = "the answer is not the JSON that was expected"
	sevenSecs  = "; the server asks to wait 7s"
	repeatedly = 1 + retries
)

// told is how a refusal is quoted.
func told(status int) string {
	return fmt.Sprintf(": %d %s: the server was told to answer", status, http.StatusText(status))
}

// broken is a download whose connection fails, and refusing one that the store
// refuses.
func broken(sent int, reason string) expected {
	return expected{sent: sent, told: "error: The download failed", says: []string{"Nothing was written. Check the network", "Reason: ", reason}}
}

func refusing(sent, status int) expected {
	return expected{sent: sent, told: "error: The store refused the download", says: []string{"Nothing was written. Apply again",
		fmt.Sprintf("the store responded with %d %s", status, http.StatusText(status))}}
}

var (
	downloaded = expected{sent: 1, state: "there"}
	untrusted  = expected{sent: 1, told: "error: The store's certificate is not trusted", says: []string{"Nothing was downloaded", "failed to verify certificate"}}
	notExport  = expected{sent: 1, told: "error: The download is not an export file"}
	elsewhere  = expected{sent: 1, told: "error: The store redirected the download", says: []string{"Nothing was written"}}
)

// outcomes say, for every fault, what it comes to for whoever meets it.
var outcomes = map[string]outcome{
	// Nobody was reached: a submission is repeated as any other request.
	"connection refused":    {sent: repeatedly, says: unusable, answer: "connection refused", store: broken(repeatedly, "connection refused")},
	"no such host":          {sent: repeatedly, says: unusable, answer: "no such host", store: broken(repeatedly, "no such host")},
	"no connection in time": {sent: repeatedly, says: unusable, answer: "i/o timeout", store: broken(repeatedly, "i/o timeout")},
	"no TLS":                {sent: repeatedly, says: unusable, answer: "TLS handshake", store: broken(repeatedly, "gave HTTP response to HTTPS client")},
	"untrusted certificate": {sent: 1, says: unusable, answer: "failed to verify certificate", store: untrusted},

	// Nobody knows who was reached.
	"reset before the request was read": {sent: repeatedly, says: unusable, answer: "connection reset", unknown: true, store: broken(repeatedly, "connection reset")},
	"reset after the request was read":  {sent: repeatedly, says: unusable, answer: "connection reset", unknown: true, taken: true, store: broken(repeatedly, "connection reset")},
	"GOAWAY":                            {sent: repeatedly, says: unusable, answer: "GOAWAY", unknown: true, taken: true, store: broken(repeatedly, "GOAWAY")},
	"stall":                             {sent: repeatedly, says: unusable, answer: "no complete answer within 1m0s", unknown: true, store: broken(repeatedly, "no byte arrived for 1m0s")},
	"stall within the answer":           {sent: repeatedly, says: unusable, answer: "no complete answer within 1m0s", unknown: true, taken: true, store: broken(19, "no byte arrived for 1m0s")},
	"slow trickle":                      {sent: repeatedly, says: unusable, answer: "no complete answer within 1m0s", unknown: true, taken: true, store: downloaded},
	"truncated body":                    {sent: repeatedly, says: unusable, answer: "unexpected EOF", unknown: true, taken: true, store: broken(16, "unexpected EOF")},

	// The server refuses.
	"400": {sent: 1, says: refused, answer: told(400), wait: ends, cancel: destroyedWithWarning, store: refusing(2, 400)},
	"401": {sent: 1, says: unknownKey, answer: told(401), wait: ends, store: refusing(1, 401)},
	"403": {sent: 1, says: forbidden, answer: told(403), wait: ends, store: refusing(2, 403)},
	"404": {sent: 1, says: missing, answer: told(404), wait: gone, cancel: destroyed, store: refusing(1, 404)},
	"409": {sent: 1, says: refused, answer: told(409), wait: ends, cancel: destroyed, store: refusing(1, 409)},

	"redirect to another host": {sent: 1, says: redirected, answer: told(307), wait: ends, store: elsewhere},
	"redirect loop":            {sent: 1, says: redirected, answer: told(307), wait: ends, store: elsewhere},

	// It refuses for now. A wait that is longer than patience is the user's.
	"429":                         {sent: repeatedly, says: tooMany, answer: told(429), store: refusing(repeatedly, 429)},
	"429 with seconds":            {sent: repeatedly, says: tooMany, answer: sevenSecs, store: refusing(repeatedly, 429)},
	"429 with a date":             {sent: repeatedly, says: tooMany, answer: told(429), store: refusing(repeatedly, 429)},
	"429 with an absurd time":     {sent: 1, says: tooMany, answer: "the server asks to wait 24h0m0s", store: refusing(1, 429)},
	"429 with an impossible time": {sent: 1, says: tooMany, answer: "the server asks to wait 1281023h", store: refusing(1, 429)},
	"503 with seconds":            {sent: repeatedly, says: outOfOrder, answer: sevenSecs, store: refusing(repeatedly, 503)},

	// It fails, after it did what it was asked for.
	"500": {sent: repeatedly, says: outOfOrder, answer: told(500), unknown: true, taken: true, store: refusing(repeatedly, 500)},
	"502": {sent: repeatedly, says: outOfOrder, answer: told(502), unknown: true, taken: true, store: refusing(repeatedly, 502)},
	"503": {sent: repeatedly, says: outOfOrder, answer: told(503), unknown: true, taken: true, store: refusing(repeatedly, 503)},
	"504": {sent: repeatedly, says: outOfOrder, answer: told(504), unknown: true, taken: true, store: refusing(repeatedly, 504)},

	// It did, and answers nonsense; of a file only a page is known not to be one.
	"empty body":     {sent: 1, says: unusable, answer: notJSON, unknown: true, taken: true, cancel: destroyed, store: notExport},
	"truncated JSON": {sent: 1, says: unusable, answer: notJSON, unknown: true, taken: true, store: expected{sent: 1, told: "error: The downloaded file is damaged"}},
	"HTML body": {sent: 1, says: unusable, answer: notJSON, unknown: true, taken: true, store: expected{sent: 1,
		told: "error: The download is not an export file", says: []string{"Nothing was written", "such as a proxy"}}},
	"JSON of the wrong types": {sent: 1, says: unusable, answer: "", unknown: true, taken: true, cancel: destroyed, store: downloaded},
	"100 MB body":             {sent: 1, says: unusable, answer: "the answer is larger than 8 MB", unknown: true, timeout: "5s", store: expected{sent: 1, told: "warning: The download may be incomplete", state: "there"}},
}
