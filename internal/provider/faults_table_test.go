package provider_test

import (
	"cmp"
	"slices"
)

// faultOutcome is the outcome of an operation during a fault.
type faultOutcome struct {
	// faults are names in fullstorytest.FaultCatalogue.
	faults []string
	// requests is the number of requests if every one meets the fault; six is
	// the first attempt and five retries (the default of max_retries).
	requests int
	// summary is that of the only diagnostic, after its severity; empty without
	// one. detail has parts of its detail.
	summary string
	detail  []string
	// state is the state of an export, or "exists" of anything else; empty if
	// nothing is in Terraform's state.
	state string
	// exports is the number of exports in FullStory afterwards.
	exports int
}

// untilTimeout is the number of requests of a wait: some.
const untilTimeout = -1

// The faults by what they mean for most requests.
var (
	noConnection  = []string{"connection refused", "no such host", "no connection in time", "no TLS"}
	untrusted     = []string{"untrusted certificate"}
	lostBefore    = []string{"reset before the request was read", "stall"}
	lostAfter     = []string{"reset after the request was read", "stall within the response", "slow trickle", "truncated body"}
	serverErrors  = []string{"500", "502", "503", "504"}
	notTaken      = []string{"421", "425"}
	rateLimited   = []string{"429", "429 with seconds", "429 with a date", "429 with an impossible time"}
	longRateLimit = []string{"429 with an absurd time"}
	unavailable   = []string{"503 with seconds", "503 with a fraction", "503 with words"}
	noBody        = []string{"202 without a body", "204", "empty body"}
	badJSON       = []string{"truncated JSON", "JSON of the wrong types", "JSON about a failure"}
	notModified   = []string{"304"}
	tooLarge      = []string{"100 MB body"}
	page          = []string{"HTML body"}
	passing       = []string{"words", "foreign 502 of next month"} // a proxy's pages after which a read tries again
	usable        = []string{"answer of next month", "cached answer", "complete body that is announced longer"}
	foreign       = []string{"foreign 403", "foreign 404"}
	redirects     = []string{"redirect to another host", "redirect loop"}
)

// The advice in diagnostics.
const (
	checkEndpoint   = "Check endpoint in the provider block and the network in between"
	checkKey        = "Check api_key in the provider block or FULLSTORY_API_KEY"
	checkPermission = "The API key lacks the permission for this. Use a key with the permission"
	checkRequest    = "Correct what the response names"
	limited         = "FullStory limits the number of requests and refused this one. Nothing was done. Try again later."
	serverError     = "FullStory returned a server error on every attempt (see max_retries in the provider block). Try again later."
	notTakenNow     = "did not take the request over this connection. Nothing was done. Try again later."
	notFullStory    = "Something other than FullStory answered, such as a proxy, a firewall or a login page"
	redirected      = "redirect"
)

// faultOutcomes has the outcome of every fault for each operation.
var faultOutcomes = map[string][]faultOutcome{
	"create": append([]faultOutcome{{faults: usable, requests: 1, state: "PENDING", exports: 1}},
		submissionOutcomes("import it instead of applying again")...),
	// A slow answer has time until the timeout, which is ten minutes for the create.
	"action": append([]faultOutcome{{faults: append([]string{"slow trickle"}, usable...), requests: 1, state: "exists", exports: 1}},
		submissionOutcomes("set its ID as export_id of a fullstory_segment_export_file")...),

	"wait of a create":  waitOutcomes("warning"),
	"wait of an update": waitOutcomes("error"),

	"read": readOutcomes("Could not read the segment export",
		faultOutcome{state: "PENDING", exports: 1},
		// It has never been read since its creation, which may be too recent.
		faultOutcome{requests: 61, summary: "warning: Segment export no longer exists", detail: []string{"removed from the state"}, exports: 1}),

	"destroy": {
		{faults: noConnection, requests: 6, summary: cancelFailed, detail: []string{checkEndpoint}, state: "PENDING", exports: 1},
		{faults: untrusted, requests: 1, summary: cancelFailed, detail: []string{"failed to verify certificate"}, state: "PENDING", exports: 1},
		{faults: []string{"stall"}, requests: 2, summary: cancelFailed,
			detail: []string{"FullStory did not answer in time"}, state: "PENDING", exports: 1},
		{faults: []string{"reset before the request was read", "reset after the request was read"}, requests: 6,
			summary: cancelFailed, detail: []string{checkEndpoint}, state: "PENDING", exports: 1},
		{faults: serverErrors, requests: 6, summary: cancelFailed, detail: []string{serverError}, state: "PENDING", exports: 1},
		{faults: notTaken, requests: 6, summary: cancelFailed, detail: []string{notTakenNow}, state: "PENDING", exports: 1},
		{faults: notModified, requests: 6, summary: cancelFailed, detail: []string{checkEndpoint}, state: "PENDING", exports: 1},
		{faults: []string{"foreign 502 of next month"}, requests: 6, summary: cancelFailed, detail: []string{notFullStory}, state: "PENDING", exports: 1},
		{faults: rateLimited, requests: 6, summary: cancelFailed, detail: []string{limited}, state: "PENDING", exports: 1},
		{faults: longRateLimit, requests: 1, summary: cancelFailed, detail: []string{limited}, state: "PENDING", exports: 1},
		{faults: unavailable, requests: 6, summary: cancelFailed, detail: []string{serverError}, state: "PENDING", exports: 1},
		{faults: []string{"400", "410"}, requests: 1, summary: "warning: Segment export was not cancelled", detail: []string{"FullStory refused to cancel the export"}, exports: 1},
		{faults: []string{"401"}, requests: 1, summary: cancelFailed, detail: []string{checkKey}, state: "PENDING", exports: 1},
		{faults: []string{"403"}, requests: 1, summary: cancelFailed, detail: []string{checkPermission}, state: "PENDING", exports: 1},
		// The first 404 may have come too early.
		{faults: []string{"404", "404 without a body"}, requests: 2, summary: "warning: Segment export was not cancelled", detail: []string{"cannot cancel exports"}, exports: 1},
		{faults: []string{"409"}, requests: 1, exports: 1}, // nothing is left to cancel
		// The status says that it was cancelled; nothing of the body is read.
		{faults: slices.Concat(noBody, badJSON, tooLarge, usable, []string{"words", "stall within the response", "slow trickle", "truncated body"}), requests: 1, exports: 1},
		{faults: slices.Concat(page, foreign), requests: 1, summary: cancelFailed, detail: []string{notFullStory}, state: "PENDING", exports: 1},
		{faults: redirects, requests: 1, summary: cancelFailed, detail: []string{redirected}, state: "PENDING", exports: 1},
	},

	"link":           readOutcomes("Could not get the download link", faultOutcome{}, noFile),
	"link of a file": readOutcomes("Could not get the download link", faultOutcome{}, noFile),
	"query":          readOutcomes("Could not list the segment exports", faultOutcome{}, noRequest("Could not list the segment exports")),
	"fullstory_segment_exports": readOutcomes("Could not list the segment exports", faultOutcome{},
		noRequest("Could not list the segment exports")),
	"fullstory_segments": readOutcomes("Could not list the segments", faultOutcome{},
		faultOutcome{requests: 1, summary: "error: Could not list the segments", detail: []string{"404 Not Found"}}),
	"fullstory_segment": readOutcomes("Could not read the segment", faultOutcome{},
		faultOutcome{requests: 1, summary: "error: Segment not found", detail: []string{"no segment with this ID that the API key can see"}}),
	"fullstory_segment_export": readOutcomes("Could not read the segment export", faultOutcome{},
		faultOutcome{requests: 1, summary: "error: Segment export not found"}),
	"fullstory_caller_identity": readOutcomes("Could not look up the owner of the API key", faultOutcome{},
		noRequest("Could not look up the owner of the API key")),

	"download of a file": {
		{faults: slices.Concat(noConnection, lostBefore), requests: 6, summary: "error: Download failed", detail: []string{"Nothing was written. Check the network."}},
		{faults: []string{"reset after the request was read"}, requests: 6, summary: "error: Download failed", detail: []string{"Nothing was written. Check the network."}},
		// An attempt that brought bytes does not count as a retry.
		{faults: []string{"truncated body"}, requests: 17, summary: "error: Download failed", detail: []string{"Nothing was written. Check the network."}},
		{faults: []string{"stall within the response"}, requests: 20, summary: "error: Download failed", detail: []string{"no byte arrived for 1m0s"}},
		{faults: untrusted, requests: 1, summary: "error: Certificate of the store is not trusted", detail: []string{"Nothing was downloaded", "failed to verify certificate"}},
		{faults: slices.Concat(serverErrors, rateLimited, unavailable, []string{"foreign 502 of next month"}), requests: 6, summary: "error: The store refused the download", detail: []string{"Nothing was written"}},
		// A link may have expired: another one is requested.
		{faults: []string{"400", "403", "410", "foreign 403"}, requests: 2, summary: "error: The store refused the download", detail: []string{"Nothing was written", "the store responded with 4"}},
		{faults: slices.Concat([]string{"401", "404", "404 without a body", "foreign 404", "409"}, notTaken, longRateLimit), requests: 1, summary: "error: The store refused the download", detail: []string{"Nothing was written", "the store responded with 4"}},
		{faults: []string{"202 without a body", "204", "304"}, requests: 1, summary: "error: The store refused the download", detail: []string{"Nothing was written", "the store responded with "}},
		{faults: redirects, requests: 1, summary: "error: The store redirected the download", detail: []string{"Nothing was written"}},
		{faults: slices.Concat([]string{"empty body", "words", "JSON about a failure", "JSON of the wrong types"}, page, tooLarge), requests: 1, summary: "error: Download is not an export file", detail: []string{"Nothing was written"}},
		{faults: []string{"truncated JSON"}, requests: 1, summary: "error: Downloaded file is damaged", detail: []string{"Nothing was written"}},
		{faults: []string{"complete body that is announced longer"}, requests: 12, summary: "error: Download failed", detail: []string{"Nothing was written. Check the network."}},
		{faults: []string{"slow trickle", "answer of next month", "cached answer"}, requests: 1, state: "exists"},
	},
}

const cancelFailed = "error: Could not cancel the segment export"

// noFile is the outcome of a link that FullStory does not have.
var noFile = faultOutcome{requests: 1, summary: "error: Segment export has no file", detail: []string{"try again in a few minutes"}}

// noRequest is the outcome of a request that FullStory does not know.
func noRequest(summary string) faultOutcome {
	return faultOutcome{requests: 1, summary: "error: " + summary, detail: []string{"the endpoint does not offer this request"}}
}

// submissionOutcomes are the outcomes of a request that creates an export: it
// is not retried if it may have had an effect.
func submissionOutcomes(advice string) []faultOutcome {
	const failed, unknown = "error: Could not submit the segment export", "error: Unknown whether the segment export was submitted"
	ambiguous := []string{"The provider does not repeat the request: that could create a second export.", advice}
	return []faultOutcome{
		{faults: noConnection, requests: 6, summary: failed, detail: []string{checkEndpoint}},
		{faults: untrusted, requests: 1, summary: failed, detail: []string{"failed to verify certificate"}},
		{faults: lostBefore, requests: 1, summary: unknown, detail: []string{ambiguous[0], "FullStory lists no new export so far"}},
		{faults: lostAfter, requests: 1, summary: unknown, detail: ambiguous, exports: 1},
		{faults: serverErrors, requests: 1, summary: unknown, detail: ambiguous, exports: 1},
		{faults: rateLimited, requests: 6, summary: failed, detail: []string{limited}},
		{faults: longRateLimit, requests: 1, summary: failed, detail: []string{limited}},
		{faults: unavailable, requests: 6, summary: failed, detail: []string{serverError}},
		{faults: []string{"400", "409", "410"}, requests: 1, summary: failed, detail: []string{checkRequest}},
		{faults: notTaken, requests: 1, summary: failed, detail: []string{notTakenNow}},
		{faults: []string{"401"}, requests: 1, summary: failed, detail: []string{checkKey}},
		{faults: []string{"403"}, requests: 1, summary: failed, detail: []string{checkPermission}},
		{faults: []string{"404", "404 without a body"}, requests: 1, summary: failed, detail: []string{"Check segment_id"}},
		{faults: slices.Concat(noBody, badJSON, page, []string{"words"}), requests: 1, summary: unknown, detail: ambiguous, exports: 1},
		{faults: foreign, requests: 1, summary: failed, detail: []string{notFullStory}},
		{faults: slices.Concat(tooLarge, redirects, notModified, []string{"foreign 502 of next month"}), requests: 1, summary: unknown, detail: ambiguous[:1]},
	}
}

// waitOutcomes are the outcomes of a wait of ten minutes: only a refusal that
// later polls repeat ends it early.
func waitOutcomes(severity string) []faultOutcome {
	rows := []faultOutcome{
		{faults: slices.Concat(noConnection, untrusted, lostBefore, lostAfter, serverErrors, rateLimited, unavailable, noBody, badJSON, notModified, page, passing, foreign, tooLarge, notTaken, []string{"409"}),
			requests: untilTimeout, summary: "Timeout while waiting for the segment export"},
		{faults: longRateLimit, requests: 1, summary: "Timeout while waiting for the segment export"},
		{faults: slices.Concat([]string{"400", "401", "403", "410"}, redirects), requests: untilTimeout, summary: "Could not read the status of the segment export"},
		{faults: []string{"404", "404 without a body"}, requests: untilTimeout, summary: "Segment export no longer exists"},
	}
	for i := range rows {
		rows[i].summary = severity + ": " + rows[i].summary
		rows[i].detail, rows[i].state, rows[i].exports = []string{"Operation: "}, "PENDING", 1
	}
	return append(rows,
		faultOutcome{faults: usable[:1], requests: untilTimeout, state: "EXPIRED", exports: 1},
		faultOutcome{faults: usable[1:], requests: untilTimeout, state: "COMPLETED", exports: 1})
}

// readOutcomes are the outcomes of a request that reads. shared has the fields
// that all rows have, and notFound is the outcome of a 404.
func readOutcomes(summary string, shared, notFound faultOutcome) []faultOutcome {
	rows := []faultOutcome{
		{faults: slices.Concat(noConnection, lostBefore, lostAfter), requests: 6, detail: []string{checkEndpoint}},
		{faults: untrusted, requests: 1, detail: []string{"failed to verify certificate"}},
		{faults: serverErrors, requests: 6, detail: []string{serverError}},
		{faults: rateLimited, requests: 6, detail: []string{limited}},
		{faults: longRateLimit, requests: 1, detail: []string{limited}},
		{faults: unavailable, requests: 6, detail: []string{serverError}},
		{faults: []string{"400", "409", "410"}, requests: 1, detail: []string{checkRequest}},
		{faults: notTaken, requests: 6, detail: []string{notTakenNow}},
		{faults: []string{"401"}, requests: 1, detail: []string{checkKey}},
		{faults: []string{"403"}, requests: 1, detail: []string{checkPermission}},
		{faults: slices.Concat(noBody, badJSON, notModified), requests: 6, detail: []string{checkEndpoint}},
		{faults: tooLarge, requests: 1, detail: []string{checkEndpoint}},
		{faults: slices.Concat(page, foreign), requests: 1, detail: []string{notFullStory}},
		{faults: passing, requests: 6, detail: []string{notFullStory}},
		{faults: redirects, requests: 1, detail: []string{redirected}},
	}
	for i := range rows {
		rows[i].summary, rows[i].state, rows[i].exports = "error: "+summary, shared.state, shared.exports
	}
	notFound.faults = []string{"404", "404 without a body"}
	succeeds := faultOutcome{faults: usable, requests: 1, state: cmp.Or(shared.state, "exists"), exports: shared.exports}
	return append(rows, notFound, succeeds)
}
