package fullstorytest

import "time"

// NamedFault is a fault with a name for a test's tables.
type NamedFault struct {
	Name  string
	Fault Fault
}

// wrongTypes is JSON in which every value has an unexpected type.
const wrongTypes = `{"operationId":[],"id":[],"type":1,"state":[],"operations":{},"segments":"","location":7,"email":{},"name":[]}`

// FaultCatalogue returns the faults that every request of a client should be
// tested with, at least over a [Network]. The 5xx among them carry the request
// out; the 4xx do not.
func FaultCatalogue() []NamedFault {
	nextMonth := time.Date(2000, 2, 1, 0, 0, 0, 0, time.UTC) // a bubble's time begins in January
	body := func(contentType, body string) Fault { return ActThenBody(200, contentType, body) }
	return []NamedFault{
		{"connection refused", Refused()},
		{"no such host", NoSuchHost()},
		{"no connection in time", ConnectTimeout()},
		{"untrusted certificate", Untrusted()},
		{"no TLS", NotTLS()},
		{"reset before the request was read", ResetBefore()},
		{"reset after the request was read", ResponseLost()},
		{"stall", Stall()},
		{"stall within the response", StallBody()},
		{"slow trickle", Trickle(40 * time.Second)},
		{"400", Status(400)},
		{"401", Status(401)},
		{"403", Status(403)},
		{"404", Status(404)},
		{"409", Status(409)},
		{"410", Status(410)},
		{"421", Status(421)},
		{"425", Status(425)},
		{"429", TooManyRequests("")},
		{"429 with seconds", TooManyRequests("7")},
		{"429 with a date", TooManyRequests("Fri, 31 Dec 1999 23:59:59 GMT")}, // a second before a bubble's time begins
		{"429 with an absurd time", TooManyRequests("86400")},
		{"429 with an impossible time", TooManyRequests("99999999999999999999")},
		{"500", ActThenStatus(500)},
		{"502", ActThenStatus(502)},
		{"503", ActThenStatus(503)},
		{"503 with seconds", Unavailable("7")},
		{"503 with a fraction", Unavailable("1.5")},
		{"503 with words", Unavailable("in a minute")},
		{"504", ActThenStatus(504)},
		{"202 without a body", ActThenBody(202, "", "")},
		{"204", ActThenBody(204, "", "")},
		{"304", StatusBody(304, "", "")},
		{"404 without a body", StatusBody(404, "", "")},
		{"empty body", body("application/json", "")},
		{"foreign 403", ForeignPage(403)},
		{"foreign 404", ForeignPage(404)},
		{"foreign 502 of next month", ForeignPage(502).Dated(nextMonth)},
		{"answer of next month", Fault{}.Dated(nextMonth)},
		{"cached answer", Cached(time.Hour)},
		{"words", body("text/plain", "Unauthorized")},
		{"JSON about a failure", body("application/json", `{"success":false}`)},
		{"HTML body", body("text/html", "<html>Sign in</html>")},
		{"truncated JSON", body("application/json", `{"id":"x`)},
		{"JSON of the wrong types", body("application/json", wrongTypes)},
		{"truncated body", TruncatedBody()},
		{"complete body that is announced longer", WrongLength(10)},
		{"100 MB body", HugeBody(100 << 20)},
		{"redirect to another host", Redirect("https://elsewhere.test/")},
		{"redirect loop", Redirect("?")}, // to the same address
	}
}
