package fullstory_test

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

// expected is what a call comes to that meets a fault.
type expected struct {
	// sent is how many requests go out where the fault stays.
	sent int
	// err is the error's text, with {call} for the method and path.
	err string
	// passed is that where the call is repeated, and the fault has passed.
	passed string
	// unseen tells that net/http repeats it by itself where the fault passes, as
	// it does for a GET on a connection that it used before.
	unseen bool
	// exports are those there are afterwards, and ambiguous that the error says
	// that there may be one.
	exports   int
	ambiguous bool
}

// outcome is a row of the table. The calls that only read have one column,
// since they have one path through the client, but for what is in apart.
type outcome struct {
	create, reads, cancel, download expected

	apart map[fullstorytest.Route]expected
}

func (o outcome) of(route fullstorytest.Route) expected {
	if e, ok := o.apart[route]; ok {
		return e
	}
	switch route {
	case fullstorytest.RouteCreateExport:
		return o.create
	case fullstorytest.RouteCancelOperation:
		return o.cancel
	case fullstorytest.RouteDownload:
		return o.download
	}
	return o.reads
}

// fine is a call that does not mind.
var fine = expected{sent: 1}

// repeated is sent again, as often as that is allowed.
func repeated(text string) expected { return expected{sent: 1 + retries, err: "{call}: " + text} }

// final is sent once.
func final(text string) expected { return expected{sent: 1, err: "{call}: " + text} }

// unknown is a submission that is sent once, and may have made an export.
func unknown(text string, exports int) expected {
	return expected{sent: 1, exports: exports, ambiguous: true,
		err: "the request to create an export was sent, but whether it was taken is unknown: {call}: " + text}
}

// overtaken is a cancellation that took effect unheard, so that another finds
// nothing to cancel.
func overtaken(text string) expected {
	e := repeated(text)
	e.passed = "{call}: 409 Conflict: the operation has finished and cannot be cancelled (code conflict)"
	return e
}

// broken is a download that is begun again.
func broken(text string) expected { return brokenAfter(1+retries, 0, text) }

func brokenAfter(sent, bytes int, text string) expected {
	return expected{sent: sent, err: fmt.Sprintf("the download broke off after %d bytes: %s", bytes, text)}
}

// unseen is a download that net/http begins again, if it can.
func unseen(text string) expected {
	e := broken(text)
	e.unseen = true
	return e
}

// barred is a download that the store refuses.
func barred(sent, status int) expected {
	return expected{sent: sent, err: fmt.Sprintf("the download link is answered with %d %s", status, http.StatusText(status))}
}

// told is the text of a refusal.
func told(status int) string {
	text := http.StatusText(status)
	return fmt.Sprintf("%d %s: injected error: %s (code %s)", status, text, text, strings.ReplaceAll(strings.ToLower(text), " ", "_"))
}

const (
	noPort    = "dial tcp: connect: connection refused"
	noHost    = "dial tcp: lookup fullstory.test: no such host"
	noRoute   = "dial tcp 127.0.0.1:9: i/o timeout"
	noTrust   = "tls: failed to verify certificate: x509: certificate signed by unknown authority"
	noTLS     = "tls: first record does not look like a TLS handshake"
	reset     = "read tcp: read: connection reset by peer"
	noAnswer  = "no complete answer within 1m0s"
	noByte    = "no byte came for 1m0s"
	notJSON   = "the answer is not the JSON that was expected: "
	noEnd     = notJSON + "unexpected end of JSON input"
	isHTML    = notJSON + "invalid character '<' looking for beginning of value"
	tooLarge  = "the answer is larger than 8 MB"
	cutOff    = "unexpected EOF"
	sevenSecs = "; the server asks to wait 7s"
	aDay      = "; the server asks to wait 24h0m0s"
	ages      = "; the server asks to wait 1281023h53m38s"
)

// row has a column for each path through the client.
func row(create, reads, cancel, download expected) outcome {
	return outcome{create: create, reads: reads, cancel: cancel, download: download}
}

// outcomes are what every call comes to that meets a fault.
var outcomes = map[string]outcome{
	"connection refused":    row(repeated(noPort), repeated(noPort), repeated(noPort), broken(noPort)),
	"no such host":          row(repeated(noHost), repeated(noHost), repeated(noHost), broken(noHost)),
	"no connection in time": row(repeated(noRoute), repeated(noRoute), repeated(noRoute), broken(noRoute)),
	"untrusted certificate": row(final(noTrust), final(noTrust), final(noTrust), expected{sent: 1, err: noTrust}),
	"no TLS":                row(repeated(noTLS), repeated(noTLS), repeated(noTLS), broken("http: server gave HTTP response to HTTPS client")),

	"reset before the request was read": row(unknown(reset, 0), repeated(reset), repeated(reset), unseen(reset)),
	"reset after the request was read":  row(unknown(reset, 1), repeated(reset), overtaken(reset), unseen(reset)),
	"stall":                             row(unknown(noAnswer, 0), repeated(noAnswer), repeated(noAnswer), broken(noByte)),
	"stall within the response":         row(unknown(noAnswer, 1), repeated(noAnswer), overtaken(noAnswer), brokenAfter(17, 3059, noByte)),
	"slow trickle":                      row(unknown(noAnswer, 1), repeated(noAnswer), overtaken(noAnswer), fine), // a download takes the time it takes

	"400": row(final(told(400)), final(told(400)), final(told(400)), barred(2, 400)), // a link that died, as some stores have it
	"401": row(final(told(401)), final(told(401)), final(told(401)), barred(1, 401)),
	"403": row(final(told(403)), final(told(403)), final(told(403)), barred(2, 403)),
	"404": row(final(told(404)), final(told(404)), final(told(404)), barred(1, 404)),
	"409": row(final(told(409)), final(told(409)), final(told(409)), barred(1, 409)),

	"429":              row(repeated(told(429)), repeated(told(429)), repeated(told(429)), broken(barred(1, 429).err)),
	"429 with seconds": row(repeated(told(429)+sevenSecs), repeated(told(429)+sevenSecs), repeated(told(429)+sevenSecs), broken(barred(1, 429).err+"; the store asks to wait 7s")),
	"429 with a date":  row(repeated(told(429)), repeated(told(429)), repeated(told(429)), broken(barred(1, 429).err)),
	"429 with an absurd time": row(final(told(429)+aDay), final(told(429)+aDay), final(told(429)+aDay),
		expected{sent: 1, err: barred(1, 429).err + "; the store asks to wait 24h0m0s"}),
	"429 with an impossible time": row(final(told(429)+ages), final(told(429)+ages), final(told(429)+ages),
		expected{sent: 1, err: barred(1, 429).err + "; the store asks to wait 1281023h53m38s"}),

	"500":              row(unknown(told(500), 1), repeated(told(500)), overtaken(told(500)), broken(barred(1, 500).err)),
	"502":              row(unknown(told(502), 1), repeated(told(502)), overtaken(told(502)), broken(barred(1, 502).err)),
	"503":              row(unknown(told(503), 1), repeated(told(503)), overtaken(told(503)), broken(barred(1, 503).err)),
	"503 with seconds": row(repeated(told(503)+sevenSecs), repeated(told(503)+sevenSecs), repeated(told(503)+sevenSecs), broken(barred(1, 503).err+"; the store asks to wait 7s")),
	"504":              row(unknown(told(504), 1), repeated(told(504)), overtaken(told(504)), broken(barred(1, 504).err)),

	// What a download brings is the reader's business, whatever it is.
	"empty body":     row(unknown(noEnd, 1), final(noEnd), fine, fine),
	"HTML body":      row(unknown(isHTML, 1), final(isHTML), final(isHTML), fine),
	"truncated JSON": row(unknown(noEnd, 1), final(noEnd), final(noEnd), fine),
	"JSON of the wrong types": {
		create: expected{sent: 1, exports: 1, ambiguous: true,
			err: "the request to create an export was sent, but whether it was taken is unknown: the answer holds no operation id"},
		cancel:   fine, // there is nothing in the answer that is read
		download: fine,
		apart: map[fullstorytest.Route]expected{
			fullstorytest.RouteGetOperation:   final(notJSON + "the operation has no state"),
			fullstorytest.RouteListOperations: final(notJSON + `"operations" in it is of type object`),
			fullstorytest.RouteGetResults:     final(notJSON + `"location" in it is of type number`),
			fullstorytest.RouteListSegments:   final(notJSON + `"segments" in it is of type string`),
			fullstorytest.RouteGetSegment:     final(notJSON + `"id" in it is of type array`),
			fullstorytest.RouteGetMe:          final(notJSON + `"email" in it is of type object`),
		},
	},
	"truncated body": row(unknown(cutOff, 1), repeated(cutOff), overtaken(cutOff), brokenAfter(15, 3059, cutOff)),
	"100 MB body":    row(unknown(tooLarge, 0), final(tooLarge), final(tooLarge), fine),

	"redirect to another host": row(final(told(307)), final(told(307)), final(told(307)), barred(1, 307)),
	"redirect loop":            row(final(told(307)), final(told(307)), final(told(307)), barred(1, 307)),
}
