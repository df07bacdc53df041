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
		{"429", TooManyRequests("")},
		{"429 with seconds", TooManyRequests("7")},
		{"429 with a date", TooManyRequests("Fri, 31 Dec 1999 23:59:59 GMT")}, // a second before a bubble's time begins
		{"429 with an absurd time", TooManyRequests("86400")},
		{"429 with an impossible time", TooManyRequests("99999999999999999999")},
		{"500", ActThenStatus(500)},
		{"502", ActThenStatus(502)},
		{"503", ActThenStatus(503)},
		{"503 with seconds", Unavailable("7")},
		{"504", ActThenStatus(504)},
		{"empty body", body("application/json", "")},
		{"foreign 403", ForeignPage(403)},
		{"foreign 404", ForeignPage(404)},
		{"HTML body", body("text/html", "<html>Sign in</html>")},
		{"truncated JSON", body("application/json", `{"id":"x`)},
		{"JSON of the wrong types", body("application/json", wrongTypes)},
		{"truncated body", TruncatedBody()},
		{"100 MB body", HugeBody(100 << 20)},
		{"redirect to another host", Redirect("https://elsewhere.test/")},
		{"redirect loop", Redirect("?")}, // to the same address
	}
}
